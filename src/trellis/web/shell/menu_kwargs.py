"""To whom the links of the menu are offered, and the parts of their addresses: None where a link is not offered."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext

from trellis.adults.joining.models import JoiningSchool
from trellis.adults.leadership.handover_selectors import open_handovers
from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.design.blueprint.wording import wording_of
from trellis.learning.teams.meetings import teams_of

_JOINING_SCHOOLS = PreparedQuery(
    JoiningSchool, lambda rows: rows.order_by("school").values_list("school", flat=True)[:1]
)


def today_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """Offered to everybody with a day of their own: not to those who lead a network only."""
    around_people = viewer.roles - {Role.LEADER}
    leads = viewer.to("school", Role.LEADER) or viewer.to("district", Role.LEADER)
    return {} if around_people or leads else None


def own_district_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The district that they lead or are a partner of."""
    ids = sorted(viewer.to("district", Role.LEADER, Role.PARTNER))
    return {"district_id": ids[0]} if ids else None


def own_network_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The network that they work for."""
    ids = sorted(viewer.to("network", Role.NETWORK_STAFF))
    return {"network_id": ids[0]} if ids else None


def overseer_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """Offered to whoever looks after schools from outside them."""
    return {} if viewer.oversees else None


def _has_part(viewer: Viewer, school: UUID, part: str) -> bool:
    """Whether a school's model has a part; asked once a request."""
    key = ("words", school)
    if key not in viewer.cache:
        viewer.cache[key] = wording_of(school)
    return viewer.cache[key].has(part)


def _model_has_part(viewer: Viewer, school: UUID, part: str) -> bool:
    """Whether a school has a model, and the model has a part that not every school holds."""
    return _has_part(viewer, school, part) and viewer.cache["words", school].package is not None


def internship_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """Offered where the student's school has internships in its model."""
    schools = sorted(viewer.to("school", Role.STUDENT))
    return {} if schools and _has_part(viewer, schools[-1], "internship") else None


def internship_search_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """A student's own search, where the model of their school has internships."""
    schools = sorted(viewer.to("school", Role.STUDENT))
    return (
        {"student_id": viewer.person_id}
        if schools and _model_has_part(viewer, schools[-1], "internship")
        else None
    )


def internship_search_label(viewer: Viewer) -> str:
    """The search for an internship, in the word of the student's school."""
    schools = sorted(viewer.to("school", Role.STUDENT))
    _has_part(viewer, schools[-1], "internship")
    word = viewer.cache["words", schools[-1]].one["internship"]
    return gettext("%(internship)s search") % {"internship": capfirst(word)}


def exhibition_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school that they lead or counsel at, where its model has exhibitions."""
    schools = sorted(viewer.to("school", Role.LEADER, Role.COUNSELOR))
    return {"school_id": schools[0]} if schools and _has_part(viewer, schools[0], "exhibition") else None


def joining_school_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school that they lead or coach, while it joins the network; asked once a request."""
    schools = viewer.to("school", Role.LEADER, Role.COACH)
    if schools and "joining" not in viewer.cache:
        status = JoiningSchool.Status.LEFT
        rows = _JOINING_SCHOOLS.seen_by(viewer, ~Q(status=status), school__in=schools, deleted_at=None)
        viewer.cache["joining"] = next(iter(rows), None)
    school = viewer.cache.get("joining")
    return {"school_id": school} if school else None


OUTSIDE_ROLES = frozenset({Role.STUDENT, Role.GUARDIAN, Role.MENTOR})
"""Who is not asked whether they take over a school."""


def handover_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The open packet of a school that they do not lead: as its next leader, or after their last day."""
    if viewer.roles & OUTSIDE_ROLES:
        return None
    led = viewer.to("school", Role.LEADER)
    rows = [row for row in open_handovers(viewer) if row.school_id not in led]
    return {"handover_id": rows[0].pk} if rows else None


def liaison_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school whose liaison they are."""
    schools = sorted(viewer.liaison_schools)
    return {"school_id": schools[0]} if schools else None


