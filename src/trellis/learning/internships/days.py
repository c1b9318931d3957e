"""Saving a day at the site: each entry once, merged into the day that it is about."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.selectors import school_of
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.files import clean_photo_or_voice_note
from trellis.core.foundation.formatting import format_time

from .entry_parsing import DayEntryPayload
from .models import DayEntry, InternshipDay, Placement
from .places import school_of_learner

MAX_AGE = timedelta(days=30)
Kind = DayEntry.Kind


class WrongStudentError(ActionError):
    """The entry belongs to another student: it stays on the phone until that student signs in."""


def log_entry(sent: DayEntryPayload, by: UUID, file: UploadedFile | None = None) -> InternshipDay:
    """Save one entry and return the day it belongs to. The same entry sent again changes nothing.

    Raises WrongStudentError, or ActionError in words for the student who wrote it. Nothing is written then.
    """
    if sent.student_id != by:
        raise WrongStudentError(_("This entry belongs to someone else. It will be sent when they sign in."))
    existing = _find_saved_entry(sent)
    if existing:
        return _day_of(existing)
    local_now = school_local_time(school_of_learner(by), timezone.now())
    moment = sent.made_at.astimezone(local_now.tzinfo)
    day = sent.day or moment.date()
    placement = _placement_on(by, day, local_now.date(), is_student=school_of(by) is not None)
    clean, media_type = clean_photo_or_voice_note(file) if file else (None, "")
    if sent.kind == Kind.FILE and clean is None:
        raise ActionError(_("The photo or voice note did not upload. Choose it again."))
    entry = DayEntry(
        sourced_id=sent.entry_id,
        placement=placement,
        date=day,
        kind=sent.kind,
        at=_entry_time(sent, moment, local_now),
        words=sent.words,
        media_type=media_type,
        made_at=sent.made_at,
        clock_off=sent.clock_off,
        late=day < local_now.date(),
        fingerprint=sent.fingerprint,
    )
    if clean:
        entry.file.save(f"{sent.entry_id.hex}-{clean.name}", clean, save=False)
    return _save_entry(entry, sent, by)


def _save_entry(entry: DayEntry, sent: DayEntryPayload, by: UUID) -> InternshipDay:
    """Save the entry and its day in one transaction. If the same entry was saved meanwhile, return its day."""
    try:
        with ledger.act(f"log {entry.kind}", by=by, about=entry.placement_id):
            entry.save(force_insert=True)
            return _merge_into_day(entry, typed=sent.at is not None)
    except (IntegrityError, ActionError) as error:
        if entry.file:
            entry.file.delete(save=False)
        existing = _find_saved_entry(sent)
        if existing is None or isinstance(error, ActionError):
            raise
        return _day_of(existing)


def _find_saved_entry(sent: DayEntryPayload) -> DayEntry | None:
    """The entry with this id, if it was saved before. Another's id, or other words under it, are refused."""
    entries = DayEntry.objects.unscoped("check whether a phone sent the same entry before").filter(
        pk=sent.entry_id
    )
    entry = entries.select_related("placement").first()
    if entry is None:
        return None
    if entry.placement.student_id != sent.student_id or entry.fingerprint != sent.fingerprint:
        raise ActionError(
            _("We could not save this entry because another one has the same ID. Enter it again.")
        )
    return entry


def _day_of(entry: DayEntry) -> InternshipDay:
    days = InternshipDay.objects.unscoped("find the day of the student's own entry")
    return days.get(placement=entry.placement_id, date=entry.date)


def _placement_on(student: UUID, day: date, today: date, is_student: bool) -> Placement:
    """The placement under way on that day. Raises ActionError for a day that cannot be logged."""
    if day > today:
        raise ActionError(_("This day is in the future. Choose today or an earlier day."))
    if day < today - MAX_AGE:
        raise ActionError(
            (
                _("This day is more than %(n)d days ago. Ask your advisor to add it.")
                if is_student
                else _("This day is more than %(n)d days ago. It can no longer be added.")
            )
            % {"n": MAX_AGE.days}
        )
    placements = Placement.objects.under_way(day).unscoped("find the student's own placements")
    placement = placements.filter(student=student).order_by("-starts").first()
    if placement is None:
        raise ActionError(
            _("You did not have an internship on this day. If that is wrong, ask your advisor.")
            if is_student
            else _("Your apprenticeship was not under way on this day.")
        )
    return placement


