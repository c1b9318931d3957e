"""Who sees aims and cycles, as each page says it.

Of a school or one of its teams: who works at the school, its coaches, and the network's program staff; of a cycle that
stays within its school, who works there. Of a network:
who works for it, or at or with one of its schools. Observations: who works at the school and its coaches; of a
network's cycle, its program staff. Students, families, partners and districts read nothing.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from trellis.core.community.models import Group, Role
from trellis.core.community.viewer import LEADING_ROLES, SCHOOL_ROLES, TEACHING_ROLES, Viewer
from trellis.core.foundation.permissions import register

from .models import (
    Aim,
    AimMeasure,
    AimNote,
    Cycle,
    CycleMeasure,
    DataPoint,
    Driver,
    DriverMeasure,
    Observation,
    Owned,
    PracticalMeasure,
    Prediction,
)

READER_ROLES = (*SCHOOL_ROLES, Role.COACH, Role.NETWORK_STAFF)
TEAM_KINDS = (Group.Kind.TEAM, Group.Kind.STRAND)


def schools_of(viewer: Viewer) -> set[UUID]:
    """The schools at which the viewer works, and those that they coach."""
    return viewer.staff_schools | viewer.to("school", Role.COACH)


def networks_of(viewer: Viewer) -> set[UUID]:
    """The networks whose own aims the viewer reads."""
    staff = viewer.to("network", Role.NETWORK_STAFF)
    return staff | (viewer.home_networks if schools_of(viewer) else set())


def _of_schools(viewer: Viewer, path: str) -> Q:
    schools = schools_of(viewer)
    return Q(**{f"{path}school__in": schools}) | Q(**{f"{path}team__school__in": schools})


def _rows(viewer: Viewer, path: str = "") -> Q:
    staff = viewer.to("network", Role.NETWORK_STAFF)
    of_network = Q(**{f"{path}network__in": networks_of(viewer)})
    of_its_schools = Q(**{f"{path}school__network__in": staff}) | Q(
        **{f"{path}team__school__network__in": staff}
    )
    return Q(**{f"{path}deleted_at": None}) & (_of_schools(viewer, path) | of_network | of_its_schools)


def _shared(viewer: Viewer, path: str = "") -> Q:
    """Cycles that do not stay within a school at which the viewer does not work."""
    schools = viewer.staff_schools
    of_staff = Q(**{f"{path}school__in": schools}) | Q(**{f"{path}team__school__in": schools})
    return Q(**{f"{path}within_school": False}) | of_staff


def _cycles(viewer: Viewer, path: str = "") -> Q:
    return _rows(viewer, path) & _shared(viewer, path)


def _observations(viewer: Viewer) -> Q:
    staff = viewer.to("network", Role.NETWORK_STAFF)
    of_readers = _of_schools(viewer, "cycle__") | Q(cycle__network__in=staff)
    return Q(cycle__deleted_at=None) & of_readers & _shared(viewer, "cycle__")


def _notes(viewer: Viewer) -> Q:
    """Notes about one person stay with their writer and who works on the aim, unless the person let them go further."""
    leading, teaching = viewer.to("school", *LEADING_ROLES), viewer.to("group", *TEACHING_ROLES)
    closest = (
        Q(by=viewer.person_id)
        | Q(aim__school__in=leading)
        | Q(aim__team__in=teaching)
        | Q(aim__team__school__in=leading)
        | Q(aim__network__in=viewer.to("network", Role.NETWORK_STAFF))
    )
    return _rows(viewer, "aim__") & (closest | Q(consent_for="network"))


OWNER = ("network", "school", "school__network", "team", "team__school", "team__school__network")


def _through(path: str) -> tuple[str, ...]:
    return (path, *(f"{path}__{owner}" for owner in OWNER))


register(Aim, rows=_rows, shows=OWNER)
register(Driver, rows=lambda v: _rows(v, "aim__"), shows=(*_through("aim"), "parent"))
register(
    DriverMeasure,
    rows=lambda v: _rows(v, "driver__aim__"),
    shows=("driver", *_through("driver__aim"), "practical"),
)
register(AimNote, rows=_notes, shows=(*_through("aim"), "by"))
register(PracticalMeasure, rows=_rows, shows=OWNER)
register(Cycle, rows=_cycles, shows=(*OWNER, "aim", "driver", "started_by"))
register(AimMeasure, rows=lambda v: _rows(v, "aim__"), shows=(*_through("aim"), "practical"))
register(DataPoint, rows=lambda v: _rows(v, "measure__"), shows=(*_through("measure"), "by"))
register(
    CycleMeasure, rows=lambda v: _cycles(v, "cycle__"), shows=(*_through("cycle"), "practical", "frozen_by")
)
register(Prediction, rows=lambda v: _cycles(v, "cycle__"), shows=(*_through("cycle"), "practical", "by"))
register(Observation, rows=_observations, shows=(*_through("cycle"), "by"))


def writes_for_team(viewer: Viewer, team: Group) -> bool:
    """Whether the viewer writes a team's cycles: who works in it, and who leads or counsels at the school."""
    return team.pk in viewer.to("group", *TEACHING_ROLES) or writes_for_school(viewer, team.school_id)


def writes_for_school(viewer: Viewer, school_id: UUID) -> bool:
    return school_id in viewer.to("school", *LEADING_ROLES)


def may_write(viewer: Viewer, row: Owned) -> bool:
    """Whether a row is the viewer's to write: their network's, their school's or their team's."""
    if row.network_id:
        return row.network_id in viewer.to("network", Role.NETWORK_STAFF)
    if row.team is not None:
        return writes_for_team(viewer, row.team)
    return row.school_id is not None and writes_for_school(viewer, row.school_id)
