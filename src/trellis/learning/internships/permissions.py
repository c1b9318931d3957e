"""Who sees an internship: whoever has a tie to the student; a site, the network that works with it."""

from django.db.models import Q

from trellis.core.community.models import Person, Role
from trellis.core.community.selectors import works_with
from trellis.core.community.viewer import Viewer
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

register(Site, rows=lambda v: Q(network__in=v.home_networks))
register(Placement, rows=lambda v: v.students("student"), shows=("student", "site", "mentor"))
register(
    InternshipDay,
    rows=lambda v: v.students("placement__student"),
    shows=("placement", "placement__student", "placement__site", "confirmed_by"),
)
register(DayEntry, rows=lambda v: v.learners("placement__student"), shows=("placement", "placement__student"))
register(
    Concern,
    rows=lambda v: v.in_care("placement__student") | Q(raised_by=v.person_id),
    shows=("placement", "placement__student", "raised_by", "heard_by"),
)
register(
    Clearance,
    rows=lambda v: Q(site__network__in=v.home_networks) if v.staff_schools else NOBODY,
    shows=("site",),
)
register(PlacementSearch, rows=lambda v: v.learners("student"), shows=("student", "placement"))
register(
    Reservation,
    rows=lambda v: v.learners("search__student"),
    shows=("search", "search__student", "site", "approved_by", "declined_by"),
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
    rows=lambda v: v.learners("hold__search__student"),
    shows=("hold", "hold__site", "hold__search", "hold__search__student", "mentor"),
)
register(
    Signature,
    rows=lambda v: v.learners("agreement__hold__search__student"),
    shows=(
        "agreement",
        "agreement__hold",
        "agreement__hold__search",
        "agreement__hold__search__student",
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