def _entry_time(sent: DayEntryPayload, moment: datetime, local_now: datetime) -> time | None:
    """The hour on the school's clock: typed, or the moment of writing when that was on the same day."""
    if sent.kind not in (Kind.ARRIVED, Kind.LEFT):
        return None
    if sent.at:
        return sent.at
    if sent.day and sent.day != moment.date():
        raise ActionError(_("For a past day, enter the time too."))
    return min(moment, local_now).time().replace(second=0, microsecond=0)


def _merge_into_day(entry: DayEntry, typed: bool) -> InternshipDay:
    """Put an entry into its day: the earliest arrival, the latest leaving (or the hour typed), the newest words.

    Hours that a mentor has confirmed stay as they are; the entry itself is saved all the same.
    """
    days = InternshipDay.objects.unscoped("find the day that an entry belongs to").select_for_update()
    day, _created = days.get_or_create(placement=entry.placement, date=entry.date)
    if not day.confirmed_at:
        _merge_times(day, entry, typed)
    if entry.kind == Kind.GOAL and _is_newest(entry):
        day.goal = entry.words
    elif entry.kind == Kind.SAID and _is_newest(entry):
        day.summary = entry.words
    day.late = day.late or (entry.late and entry.kind in (Kind.ARRIVED, Kind.LEFT))
    if not day.confirmed_at:
        day.minutes = minutes_between(day.arrived, day.left)
    day.save()
    return day


def _merge_times(day: InternshipDay, entry: DayEntry, typed: bool) -> None:
    """Put the time of an entry into a day that is not confirmed."""
    if entry.kind == Kind.ARRIVED and entry.at is not None:
        day.arrived = entry.at if typed or day.arrived is None else min(day.arrived, entry.at)
    elif entry.kind == Kind.LEFT and entry.at is not None and not _is_leaving_cancelled(entry):
        day.left = entry.at if typed or day.left is None else max(day.left, entry.at)
    elif entry.kind == Kind.BACK:
        day.left = _leaving_time_after(entry)


def _is_leaving_cancelled(left: DayEntry) -> bool:
    """Whether the student wrote later that they are still at the site: entries may arrive out of order."""
    after = DayEntry.objects.unscoped("check the other entries of the same day").filter(
        placement=left.placement_id, date=left.date, kind=Kind.BACK, made_at__gt=left.made_at
    )
    return after.exists()


def _leaving_time_after(back: DayEntry) -> time | None:
    """When the student left after they were still there; None while they have not."""
    after = DayEntry.objects.unscoped("check the other entries of the same day").filter(
        placement=back.placement_id, date=back.date, kind=Kind.LEFT, made_at__gt=back.made_at
    )
    return max((entry.at for entry in after if entry.at), default=None)


def _is_newest(entry: DayEntry) -> bool:
    """Whether no entry of its kind for this day was written after it: a queue may arrive out of order."""
    same = DayEntry.objects.unscoped("check the other entries of the same day").filter(
        placement=entry.placement_id, date=entry.date, kind=entry.kind, made_at__gt=entry.made_at
    )
    return not same.exists()


def minutes_between(arrived: time | None, left: time | None) -> int:
    """Minutes at the site; 0 until both are known. Raises ActionError when one left before one came."""
    if arrived is None or left is None:
        return 0
    minutes = (left.hour - arrived.hour) * 60 + left.minute - arrived.minute
    if minutes < 0:
        raise ActionError(
            _("The leaving time, %(left)s, is before the arrival time, %(arrived)s. Check both times.")
            % {"left": format_time(left), "arrived": format_time(arrived)}
        )
    return minutes
