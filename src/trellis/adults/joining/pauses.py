"""Pausing, returning and leaving. A pause stops reminders; leaving ends what its page lists, and keeps the record."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import tie_endings
from trellis.core.community.links import revoke_links
from trellis.core.community.models import Role, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError

from .due_dates import today_at
from .models import JoiningEvent, JoiningSchool
from .services import REASON, add_event, steps_of

LINK_PURPOSE = "joining"


def _change_status(joining: JoiningSchool, before: str, **values: object) -> bool:
    """Write the status once. Return False where it was written already."""
    rows = JoiningSchool.objects.unscoped(REASON).filter(pk=joining.pk, status=before)
    return bool(rows.update(**values, modified=timezone.now()))


def pause_school(joining: JoiningSchool, reason: str, by: UUID) -> None:
    """Stop reminders and days from now on. Nothing else ends."""
    today, status = today_at(joining), JoiningSchool.Status
    with ledger.act("pause a joining school", by=by, about=joining.pk):
        if _change_status(joining, status.ACTIVE, status=status.PAUSED, paused_on=today, reason=reason):
            add_event(joining, JoiningEvent.Kind.PAUSED, today, reason, by)


def return_school(joining: JoiningSchool, by: UUID) -> int:
    """Go on after a pause: open steps are due as many days later as it lasted. Return how many days."""
    today, status = today_at(joining), JoiningSchool.Status
    if joining.paused_on is None:
        return 0
    pause = today - joining.paused_on
    with ledger.act("return a joining school", by=by, about=joining.pk, days=pause.days):
        if not _change_status(joining, status.PAUSED, status=status.ACTIVE, paused_on=None, reason=""):
            return 0
        for step in steps_of(joining).filter(done_on=None, due__isnull=False):
            steps_of(joining).filter(pk=step.pk).update(
                due=step.due + pause, revision=F("revision") + 1, modified=timezone.now()
            )
        add_event(joining, JoiningEvent.Kind.RETURNED, today, "", by)
    return pause.days


def ties_that_end(joining: JoiningSchool) -> list[Tie]:
    """The accesses that end when the school leaves: those of the network's coaches to it."""
    if joining.school_id is None:
        return []
    ties = Tie.objects.unscoped("list the coaches of a school that leaves, for the network's staff")
    rows = ties.filter(active_at(timezone.now()), role=Role.COACH, to_school=joining.school_id)
    return list(rows.select_related("person").order_by("person__family_name", "person__given_name"))


def leave_school(joining: JoiningSchool, reason: str, listed: Iterable[str], by: UUID) -> None:
    """End what the page listed, by the ids of ties; the contact's links; and the reminders. The record stays.

    Raises ActionError where a coach came who was not on the list.
    """
    today, now, status = today_at(joining), timezone.now(), JoiningSchool.Status
    with ledger.act("end the joining of a school", by=by, about=joining.pk):
        ends = ties_that_end(joining)
        if {str(tie.pk) for tie in ends} - set(listed):
            raise ActionError(_("The list has changed. Check it again before you continue."))
        for before in (status.ACTIVE, status.PAUSED):
            values = {"status": status.LEFT, "left_on": today, "reason": reason}
            if _change_status(joining, before, **values):
                rows = Tie.objects.unscoped("end what the page listed").filter(
                    pk__in=[tie.pk for tie in ends]
                )
                tie_endings.end_ties(rows, now)
                revoke_links(LINK_PURPOSE, joining.pk, by)
                add_event(joining, JoiningEvent.Kind.LEFT, today, reason, by)
