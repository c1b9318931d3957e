"""Who sees an exhibition: whoever has a tie to the student. Scores and remarks: those at school and at home."""

from django.db.models import Q

from trellis.core.community.models import Person
from trellis.core.community.selectors import works_with
from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.permissions import register

from .models import AgreedLevel, Attendee, Exhibition, PanelComment, Panelist, PanelScore, Round

register(Exhibition, rows=lambda v: v.students("student"), shows=("student", "term"))
register(
    Panelist,
    rows=lambda v: v.students("exhibition__student"),
    shows=("exhibition", "exhibition__student", "person"),
)
register(
    PanelScore,
    rows=lambda v: v.learners("panelist__exhibition__student"),
    shows=("panelist", "panelist__exhibition", "panelist__exhibition__student"),
)
register(
    AgreedLevel,
    rows=lambda v: v.learners("exhibition__student"),
    shows=("exhibition", "exhibition__student", "exhibition__term"),
)
register(
    PanelComment,
    rows=lambda v: v.learners("exhibition__student"),
    shows=("exhibition", "exhibition__student", "exhibition__term"),
)
register(Round, rows=lambda v: Q(school__in=v.to("school", *LEADING_ROLES)), shows=("school", "term"))
register(
    Attendee,
    rows=lambda v: Q(round__school__in=v.to("school", *LEADING_ROLES)),
    shows=("round", "round__school", "person"),
)


def may_manage_exhibition(viewer: Viewer, student: Person) -> bool:
    """Whether the viewer works with the student: sets the time, asks the panel, writes down what it agreed."""
    return works_with(viewer, student)
