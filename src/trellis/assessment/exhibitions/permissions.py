"""Who sees an exhibition: whoever has a tie to the student. Scores and remarks: those at school and at home.

An exhibition of practice is seen by the adult who presents, who asks the panel; the panel comes by its links.
"""

from django.db.models import Q

from trellis.core.community.selectors import works_with
from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.permissions import register

from .models import AgreedLevel, Attendee, Exhibition, PanelComment, Panelist, PanelScore, Round


def _own_practice(viewer: Viewer, path: str = "") -> Q:
    return Q(**{f"{path}practice_school__isnull": False, f"{path}student": viewer.person_id})


def _tied(viewer: Viewer, path: str = "") -> Q:
    """Exhibitions of students whom any tie gives, and one's own as an adult."""
    students = Q(**{f"{path}practice_school": None}) & viewer.students(f"{path}student")
    return students | _own_practice(viewer, path)


def learners_condition(viewer: Viewer, path: str = "") -> Q:
    """As above, less those of students whom the viewer only mentors."""
    students = Q(**{f"{path}practice_school": None}) & viewer.learners(f"{path}student")
    return students | _own_practice(viewer, path)


register(Exhibition, rows=_tied, shows=("student", "term", "practice_school"))
register(
    Panelist,
    rows=lambda v: _tied(v, "exhibition__"),
    shows=("exhibition", "exhibition__student", "person"),
)
register(
    PanelScore,
    rows=lambda v: learners_condition(v, "panelist__exhibition__"),
    shows=("panelist", "panelist__exhibition", "panelist__exhibition__student"),
)
register(
    AgreedLevel,
    rows=lambda v: learners_condition(v, "exhibition__"),
    shows=("exhibition", "exhibition__student", "exhibition__term"),
)
register(
    PanelComment,
    rows=lambda v: learners_condition(v, "exhibition__"),
    shows=("exhibition", "exhibition__student", "exhibition__term"),
)
register(Round, rows=lambda v: Q(school__in=v.to("school", *LEADING_ROLES)), shows=("school", "term"))
register(
    Attendee,
    rows=lambda v: Q(round__school__in=v.to("school", *LEADING_ROLES)),
    shows=("round", "round__school", "person"),
)


def may_manage_exhibition(viewer: Viewer, exhibition: Exhibition) -> bool:
    """Whether the viewer works with the student, or presents their own practice: they set the time, ask the panel, and
    write down what it agreed."""
    if exhibition.practice_school_id:
        return exhibition.student_id == viewer.person_id
    return works_with(viewer, exhibition.student)
