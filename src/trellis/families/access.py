"""What a family and its school say to each other: both see it. Who looked: the family sees it, and leaders."""

from django.db.models import Q

from trellis.community.models import Person, Role
from trellis.community.viewer import LEADS, Viewer
from trellis.foundation.access import declare

from .models import Contact, Notice, Opened, Reply


def _own(viewer: Viewer, path: str) -> Q:
    """Oneself as a student, and one's children."""
    children = viewer.to("person", Role.GUARDIAN)
    return Q(**{f"{path}__in": children | ({viewer.person_id} if Role.STUDENT in viewer.roles else set())})


def _led(viewer: Viewer) -> Q:
    return viewer.in_care("student") if viewer.to("school", *LEADS) else Q(pk__in=[])


declare(Notice, rows=lambda v: v.learners("student"), shows=("student", "by"))
declare(Reply, rows=lambda v: v.in_care("student") | Q(by=v.person_id), shows=("student", "by", "heard_by"))
declare(Contact, rows=lambda v: v.in_care("student") | _own(v, "student"), shows=("student", "by"))
declare(Opened, rows=lambda v: _own(v, "student") | _led(v), shows=("student", "person"))


def is_family(viewer: Viewer, student: Person) -> bool:
    """Whether the viewer is the student or their family."""
    return student.pk == viewer.person_id or student.pk in viewer.to("person", Role.GUARDIAN)
