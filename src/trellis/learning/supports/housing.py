"""Where a student sleeps: written by the liaison, and read by nobody else."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import tie_endings
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import create_or_save_if_current

from .models import Housing


def housing_at(viewer: Viewer, school: School) -> list[Housing]:
    """The current housing records of a school's students, by name."""
    rows = Housing.objects.seen_by(viewer).filter(student__in=students_at(viewer, school), until=None)
    return sorted(rows.select_related("student"), key=lambda housing: (housing.student.name, housing.pk))


def students_at(viewer: Viewer, school: School) -> QuerySet[Person]:
    """The students of a school, for its liaison."""
    ties = Tie.objects.unscoped("list the students of the liaison's school").filter(
        active_at(viewer.now), role=Role.STUDENT, to_school=school
    )
    return Person.objects.seen_by(viewer).filter(viewer.through(Role.LIAISON), pk__in=ties.values("person"))


def save_housing(
    student: Person, situation: str, alone: bool, since: date | None, by: UUID, seen: int | None = None
) -> Housing:
    """Record where a student sleeps, or correct the current record. Raises ActionError for an invalid situation
    or date."""
    if situation not in Housing.Situation.values:
        raise ActionError(_("Choose where the student stays at night."))
    if since is None or not date(2000, 1, 1) <= since <= timezone.localdate():
        raise ActionError(_("Choose a date for “Since” that is today or earlier."))
    values = {"situation": situation, "alone": alone, "since": since, "by_id": by}
    with ledger.act("save housing", by=by, about=student.pk):
        key = {"student": student, "until": None, "deleted_at": None}
        labels = {
            "situation": _("Where the student stays at night"),
            "alone": _("Unaccompanied (not in the physical custody of a parent or guardian)"),
            "since": _("Since"),
        }
        return create_or_save_if_current(Housing, key, values, seen, labels)


def end_housing(housing: Housing, by: UUID) -> None:
    """End a housing record: the student has a home again. Doing it again changes nothing."""
    today = timezone.localdate()
    with ledger.act("end housing", by=by, about=housing.student_id):
        rows = Housing.objects.unscoped("end it only once").filter(pk=housing.pk, until=None)
        rows.update(until=max(today, housing.since), modified=timezone.now())


def liaison_of(viewer: Viewer, school: School) -> Person | None:
    """The school's liaison, whom everybody who works there may know."""
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), role=Role.LIAISON, to_school=school)
    newest = ties.select_related("person").order_by("-starts").first()
    return newest.person if newest else None


def name_liaison(school: School, person: Person, by: UUID) -> None:
    """Name the school's liaison. Who was it before sees no housing from this second on."""
    now = timezone.now()
    with ledger.act("choose the liaison", by=by, about=person.pk):
        liaison_ties = Tie.objects.unscoped("end the earlier liaison of the school").filter(
            active_at(now), role=Role.LIAISON, to_school=school
        )
        if liaison_ties.filter(person=person).exists():
            return
        tie_endings.end_ties(liaison_ties, now)
        Tie.objects.create(person=person, role=Role.LIAISON, to_school=school, starts=now)
