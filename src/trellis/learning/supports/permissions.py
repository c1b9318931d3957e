"""Need to know: what a class can do is for all who teach; needs are for the counselor, the student and the family;
notes are confidential; where somebody sleeps is for the liaison."""

from django.db.models import Q

from trellis.core.community.models import Person, Role
from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.permissions import register

from .models import (
    CaseNote,
    ClassroomSupport,
    Consent,
    Destroyed,
    EmergencyAccess,
    Housing,
    Need,
    OpeningNotice,
    Partner,
    Referral,
    Retention,
    Service,
    Strength,
)


def counseled_students(viewer: Viewer, path: str = "student") -> Q:
    """The students whom the viewer counsels; never their own child, whose mother or father they are at school too."""
    own_children = Q(**{f"{path}__in": viewer.to("person", Role.GUARDIAN)})
    return viewer.through(Role.COUNSELOR, path) & ~own_children


def _need_condition(viewer: Viewer, need: str = "") -> Q:
    """The counselor's; the student's and the family's too, where it is not between student and counselor alone."""
    family_needs = viewer.as_family(f"{need}student") & (
        Q(**{f"{need}between": False}) | Q(**{f"{need}student": viewer.person_id})
    )
    return counseled_students(viewer, f"{need}student") | family_needs


def _note_condition(viewer: Viewer) -> Q:
    """The counselor's. For others at school while a glass that they broke is open, and they still work with them."""
    open_breaks = EmergencyAccess.objects.open_at(viewer.now).unscoped(
        "find the confidential notes open to the viewer: access itself"
    )
    open_breaks = open_breaks.filter(person=viewer.person_id)
    return counseled_students(viewer, "student") | (
        viewer.in_care("student") & Q(student__in=open_breaks.values("student"))
    )


register(Strength, rows=lambda v: v.learners("student"), shows=("student", "by"))
register(ClassroomSupport, rows=lambda v: v.learners("student"), shows=("student", "by"))
register(Need, rows=_need_condition, shows=("student", "by"))
register(Service, rows=lambda v: _need_condition(v, "need__"), shows=("need", "need__student", "giver"))
register(Partner, rows=lambda v: Q(school__in=v.staff_schools), shows=("school",))
register(
    Consent,
    rows=lambda v: counseled_students(v, "student") | v.as_family("student"),
    shows=("student", "partner", "asked_by", "given_by"),
)
register(
    Referral, rows=lambda v: _need_condition(v, "need__"), shows=("need", "need__student", "partner", "by")
)
register(CaseNote, rows=_note_condition, shows=("student", "by"))
register(
    EmergencyAccess,
    rows=lambda v: counseled_students(v, "student") | Q(person=v.person_id),
    shows=("student", "person"),
)
register(
    OpeningNotice,
    rows=lambda v: Q(person=v.person_id),
    shows=("glass", "glass__person", "glass__student", "person"),
)
register(Housing, rows=lambda v: v.through(Role.LIAISON, "student"), shows=("student", "by"))
register(Retention, rows=lambda v: Q(school__in=v.to("school", *LEADING_ROLES)), shows=("school",))
register(Destroyed, rows=lambda v: Q(school__in=v.to("school", *LEADING_ROLES)), shows=("school",))


def is_counselor_of(viewer: Viewer, student: Person) -> bool:
    """Whether the viewer is a counselor of the student."""
    return Person.objects.seen_by(viewer).filter(counseled_students(viewer, "pk"), pk=student.pk).exists()
