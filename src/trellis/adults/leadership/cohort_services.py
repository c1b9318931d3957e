"""Writing cohorts: making one, who is in it, and its meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from trellis.core.community.models import Network
from trellis.core.foundation import ledger
from trellis.core.foundation.revisions import save_if_current

from .models import Cohort, CohortMeeting, CohortMember, StartedPathway

REASON = "write a cohort that the caller runs"


def add_cohort(network: Network, key: str, title: str, by: UUID) -> Cohort:
    """Make a cohort. Sent twice, it is one."""
    with ledger.act("add a cohort", by=by, about=network.pk):
        rows = Cohort.objects.unscoped(REASON).filter(network=network, key=key, title=title, deleted_at=None)
        return rows.first() or Cohort.objects.create(network=network, key=key, title=title)


def add_member(cohort: Cohort, pathway: StartedPathway, by: UUID) -> None:
    """Add somebody by their pathway. Added twice, they are in it once."""
    with ledger.act("add a cohort member", by=by, about=cohort.pk):
        CohortMember.objects.unscoped(REASON).update_or_create(
            cohort=cohort,
            pathway=pathway,
            defaults={"person_id": pathway.person_id, "deleted_at": None},
        )


def remove_member(member: CohortMember, by: UUID) -> None:
    """They are in the cohort no more. Removed twice, they are removed once."""
    with ledger.act("remove a cohort member", by=by, about=member.cohort_id):
        CohortMember.objects.unscoped(REASON).filter(pk=member.pk, deleted_at=None).update(
            deleted_at=timezone.now()
        )


def add_meeting(cohort: Cohort, starts_at: datetime, place: str, agenda: str, by: UUID) -> CohortMeeting:
    """Plan a meeting. Sent twice, it is one."""
    with ledger.act("plan a cohort meeting", by=by, about=cohort.pk):
        rows = CohortMeeting.objects.unscoped(REASON).filter(
            cohort=cohort, starts_at=starts_at, deleted_at=None
        )
        return rows.first() or CohortMeeting.objects.create(
            cohort=cohort, starts_at=starts_at, place=place, agenda=agenda
        )


def save_meeting(
    meeting: CohortMeeting,
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
) -> None:
    """Change a meeting, or write its notes."""
    with ledger.act("change a cohort meeting", by=by, about=meeting.cohort_id):
        save_if_current(meeting, values, seen, labels)


def remove_meeting(meeting: CohortMeeting, by: UUID) -> None:
    """The meeting is not held, or was entered by mistake."""
    with ledger.act("remove a cohort meeting", by=by, about=meeting.cohort_id):
        CohortMeeting.objects.unscoped(REASON).filter(pk=meeting.pk, deleted_at=None).update(
            deleted_at=timezone.now()
        )
