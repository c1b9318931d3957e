"""Asking a mentor to confirm the hours, and the answer: by a link without an account, or signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import link_sharing, links
from trellis.core.community.models import Link, Person
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_day, format_list

from .concern_followups import CONCERN_FOLLOWUPS
from .days import minutes_between
from .models import Concern, InternshipDay, Placement

LINK_PURPOSE = "confirm-days"
LINK_DAYS = 10
"""Days that a link is good for: the week that it is about, and a weekend more."""


@dataclass(frozen=True)
class MentorConfirmation:
    """What the mentor confirms of one day: whether the student came, and from when to when."""

    was_present: bool
    arrived: time | None
    left: time | None


def unconfirmed_days(placement_id: UUID) -> list[InternshipDay]:
    """Return the complete days that nobody has confirmed yet, oldest first."""
    days = InternshipDay.objects.awaiting_confirmation().unscoped(
        "find the days that a mentor's link is about"
    )
    return list(days.filter(placement=placement_id).order_by("date"))


ASKED = Q(by__isnull=False) | Q(sent_at__isnull=False)
"""Of the links of `LINK_PURPOSE`: those that a person made, and those that an email of Trellis' own brought."""


def issue_confirmation_link(placement: Placement, by: UUID | None, address: Callable[[str], str]) -> str:
    """Create a link for the mentor to confirm the unconfirmed days. Earlier links stop working.

    address: the whole address for a token. Raises ActionError when there is nobody to ask or nothing to confirm.
    """
    with ledger.act("ask a mentor to confirm", by=by, about=placement.pk):
        _check_can_ask(placement)
        links.revoke_links(LINK_PURPOSE, placement.pk, by)
        return address(links.issue_link(LINK_PURPOSE, placement.pk, placement.mentor, LINK_DAYS, by))


def prepare_confirmation_link(placement: Placement) -> Link:
    """Create a link that an email is about to bring. Earlier ones work until `mark_link_emailed`."""
    _check_can_ask(placement)
    return links.create_link(LINK_PURPOSE, placement.pk, placement.mentor, LINK_DAYS, None)


def mark_link_emailed(link: Link) -> None:
    """Note that an email brought the link. Earlier ones stop working."""
    now = timezone.now()
    rows = Link.objects.unscoped("let the newest link of a mentor be the one that works").filter(
        purpose=LINK_PURPOSE, about_id=link.about_id
    )
    rows.filter(pk=link.pk, sent_at=None).update(sent_at=now, modified=now)
    earlier = rows.filter(used_at=None, revoked_at=None, created__lt=link.created)
    earlier.update(revoked_at=now, modified=now)


def remove_link(link: Link) -> None:
    """Remove a link that no email brought to anybody."""
    Link.objects.unscoped("remove a link that nobody got").filter(pk=link.pk, sent_at=None).delete()


def _check_can_ask(placement: Placement) -> None:
    """Raise ActionError when there is nobody to ask or nothing to confirm."""
    if placement.mentor is None:
        raise ActionError(_("There is no mentor to ask yet."))
    if not unconfirmed_days(placement.pk):
        raise ActionError(_("There are no days to confirm."))


def send_confirmation_request(placement: Placement, by: UUID | None, address: Callable[[str], str]) -> str:
    """Send the mentor a link to confirm the unconfirmed days; return the link, to be passed on by hand too.

    Raises ActionError as `issue_confirmation_link` does. The page says so where the email could not be sent.
    """
    link = issue_confirmation_link(placement, by, address)
    link_sharing.try_to_email_link(link, by)
    return link


def confirm_days(
    placement: Placement,
    confirmations: Mapping[UUID, MentorConfirmation],
    concern: str,
    by: Person | None,
    link: Link | None = None,
    also: Callable[[Person | None], object] | None = None,
) -> int:
    """Save what the mentor confirmed of the days; return how many are confirmed now.

    confirmations: by the id of the day; days that the mentor was not shown stay as they are. also: what else is saved
    with them. A day on which the student was not there stays unconfirmed and the advisor hears of it.
    Raises ActionError, and nothing is written.
    """
    concern = concern.replace("\x00", "").strip()
    if len(concern) > 700:
        raise ActionError(_("The note is longer than 700 characters. Make it shorter, or call the school."))
    reject_immigration_status(concern)
    days = {day.pk: day for day in unconfirmed_days(placement.pk)}
    pending = {key: each for key, each in confirmations.items() if key in days}
    if not pending and not concern and not also:
        raise ActionError(_("These days are already confirmed. Thank you."))
    now = timezone.now()
    with ledger.act("confirm days", by=by.pk if by else None, about=placement.pk, days=len(pending)):
        if link:
            links.mark_link_used(link)
        absent = [days[key] for key, each in pending.items() if not each.was_present]
        present_days = [(days[key], each) for key, each in pending.items() if each.was_present]
        for day, each in present_days:
            _confirm_day(day, each, by, now)
        words = "\n".join(part for part in (_absence_note(absent), concern) if part)
        if also:
            also(by)
        if words:
            shared = Concern.objects.create(placement=placement, raised_by=by, words=words)
            for follow_up in CONCERN_FOLLOWUPS.values():
                follow_up(shared)
    return len(present_days)


def _confirm_day(
    day: InternshipDay, confirmation: MentorConfirmation, by: Person | None, now: datetime
) -> None:
    if confirmation.arrived is None or confirmation.left is None:
        raise ActionError(
            _("For %(day)s, enter both a start time and an end time.") % {"day": format_day(day.date)}
        )
    minutes = minutes_between(confirmation.arrived, confirmation.left)
    if not minutes:
        raise ActionError(
            _("For %(day)s, the two times are the same. If the student was not there, uncheck the box.")
            % {"day": format_day(day.date)}
        )
    fresh = InternshipDay.objects.unscoped("confirm an internship day only once").filter(
        pk=day.pk, confirmed_at=None
    )
    fresh.update(
        arrived=confirmation.arrived,
        left=confirmation.left,
        minutes=minutes,
        confirmed_at=now,
        confirmed_by=by,
        modified=now,
    )


def _absence_note(days: Iterable[InternshipDay]) -> str:
    named = format_list(format_day(day.date) for day in days)
    return _("Not at the site on: %(days)s.") % {"days": named} if named else ""


def mark_concern_heard(concern: Concern, by: UUID, seen: int | None = None) -> bool:
    """Record that somebody at school has read a concern; return False if it was recorded before.

    Raises ActionError when the mentor corrected it since it was shown at the revision `seen`: nobody has read that.
    """
    now = timezone.now()
    with ledger.act("mark a concern read", by=by, about=concern.pk):
        fresh = Concern.objects.unscoped("mark a mentor's concern read only once").filter(
            pk=concern.pk, heard_at=None
        )
        as_seen = fresh if seen is None else fresh.filter(revision=seen)
        if as_seen.update(heard_at=now, heard_by=by, modified=now):
            return True
        if fresh.exists():
            raise ActionError(_("This note was changed while you had it open. Read it again."))
        return False
