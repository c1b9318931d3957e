"""Who sees what of professional learning.

Events: the adults of the network, once they are published; a draft is its organizers'. A sign-up: the person, the
event's organizers, and a leader of the person's school where it needs approval or a substitute. Feedback: whoever wrote
it, and the organizers, to whom no page shows the name. What somebody tries next, their goal of hours and their
certificates are theirs. A visit's records: the host's staff, everybody who had a seat, and the network's staff.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from trellis.core.community.models import Role, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer, active_at
from trellis.core.foundation.permissions import NOBODY, register
from trellis.core.foundation.query_forms import IdsOf

from .models import (
    DirectoryEntry,
    EventFeedback,
    EventMaterial,
    EventPrerequisite,
    HoursGoal,
    LearningCertificate,
    LearningEvent,
    LearningSession,
    PracticeTry,
    SessionAttendance,
    SessionChoice,
    SessionCredit,
    SignUp,
    VisitRecord,
)

LEARNER_ROLES = (*SCHOOL_ROLES, Role.COACH, Role.NETWORK_STAFF, Role.PARTNER)
"""Who can sign up: the adults of schools, districts and the network."""
ORGANIZER_ROLES = (Role.LEADER, Role.NETWORK_STAFF)
EVENT_RELATED = ("network", "host", "organizer")
SIGN_UP_RELATED = ("event", "event__network", "event__host", "person", "school", "decided_by")


def learner_network(viewer: Viewer) -> UUID | None:
    """The network whose events the viewer can sign up for, as an adult who works there."""
    return viewer.person.network_id if viewer.roles & set(LEARNER_ROLES) else None


def may_organize_for_network(viewer: Viewer, network_id: UUID) -> bool:
    return network_id in viewer.to("network", *ORGANIZER_ROLES)


def may_organize(viewer: Viewer, event: LearningEvent) -> bool:
    """Whether the viewer runs the event: for the network, as a leader of the school that hosts it, or named for it."""
    return (
        may_organize_for_network(viewer, event.network_id)
        or event.host_id in viewer.to("school", Role.LEADER)
        or (event.organizer_id == viewer.person_id and learner_network(viewer) == event.network_id)
    )


def may_create_events(viewer: Viewer) -> bool:
    """Whether the viewer can run events: for the network, or as a leader of a school."""
    return bool(viewer.to("network", *ORGANIZER_ROLES) or viewer.to("school", Role.LEADER))


def organized(viewer: Viewer, path: str = "") -> Q:
    """The events that the viewer runs, as a condition on the event at `path`."""
    condition = Q(**{f"{path}network__in": viewer.to("network", *ORGANIZER_ROLES)}) | Q(
        **{f"{path}host__in": viewer.to("school", Role.LEADER)}
    )
    network = learner_network(viewer)
    if network is None:
        return condition
    return condition | Q(**{f"{path}organizer": viewer.person_id, f"{path}network": network})


def published(viewer: Viewer, path: str = "") -> Q:
    """The events that the viewer can open, as a condition on the event at `path`."""
    network = learner_network(viewer)
    if network is None:
        return NOBODY
    is_published = Q(**{f"{path}network": network}) & ~Q(**{f"{path}status": LearningEvent.Status.DRAFT})
    return is_published | organized(viewer, path)


def seated_events(viewer: Viewer) -> IdsOf:
    """The events at which the viewer has a seat."""
    reason = "find the events at which the viewer has a seat: access itself"
    return IdsOf(
        SignUp,
        "event",
        Q(person=viewer.person_id, place=SignUp.Place.SEAT, cancelled_at=None, deleted_at=None),
        reason=reason,
    )


def _sign_ups(viewer: Viewer, path: str = "") -> Q:
    of_viewer = Q(**{f"{path}person": viewer.person_id})
    led = Q(**{f"{path}school__in": viewer.to("school", Role.LEADER)}) & (
        ~Q(**{f"{path}approval": SignUp.Approval.NOT_NEEDED})
        | ~Q(**{f"{path}substitute": SignUp.Substitute.NOT_NEEDED})
    )
    return of_viewer | led | organized(viewer, f"{path}event__")


def _colleagues(viewer: Viewer) -> IdsOf:
    """The adults of the viewer's schools."""
    return IdsOf(
        Tie,
        "person",
        active_at(viewer.now)
        & Q(role__in=SCHOOL_ROLES)
        & (Q(to_school__in=viewer.staff_schools) | Q(to_group__school__in=viewer.staff_schools)),
        reason="find the adults of the viewer's schools: access itself",
    )


def _visit_records(viewer: Viewer) -> Q:
    seated = Q(event__in=seated_events(viewer))
    return Q(person=viewer.person_id) | (
        published(viewer, "event__")
        & (seated | Q(event__host__in=viewer.staff_schools) | organized(viewer, "event__"))
    )


register(LearningEvent, rows=published, shows=EVENT_RELATED)
register(LearningSession, rows=lambda v: published(v, "event__"), shows=("event",))
register(SessionCredit, rows=lambda v: published(v, "session__event__"), shows=("session", "session__event"))
register(EventPrerequisite, rows=lambda v: published(v, "event__"), shows=("event", "required_event"))
register(EventMaterial, rows=lambda v: published(v, "event__"), shows=("event", "session"))
register(SignUp, rows=_sign_ups, shows=SIGN_UP_RELATED)
register(
    SessionChoice, rows=lambda v: _sign_ups(v, "sign_up__"), shows=("sign_up", "sign_up__event", "session")
)
register(
    SessionAttendance,
    rows=lambda v: _sign_ups(v, "sign_up__"),
    shows=("sign_up", "sign_up__event", "session", "session__event", "by"),
)
register(
    EventFeedback,
    rows=lambda v: Q(sign_up__person=v.person_id) | organized(v, "sign_up__event__"),
    shows=("sign_up", "sign_up__event"),
)
register(
    LearningCertificate,
    rows=lambda v: Q(sign_up__person=v.person_id),
    shows=("sign_up", "sign_up__event", "sign_up__event__network", "sign_up__event__host", "sign_up__person"),
)
register(
    PracticeTry,
    rows=lambda v: Q(person=v.person_id) | Q(shared=True, person__in=_colleagues(v)),
    shows=("person", "event"),
)
register(
    DirectoryEntry,
    rows=lambda v: Q(network=learner_network(v)) if learner_network(v) else NOBODY,
    shows=("person", "event"),
)
register(HoursGoal, rows=lambda v: Q(person=v.person_id), shows=("person",))
register(VisitRecord, rows=_visit_records, shows=("event", "event__host", "person"))
