"""Keeping a day at the site: each entry once, merged into the day that it is about."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import at_school
from trellis.core.community.selectors import school_of
from trellis.core.foundation import ledger
from trellis.core.foundation.files import photo_or_voice
from trellis.core.foundation.formatting import format_time
from trellis.core.foundation.refusal import Refusal

from .models import DayEntry, InternshipDay, Placement
from .sent import Sent

BACK = timedelta(days=30)
Kind = DayEntry.Kind


class NotYours(Refusal):
    """An entry of somebody else: it stays on the phone until its writer signs in."""


def log_entry(sent: Sent, by: UUID, file: UploadedFile | None = None) -> InternshipDay:
    """Keep one entry and give the day it belongs to. The same entry sent again changes nothing.

    Raises NotYours, or Refusal in words for the student who wrote it. Nothing is written then.
    """
    if sent.student_id != by:
        raise NotYours(_("This entry belongs to someone else. It will be sent when they sign in."))
    existing = _known(sent)
    if existing:
        return _day_of(existing)
    local_now = at_school(school_of(by), timezone.now())
    moment = sent.made_at.astimezone(local_now.tzinfo)
    day = sent.day or moment.date()
    placement = _placement_on(by, day, local_now.date())
    clean, media_type = photo_or_voice(file) if file else (None, "")
    if sent.kind == Kind.FILE and clean is None:
        raise Refusal(_("The photo or voice note did not upload. Choose it again."))
    entry = DayEntry(
        sourced_id=sent.entry_id,
        placement=placement,
        date=day,
        kind=sent.kind,
        at=_at(sent, moment, local_now),
        words=sent.words,
        media_type=media_type,
        made_at=sent.made_at,
        clock_off=sent.clock_off,
        late=day < local_now.date(),
        fingerprint=sent.fingerprint,
    )
    if clean:
        entry.file.save(f"{sent.entry_id.hex}-{clean.name}", clean, save=False)
    return _write(entry, sent, by)


def _write(entry: DayEntry, sent: Sent, by: UUID) -> InternshipDay:
    """One transaction. Whoever sends the same entry at the same moment finds it kept."""
    try:
        with ledger.act(f"log {entry.kind}", by=by, about=entry.placement_id):
            entry.save(force_insert=True)
            return _merge(entry, typed=sent.at is not None)
    except (IntegrityError, Refusal) as error:
        if entry.file:
            entry.file.delete(save=False)
        existing = _known(sent)
        if existing is None or isinstance(error, Refusal):
            raise
        return _day_of(existing)


def _known(sent: Sent) -> DayEntry | None:
    """The entry with this id, when it was kept before. Another's id, or other words under it, are refused."""
    entries = DayEntry.objects.unscoped("whether an entry was kept before").filter(pk=sent.entry_id)
    entry = entries.select_related("placement").first()
    if entry is None:
        return None
    if entry.placement.student_id != sent.student_id or entry.fingerprint != sent.fingerprint:
        raise Refusal(_("We could not save this entry because another one has the same ID. Enter it again."))
    return entry


def _day_of(entry: DayEntry) -> InternshipDay:
    days = InternshipDay.objects.unscoped("the day of an entry of one's own")
    return days.get(placement=entry.placement_id, date=entry.date)


def _placement_on(student: UUID, day: date, today: date) -> Placement:
    """The placement under way on that day. Raises Refusal for a day that cannot be logged."""
    if day > today:
        raise Refusal(_("This day is in the future. Choose today or an earlier day."))
    if day < today - BACK:
        raise Refusal(
            _("This day is more than %(n)d days ago. Ask your advisor to add it.") % {"n": BACK.days}
        )
    placements = Placement.objects.unscoped("one's own placements").filter(
        student=student, starts__lte=day, deleted_at=None
    )
    for placement in placements.order_by("-starts"):
        if placement.ends is None or placement.ends >= day:
            return placement
    raise Refusal(_("You did not have an internship on this day. If that is wrong, ask your advisor."))


def _at(sent: Sent, moment: datetime, local_now: datetime) -> time | None:
    """The hour on the school's clock: typed, or the moment of writing when that was on the same day."""
    if sent.kind not in (Kind.ARRIVED, Kind.LEFT):
        return None
    if sent.at:
        return sent.at
    if sent.day and sent.day != moment.date():
        raise Refusal(_("For a past day, enter the time too."))
    return min(moment, local_now).time().replace(second=0, microsecond=0)


def _merge(entry: DayEntry, typed: bool) -> InternshipDay:
    """Put an entry into its day: the earliest arrival, the latest leaving (or the hour typed), the newest words.

    Hours that a mentor has confirmed stay as they are; the entry itself is kept all the same.
    """
    days = InternshipDay.objects.unscoped("the day of an entry").select_for_update()
    day, _made = days.get_or_create(placement=entry.placement, date=entry.date)
    if entry.kind == Kind.ARRIVED and not day.confirmed_at:
        day.arrived = entry.at if typed or day.arrived is None else min(day.arrived, entry.at)
    elif entry.kind == Kind.LEFT and not day.confirmed_at and not _taken_back(entry):
        day.left = entry.at if typed or day.left is None else max(day.left, entry.at)
    elif entry.kind == Kind.BACK and not day.confirmed_at:
        day.left = _left_since(entry)
    elif entry.kind == Kind.GOAL and _newest(entry):
        day.goal = entry.words
    elif entry.kind == Kind.SAID and _newest(entry):
        day.said = entry.words
    day.late = day.late or (entry.late and entry.kind in (Kind.ARRIVED, Kind.LEFT))
    if not day.confirmed_at:
        day.minutes = minutes_between(day.arrived, day.left)
    day.save()
    return day


def _taken_back(left: DayEntry) -> bool:
    """Whether the student said after this that they are still there: a queue may arrive out of order."""
    after = DayEntry.objects.unscoped("other entries of the same day").filter(
        placement=left.placement_id, date=left.date, kind=Kind.BACK, made_at__gt=left.made_at
    )
    return after.exists()


def _left_since(back: DayEntry) -> time | None:
    """When the student left after they were still there; None while they have not."""
    after = DayEntry.objects.unscoped("other entries of the same day").filter(
        placement=back.placement_id, date=back.date, kind=Kind.LEFT, made_at__gt=back.made_at
    )
    return max((entry.at for entry in after if entry.at), default=None)


def _newest(entry: DayEntry) -> bool:
    """Whether no entry of its kind for this day was written after it: a queue may arrive out of order."""
    same = DayEntry.objects.unscoped("other entries of the same day").filter(
        placement=entry.placement_id, date=entry.date, kind=entry.kind, made_at__gt=entry.made_at
    )
    return not same.exists()


def minutes_between(arrived: time | None, left: time | None) -> int:
    """Minutes at the site; 0 until both are known. Raises Refusal when one left before one came."""
    if arrived is None or left is None:
        return 0
    minutes = (left.hour - arrived.hour) * 60 + left.minute - arrived.minute
    if minutes < 0:
        raise Refusal(
            _("The leaving time, %(left)s, is before the arrival time, %(arrived)s. Check both times.")
            % {"left": format_time(left), "arrived": format_time(arrived)}
        )
    return minutes