def own_measures_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """A student's own."""
    return {"student_id": viewer.person_id}


def portfolio_desk_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school where they work with students, where its model has portfolios."""
    schools = sorted(viewer.to("school", Role.LEADER, Role.COUNSELOR)) or sorted(viewer.staff_schools)
    return {"school_id": schools[0]} if schools and _model_has_part(viewer, schools[0], "portfolio") else None


def own_portfolio_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """A student's own, where the model of their school has portfolios."""
    schools = sorted(viewer.to("school", Role.STUDENT))
    return (
        {"student_id": viewer.person_id}
        if schools and _model_has_part(viewer, schools[-1], "portfolio")
        else None
    )


def practice_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """Offered to adults whose school's model has credentials, and to whoever works for a network."""
    schools = viewer.staff_schools | viewer.to("school", Role.COACH)
    if viewer.to("network", Role.NETWORK_STAFF):
        return {}
    return {} if any(_model_has_part(viewer, key, "credentials") for key in schools) else None


def project_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """Offered to students and those who work with them, where the model has projects."""
    schools = viewer.staff_schools | viewer.to("school", Role.STUDENT)
    return {} if any(_has_part(viewer, key, "project") for key in schools) else None


def library_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """Offered where a school's model has projects, and to whoever works for a network."""
    schools = viewer.staff_schools
    return {} if not schools or any(_has_part(viewer, key, "project") for key in schools) else None


def site_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """Offered to those who work with students where the model has internships."""
    return {} if any(_has_part(viewer, key, "internship") for key in viewer.staff_schools) else None


def partner_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """Offered to those who work at a school or for a network: not to those who lead a district only."""
    return {} if viewer.staff_schools or viewer.networks else None


def commitment_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school that they lead or go to."""
    ids = sorted(viewer.to("school", Role.LEADER)) or sorted(viewer.to("school", Role.STUDENT))
    return {"school_id": ids[0]} if ids else None


def own_school_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school that they lead or counsel at."""
    ids = sorted(viewer.to("school", Role.LEADER, Role.COUNSELOR)) or sorted(viewer.staff_schools)
    return {"school_id": ids[0]} if ids else None


def improvement_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school that they lead, work at or coach."""
    ids = sorted(viewer.to("school", Role.LEADER, Role.COUNSELOR)) or sorted(
        viewer.staff_schools | viewer.to("school", Role.COACH)
    )
    return {"school_id": ids[0]} if ids else None


def change_ideas_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The network of the school that they work at or coach; program staff have a link of their own."""
    schools = viewer.staff_schools | viewer.to("school", Role.COACH)
    networks = sorted(viewer.home_networks) if schools and not own_network_kwargs(viewer) else []
    return {"network_id": networks[0]} if networks else None


def led_school_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school that they lead or counsel at, for what only its leaders and counselors do."""
    ids = sorted(viewer.to("school", Role.LEADER, Role.COUNSELOR))
    return {"school_id": ids[0]} if ids else None


def pathway_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """Offered to those who work at a school or coach one: not to those who lead a district only."""
    return {} if viewer.staff_schools or viewer.to("school", Role.COACH) else None


def lead_only_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school that they lead."""
    ids = sorted(viewer.to("school", Role.LEADER))
    return {"school_id": ids[0]} if ids else None


def own_students_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The school of an advisor or teacher who does not lead one: the list is then of their own students."""
    return None if led_school_kwargs(viewer) else own_school_kwargs(viewer)


def team_kwargs(viewer: Viewer) -> dict[str, UUID] | None:
    """The first of the teams and strands in which they work; asked once a request."""
    if "team" not in viewer.cache:
        viewer.cache["team"] = next(iter(teams_of(viewer)), None)
    team = viewer.cache["team"]
    return {"team_id": team.pk} if team else None
