"""Reading cohorts: a network's, one's own, and one with its members and meetings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Network, Role
from trellis.core.community.viewer import Viewer

from .models import Cohort, CohortMeeting, CohortMember, StartedPathway
from .pathway_selectors import pathway_in_words


@dataclass
class CohortLine:
    """A cohort in a list. next_meeting: the first that is still to come."""

    cohort: Cohort
    members: int = 0
    next_meeting: CohortMeeting | None = None


def _lines(viewer: Viewer, cohorts: Iterable[Cohort]) -> list[CohortLine]:
    lines = {cohort.pk: CohortLine(cohort) for cohort in cohorts}
    members = CohortMember.objects.seen_by(viewer).filter(cohort__in=list(lines), deleted_at=None)
    for cohort in members.values_list("cohort", flat=True):
        lines[cohort].members += 1
    meetings = CohortMeeting.objects.seen_by(viewer).filter(
        cohort__in=list(lines), deleted_at=None, starts_at__gte=viewer.now
    )
    for meeting in meetings.order_by("-starts_at"):
        lines[meeting.cohort_id].next_meeting = meeting
    return list(lines.values())


def own_cohorts(viewer: Viewer) -> list[CohortLine]:
    """The cohorts that the viewer is in, by title."""
    memberships = CohortMember.objects.seen_by(viewer).filter(person=viewer.person_id, deleted_at=None)
    rows = Cohort.objects.seen_by(viewer).filter(pk__in=memberships.values("cohort"))
    return _lines(viewer, rows.order_by("title", "pk"))


def network_cohorts(viewer: Viewer, network: Network) -> list[CohortLine]:
    """A network's cohorts, by title."""
    rows = Cohort.objects.seen_by(viewer).filter(network=network)
    return _lines(viewer, rows.order_by("title", "pk"))


def shown_pathways(viewer: Viewer, network_id: UUID) -> list[StartedPathway]:
    """The pathways that people of a network showed to its staff and that meet as a cohort, by name."""
    rows = StartedPathway.objects.seen_by(viewer).filter(school__network=network_id, shown_to_network=True)
    pathways = []
    for row in rows.select_related("person", "school").order_by("person__family_name", "pk"):
        planned = pathway_in_words(row.school_id, row.key)
        if planned and planned.cohort:
            row.title = planned.title
            pathways.append(row)
    add_distinctions([row.person for row in pathways])
    return pathways


@dataclass
class CohortPage:
    """One cohort as its page lays it out."""

    viewer: Viewer
    cohort: Cohort
    members: list[CohortMember] = field(default_factory=list)
    meetings: list[CohortMeeting] = field(default_factory=list)

    @property
    def manages(self) -> bool:
        return self.cohort.network_id in self.viewer.to("network", Role.NETWORK_STAFF)

    @property
    def candidates(self) -> list[StartedPathway]:
        """Who is on the same stage, shows it to the network, and is not in the cohort."""
        if not self.manages:
            return []
        taken = {member.pathway_id for member in self.members}
        rows = shown_pathways(self.viewer, self.cohort.network_id)
        return [row for row in rows if row.key == self.cohort.key and row.pk not in taken]


def cohort_page_or_404(viewer: Viewer, cohort_id: UUID) -> CohortPage:
    """The page of a cohort that the viewer is in or runs."""
    rows = Cohort.objects.seen_by(viewer).select_related("network")
    page = CohortPage(viewer, get_object_or_404(rows, pk=cohort_id))
    members = CohortMember.objects.seen_by(viewer).filter(cohort=page.cohort, deleted_at=None)
    page.members = list(members.select_related("person").order_by("person__family_name", "pk"))
    add_distinctions([member.person for member in page.members])
    meetings = CohortMeeting.objects.seen_by(viewer).filter(cohort=page.cohort, deleted_at=None)
    page.meetings = list(meetings.order_by("starts_at", "pk"))
    return page


def own_meetings(viewer: Viewer, starts: datetime, ends: datetime) -> list[CohortMeeting]:
    """The meetings of the viewer's own cohorts between two moments, the first one first."""
    memberships = CohortMember.objects.seen_by(viewer).filter(person=viewer.person_id, deleted_at=None)
    rows = CohortMeeting.objects.seen_by(viewer).filter(
        cohort__in=memberships.values("cohort"), deleted_at=None, starts_at__gte=starts, starts_at__lt=ends
    )
    return list(rows.select_related("cohort").order_by("starts_at"))
