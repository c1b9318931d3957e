"""Who sees what of leading.

A handover: the school's leaders, the two people who are named in it while it is open, and the network's staff, who do
not read questions and answers. A started pathway: the person, the mentor whom they chose, and, only where they say so,
the network's staff and the leaders of their school. A cohort: its members and the network's staff. Somebody in
training: themselves, their mentor, the school's leaders and the network's staff.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from trellis.core.community.models import Role
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer
from trellis.core.foundation.permissions import register
from trellis.core.foundation.query_forms import IdsOf

from .models import (
    Cohort,
    CohortMeeting,
    CohortMember,
    HandoverItem,
    HandoverQuestion,
    LeaderHandover,
    ResponsiblePerson,
    StartedPathway,
    StartedStep,
    Trainee,
)

PATHWAY_ROLES = (*SCHOOL_ROLES, Role.COACH, Role.NETWORK_STAFF)
"""Who starts a pathway, mentors somebody on one, or brings people together."""


def _of_school(viewer: Viewer, path: str = "") -> Q:
    """Led by the viewer, or handed over by or to them. Once it is closed, by their tie to the school alone."""
    named = Q(**{f"{path}leaver": viewer.person_id}) | Q(**{f"{path}successor": viewer.person_id})
    led = Q(**{f"{path}school__in": viewer.to("school", Role.LEADER)})
    return Q(**{f"{path}deleted_at": None}) & (
        led | (named & ~Q(**{f"{path}status": LeaderHandover.Status.CLOSED}))
    )


def _handovers(viewer: Viewer, path: str = "") -> Q:
    networks = viewer.to("network", Role.NETWORK_STAFF)
    of_network = Q(**{f"{path}school__network__in": networks, f"{path}deleted_at": None})
    return _of_school(viewer, path) | of_network


register(
    LeaderHandover,
    rows=_handovers,
    shows=("school", "school__network", "leaver", "successor", "successor_tie", "started_by"),
)
register(
    HandoverItem,
    rows=lambda v: _handovers(v, "handover__"),
    shows=("handover", "handover__school", "handover__leaver", "handover__successor"),
)
register(
    HandoverQuestion,
    rows=lambda v: _of_school(v, "item__handover__"),
    shows=("item", "item__handover", "item__handover__school", "asked_by", "answered_by"),
)
register(
    ResponsiblePerson,
    rows=lambda v: (
        Q(school__in=v.to("school", Role.LEADER)) | Q(school__network__in=v.to("network", Role.NETWORK_STAFF))
    ),
    shows=("school", "person"),
)


def _works_in_network(viewer: Viewer) -> set[UUID]:
    """The networks in which the viewer works: a mentor who has left sees nothing more."""
    return viewer.home_networks if viewer.roles & set(PATHWAY_ROLES) else set()


def _pathways(viewer: Viewer, path: str = "") -> Q:
    staff, led = viewer.to("network", Role.NETWORK_STAFF), viewer.to("school", Role.LEADER)
    mentored = Q(
        **{f"{path}mentor": viewer.person_id, f"{path}school__network__in": _works_in_network(viewer)}
    )
    shown = Q(**{f"{path}shown_to_network": True, f"{path}school__network__in": staff})
    shown |= Q(**{f"{path}shown_to_leaders": True, f"{path}school__in": led})
    return Q(**{f"{path}deleted_at": None}) & (Q(**{f"{path}person": viewer.person_id}) | mentored | shown)


def _cohorts(viewer: Viewer, path: str = "") -> Q:
    own_cohorts = IdsOf(
        CohortMember,
        "cohort",
        Q(person=viewer.person_id, deleted_at=None),
        reason="find the cohorts of the viewer: access itself",
    )
    staff = viewer.to("network", Role.NETWORK_STAFF)
    key = f"{path or 'pk'}".removesuffix("__")
    return Q(**{f"{path}deleted_at": None}) & (
        Q(**{f"{path}network__in": staff}) | Q(**{f"{key}__in": own_cohorts})
    )


def _trainees(viewer: Viewer) -> Q:
    mentored = Q(mentor=viewer.person_id, school__in=viewer.staff_schools)
    return Q(deleted_at=None) & (
        Q(person=viewer.person_id)
        | mentored
        | Q(school__in=viewer.to("school", Role.LEADER))
        | Q(school__network__in=viewer.to("network", Role.NETWORK_STAFF))
    )


register(StartedPathway, rows=_pathways, shows=("person", "school", "school__network", "mentor"))
register(
    StartedStep,
    rows=lambda v: _pathways(v, "pathway__"),
    shows=(
        "pathway",
        "pathway__person",
        "pathway__school",
        "confirmed_by",
        "task",
        "apprenticeship",
        "apprenticeship__host_school",
    ),
)
register(Cohort, rows=_cohorts, shows=("network",))
register(CohortMember, rows=lambda v: _cohorts(v, "cohort__"), shows=("cohort", "person"))
register(CohortMeeting, rows=lambda v: _cohorts(v, "cohort__"), shows=("cohort", "cohort__network"))
register(Trainee, rows=_trainees, shows=("school", "person", "mentor", "group", "university", "tie"))


def may_have_pathways(viewer: Viewer) -> bool:
    """Whether the viewer works at a school, coaches one or works for a network."""
    return bool(
        viewer.staff_schools or viewer.to("school", Role.COACH) or viewer.to("network", Role.NETWORK_STAFF)
    )


def is_pathway_mentor(viewer: Viewer, pathway: StartedPathway) -> bool:
    return pathway.mentor_id == viewer.person_id


def may_lead_training(viewer: Viewer, school_id: UUID) -> bool:
    """Whether the viewer says who is in training at a school: its leaders."""
    return school_id in viewer.to("school", Role.LEADER)


def may_start(viewer: Viewer, school_id: UUID, network_id: UUID) -> bool:
    """Whether the viewer starts handovers at a school: who leads it, or works for its network."""
    return school_id in viewer.to("school", Role.LEADER) or network_id in viewer.to(
        "network", Role.NETWORK_STAFF
    )


def is_leaver(viewer: Viewer, handover: LeaderHandover) -> bool:
    return handover.leaver_id == viewer.person_id


def is_successor(viewer: Viewer, handover: LeaderHandover) -> bool:
    return handover.successor_id == viewer.person_id


def may_arrange(viewer: Viewer, handover: LeaderHandover) -> bool:
    """Whether the viewer sets the days, and with them who has access when: the leaver, or the network's staff. Nobody
    else of the school ends a leader's access."""
    return is_leaver(viewer, handover) or handover.school.network_id in viewer.to(
        "network", Role.NETWORK_STAFF
    )


def may_add(viewer: Viewer, handover: LeaderHandover) -> bool:
    """Whether the viewer adds items: the leaver, and who leads the school."""
    return is_leaver(viewer, handover) or handover.school_id in viewer.to("school", Role.LEADER)
