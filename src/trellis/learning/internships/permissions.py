"""Who sees an internship: whoever has a tie to the student; a site, the network that works with it.

An adult's apprenticeship is seen by that adult, by the leaders of the school where they learn, and by the network's
program staff; by nobody who works with students only.
"""

from collections.abc import Callable

from django.db.models import Q

from trellis.core.community.models import Person, Role
from trellis.core.community.selectors import works_with
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer
from trellis.core.foundation.permissions import NOBODY, register

from .models import (
    Agreement,
    Clearance,
    Concern,
    DayEntry,
    InternshipDay,
    MentorAnswer,
    Placement,
    PlacementSearch,
    Reservation,
    SearchStep,
    Signature,
    Site,
    SiteMentor,
    SiteMessage,
    SiteOpening,
)

APPRENTICE_ROLES = (*SCHOOL_ROLES, Role.COACH, Role.NETWORK_STAFF)
"""Who learns beside a leader of another school, takes somebody on, or answers for the network."""


def apprenticeships(viewer: Viewer, path: str = "") -> Q:
    """The condition for apprenticeships that the viewer sees, by the columns of the search or placement at `path`."""
    seen = Q(**{f"{path}student": viewer.person_id})
    seen |= Q(**{f"{path}host_school__in": viewer.to("school", Role.LEADER)})
    if networks := viewer.to("network", Role.NETWORK_STAFF):
        seen |= Q(**{f"{path}host_school__network__in": networks})
    return Q(**{f"{path}host_school__isnull": False}) & seen


def may_ask_for_apprenticeship(viewer: Viewer) -> bool:
    """Whoever works at a school, coaches schools or works for a network."""
    coached, networks = viewer.to("school", Role.COACH), viewer.to("network", Role.NETWORK_STAFF)
    return bool(viewer.staff_schools or coached or networks)


def _internships(viewer: Viewer, path: str, students: Callable[[str], Q]) -> Q:
    """Students' internships as `students` gives them, and the apprenticeships that the viewer sees."""
    internship = Q(**{f"{path}host_school": None}) & students(f"{path}student")
    if viewer.roles.isdisjoint(APPRENTICE_ROLES):
        return internship
    return internship | apprenticeships(viewer, path)


register(Site, rows=lambda v: Q(network__in=v.home_networks))
register(
    Placement,
    rows=lambda v: _internships(v, "", v.students),
    shows=("student", "site", "host_school", "mentor"),
)
register(
    InternshipDay,
    rows=lambda v: _internships(v, "placement__", v.students),
    shows=("placement", "placement__student", "placement__site", "placement__host_school", "confirmed_by"),
)
register(
    DayEntry,
    rows=lambda v: _internships(v, "placement__", v.learners),
    shows=("placement", "placement__student", "placement__host_school"),
)
register(
    Concern,
    rows=lambda v: _internships(v, "placement__", v.in_care) | Q(raised_by=v.person_id),
    shows=("placement", "placement__student", "placement__host_school", "raised_by", "heard_by"),
)
register(
    Clearance,
    rows=lambda v: Q(site__network__in=v.home_networks) if v.staff_schools else NOBODY,
    shows=("site",),
)
register(
    PlacementSearch,
    rows=lambda v: _internships(v, "", v.learners),
    shows=("student", "host_school", "placement"),
)
register(
    Reservation,
    rows=lambda v: _internships(v, "search__", v.learners),
    shows=("search", "search__student", "search__host_school", "site", "approved_by", "declined_by"),
)
register(
    SearchStep,
    rows=lambda v: v.learners("search__student"),
    shows=("search", "search__student", "recorded_by"),
)
register(
    SiteMessage,
    rows=lambda v: v.learners("search__student"),
    shows=("search", "search__student", "site", "to", "sent_by"),
)
register(
    SiteOpening,
    rows=lambda v: Q(site__network__in=v.home_networks) if v.staff_schools else NOBODY,
    shows=("site", "term"),
)

register(
    SiteMentor,
    rows=lambda v: Q(site__network__in=v.home_networks) if v.staff_schools else Q(person=v.person_id),
    shows=("site", "person"),
)
register(
    Agreement,
    rows=lambda v: _internships(v, "hold__search__", v.learners),
    shows=(
        "hold",
        "hold__site",
        "hold__search",
        "hold__search__student",
        "hold__search__host_school",
        "hold__search__placement",
        "hold__search__placement__mentor",
        "hold__search__placement__student",
        "hold__search__placement__host_school",
        "hold__approved_by",
        "hold__declined_by",
        "mentor",
    ),
)
register(
    Signature,
    rows=lambda v: _internships(v, "agreement__hold__search__", v.learners),
    shows=(
        "agreement",
        "agreement__hold",
        "agreement__hold__search",
        "agreement__hold__search__student",
        "agreement__hold__search__host_school",
        "person",
    ),
)
register(
    MentorAnswer,
    rows=lambda v: v.in_care("placement__student") | Q(by=v.person_id),
    shows=("placement", "placement__student", "by"),
)


def may_edit_sites(viewer: Viewer) -> bool:
    """Whether the viewer may add and change sites: whoever works with students at a school."""
    return bool(viewer.staff_schools)


def may_edit_search(viewer: Viewer, student: Person) -> bool:
    """Whether the viewer may move the student on towards a placement: the student, or who works with them."""
    if student.pk == viewer.person_id:
        return Role.STUDENT in viewer.roles
    return may_manage_search(viewer, student)


def may_manage_search(viewer: Viewer, student: Person) -> bool:
    """Whether the viewer may write down what was agreed on and begin a placement: an adult who works with the
    student. Who answers a request: `approvals.py`."""
    return works_with(viewer, student)


def may_manage_placement(viewer: Viewer, placement: Placement) -> bool:
    """Whether the viewer works with the student at school: may ask for hours and answer a concern."""
    cared_for = Placement.objects.seen_by(viewer).filter(viewer.in_care("student"), pk=placement.pk)
    return cared_for.exists()


def may_confirm_days(viewer: Viewer, placement: Placement) -> bool:
    """Whether the viewer is the mentor of this placement."""
    return placement.mentor_id is not None and placement.mentor_id == viewer.person_id
