"""Asking a mentor for the hours, and what the mentor says: by a link without an account, or signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.community import links
from trellis.core.community.models import Link, Person
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import without_status
from trellis.core.foundation.formatting import format_day, format_list
from trellis.core.foundation.languages import theirs
from trellis.core.foundation.refusal import Refusal

from .days import minutes_between
from .models import Concern, InternshipDay, Placement

PURPOSE = "confirm-days"
GOOD_FOR = 10
"""Days that a link is good for: the week that it is about, and a weekend more."""


@dataclass(frozen=True)
class Said:
    """What the mentor says of one day: was the student there, and from when to when."""

    was_present: bool
    arrived: time | None
    left: time | None


def waiting(placement_id: UUID) -> list[InternshipDay]:
    """Days that were logged to their end and that nobody has confirmed, the oldest first."""
    days = InternshipDay.objects.unscoped("the days that one mentor is asked about")
    return list(
        days.filter(placement=placement_id, minutes__gt=0, confirmed_at=None, deleted_at=None).order_by(
            "date"
        )
    )


def ask(placement: Placement, by: UUID | None, address: Callable[[str], str]) -> str:
    """Send the mentor a link to confirm the days that wait; gives the link, to be passed on by hand too.

    address: the whole address for a token. Links given before stop working. Raises Refusal when there is
    nobody to ask or nothing to confirm.
    """
    mentor = placement.mentor
    if mentor is None:
        raise Refusal(_("There is no mentor to ask yet."))
    if not waiting(placement.pk):
        raise Refusal(_("There are no days to confirm."))
    with ledger.act("ask a mentor to confirm", by=by, about=placement.pk):
        links.take_back(PURPOSE, placement.pk, by)
        link = address(links.give(PURPOSE, placement.pk, mentor, GOOD_FOR, by))
    if mentor.email:
        _send(mentor, placement, link)
    return link


def _send(mentor: Person, placement: Placement, link: str) -> None:
    with translation.override(theirs(*mentor.reads)):
        names = {"mentor": mentor.first_name, "student": placement.student.first_name, "link": link}
        names |= {"site": placement.site.name, "days": GOOD_FOR}
        send_mail(
            _("Please confirm %(student)s’s days at %(site)s") % names,
            _(
                "Hello %(mentor)s,\n"
                "\n"
                "%(student)s logged days at %(site)s. Please check the days and confirm them:\n"
                "\n"
                "%(link)s\n"
                "\n"
                "You do not need an account. The link is only for you and works for %(days)d days.\n"
            )
            % names,
            None,
            [mentor.email],
        )


def confirm(
    placement: Placement,
    confirmations: Mapping[UUID, Said],
    concern: str,
    by: Person | None,
    link: Link | None = None,
    also: Callable[[Person | None], object] | None = None,
) -> int:
    """Write down what the mentor says of the days; gives how many are confirmed now.

    confirmations: by the id of the day; days that the mentor was not shown stay as they are. also: what else belongs
    to this press. A day on which the student was not there stays unconfirmed and the advisor hears of it.
    Raises Refusal, and nothing is written.
    """
    concern = concern.replace("\x00", "").strip()
    if len(concern) > 700:
        raise Refusal(_("The note is longer than 700 characters. Make it shorter, or call the school."))
    without_status(concern)
    days = {day.pk: day for day in waiting(placement.pk)}
    pending = {key: each for key, each in confirmations.items() if key in days}
    if not pending and not concern and not also:
        raise Refusal(_("These days are already confirmed. Thank you."))
    now = timezone.now()
    with ledger.act("confirm days", by=by.pk if by else None, about=placement.pk, days=len(pending)):
        if link:
            links.settle(link)
        absent = [days[key] for key, each in pending.items() if not each.was_present]
        present_days = [(days[key], each) for key, each in pending.items() if each.was_present]
        for day, each in present_days:
            _confirm_one(day, each, by, now)
        words = "\n".join(part for part in (_absent(absent), concern) if part)
        if also:
            also(by)
        if words:
            Concern.objects.create(placement=placement, raised_by=by, words=words)
    return len(present_days)


def _confirm_one(day: InternshipDay, confirmation: Said, by: Person | None, now: object) -> None:
    if confirmation.arrived is None or confirmation.left is None:
        raise Refusal(
            _("For %(day)s, enter both a start time and an end time.") % {"day": format_day(day.date)}
        )
    minutes = minutes_between(confirmation.arrived, confirmation.left)
    if not minutes:
        raise Refusal(
            _("For %(day)s, the two times are the same. If the student was not there, uncheck the box.")
            % {"day": format_day(day.date)}
        )
    fresh = InternshipDay.objects.unscoped("confirms a day once").filter(pk=day.pk, confirmed_at=None)
    fresh.update(
        arrived=confirmation.arrived,
        left=confirmation.left,
        minutes=minutes,
        confirmed_at=now,
        confirmed_by=by,
        modified=now,
    )


def _absent(days: Iterable[InternshipDay]) -> str:
    named = format_list(format_day(day.date) for day in days)
    return _("Not at the site on: %(days)s.") % {"days": named} if named else ""


def hear(concern: Concern, by: UUID, seen: int | None = None) -> bool:
    """Note that somebody at school has heard a concern; False when it was noted before.

    Raises Refusal when the mentor corrected it since it was shown at the revision `seen`: nobody has read that.
    """
    now = timezone.now()
    with ledger.act("hear a concern", by=by, about=concern.pk):
        fresh = Concern.objects.unscoped("hears a concern once").filter(pk=concern.pk, heard_at=None)
        as_seen = fresh if seen is None else fresh.filter(revision=seen)
        if as_seen.update(heard_at=now, heard_by=by, modified=now):
            return True
        if fresh.exists():
            raise Refusal(_("This note was changed while you had it open. Read it again."))
        return False
