"""Students who come between two rosters: added, corrected and removed by hand.

A later roster takes over such a student only by the student ID (see `exchange.importing`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TypedDict
from uuid import UUID

from django.db import IntegrityError
from django.db.models import ManyToOneRel, Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.guard import GuardedManager
from trellis.core.foundation.input_parsing import clean_line
from trellis.core.foundation.languages import parse_language_tag
from trellis.core.foundation.models import Act, Record

from . import tie_endings
from .household import REASON, AdultPayload, DuplicateNameError, add_adult, parse_name, update_person
from .models import JoinCode, Link, Person, Role, School, Tie
from .selectors import schools_of
from .viewer import Viewer, active_at

GRADES = ("06", "07", "08", "09", "10", "11", "12")
GOVERNMENT_NUMBER = re.compile(r"\d{3}-\d{2}-\d{4}|A[- ]?\d{3}[- ]?\d{3}[- ]?\d{3}", re.IGNORECASE)
"""Numbers that a government gives: of social security, and of people who came from elsewhere."""
ADD_VERB = "enter a newcomer"
MAX_LISTED = 30


@dataclass(frozen=True)
class NewStudentPayload:
    """A student as typed: names, a CEDS grade or "", the student ID or "", and home languages by name or tag,
    the one spoken most first. `other`: somebody said that this is not the student of the same name."""

    given_name: str
    family_name: str = ""
    preferred_name: str = ""
    grade: str = ""
    student_id: str = ""
    home_languages: Sequence[str] = ()
    other: bool = False


class StudentColumns(TypedDict):
    """The columns of a student that are written by hand."""

    given_name: str
    family_name: str
    preferred_name: str
    grade: str
    identifier: str
    home_languages: list[str]


def add_student(
    key: UUID, school: School, who: NewStudentPayload, adults: Sequence[AdultPayload], by: UUID
) -> tuple[Person, bool]:
    """Enter a student of the school and the adults at home; gives the student, and False when they are here already.

    `key` is made by the form: sent twice it enters one student. Raises ActionError; DuplicateNameError where a name
    asks for a look.
    """
    if existing := find_added_student(key, school):
        return existing, False
    fields = _student_columns(who)
    try:
        with ledger.act(ADD_VERB, by=by, about=key, school=str(school.pk)):
            _check_for_duplicates(fields, school, who.other)
            student = Person.objects.create(pk=key, network_id=school.network_id, **fields)
            Tie.objects.create(person=student, role=Role.STUDENT, to_school=school)
            for adult in adults:
                add_adult(student, adult, by)
    except IntegrityError:  # sent twice in one moment
        if existing := find_added_student(key, school):
            return existing, False
        raise
    return student, True


def find_added_student(key: UUID, school: School) -> Person | None:
    """Return the student of the school whom this key added, or None. Raises ActionError for another thing's key."""
    student = (
        Person.objects.unscoped("keep one entry of a student with the same name and number")
        .filter(pk=key)
        .first()
    )
    if student and (student.deleted_at or school not in schools_of(student.pk)):
        raise ActionError(_("This page did not load completely. Open it again."))
    return student


def _student_columns(who: NewStudentPayload) -> StudentColumns:
    if who.grade and who.grade not in GRADES:
        raise ActionError(_("Choose a grade from the list, or leave it blank."))
    return {
        "given_name": parse_name(who.given_name, _("Enter the student’s first name.")),
        "family_name": parse_name(who.family_name),
        "preferred_name": parse_name(who.preferred_name),
        "grade": who.grade,
        "identifier": _parse_student_id(who.student_id),
        "home_languages": _parse_home_languages(who.home_languages),
    }


def _parse_student_id(text: str) -> str:
    number = reject_immigration_status(clean_line(text, 64))
    if GOVERNMENT_NUMBER.fullmatch(number):
        raise ActionError(
            _("Enter the student ID that the school gave. We do not store numbers from other documents.")
        )
    return number


def _parse_home_languages(languages: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(parse_language_tag(text) for text in languages if text.strip()))


def _check_for_duplicates(
    fields: StudentColumns, school: School, other: bool, but: UUID | None = None
) -> None:
    """Raise ActionError where the school has a student of this number, and DuplicateNameError where it has one of
    this name."""
    ties = Tie.objects.unscoped(REASON).filter(role=Role.STUDENT, to_school=school, deleted_at=None)
    people = Person.objects.unscoped(REASON).filter(deleted_at=None).exclude(pk=but)
    if fields["identifier"]:
        same = people.filter(pk__in=ties.values("person"), identifier=fields["identifier"]).first()
        if same:
            raise ActionError(
                _("%(name)s already has this student ID. Is it the same student?") % {"name": same.name}
            )
    first_name, current_ties = fields["given_name"], ties.filter(active_at(timezone.now()))
    same_name = people.filter(
        Q(given_name__iexact=first_name) | Q(preferred_name__iexact=first_name),
        family_name__iexact=fields["family_name"],
        pk__in=current_ties.values("person"),
    )
    if not other and (same := same_name.first()):
        raise DuplicateNameError(
            _("A student named %(name)s already goes to this school.") % {"name": same.name}
        )


def students_added_by_hand(students: Iterable[Person]) -> list[Person]:
    """Those students who were entered here by hand and whom no roster has claimed yet."""
    unclaimed = [student for student in students if not student.roster_id]
    acts = Act.objects.unscoped(REASON).filter(
        verb=ADD_VERB, about_id__in=[student.pk for student in unclaimed]
    )
    entered = set(acts.values_list("about_id", flat=True))
    return [student for student in unclaimed if student.pk in entered]


def newest_students_added_by_hand(viewer: Viewer, school: School) -> list[Person]:
    """The students of a school who were entered by hand, thirty at most, the newest first."""
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), role=Role.STUDENT, to_school=school)
    people = Person.objects.seen_by(viewer).filter(pk__in=ties.values("person"), roster_id="")
    return students_added_by_hand(people.order_by("-created")[:MAX_LISTED])


def update_student(student: Person, who: NewStudentPayload, by: UUID) -> None:
    """Correct a student who was added by hand: names, grade, student ID. Raises ActionError for a roster's."""
    if not students_added_by_hand([student]):
        raise ActionError(
            _(
                "This information comes from the roster. Have it corrected in the system the roster "
                "comes from."
            )
        )
    fields = _student_columns(who)
    corrected = {name: value for name, value in fields.items() if name != "home_languages"}
    with ledger.act("update a new student", by=by, about=student.pk):
        for school in schools_of(student.pk):
            _check_for_duplicates(fields, school, other=True, but=student.pk)
        update_person(student, corrected)


def save_home_languages(student: Person, languages: Sequence[str], by: UUID) -> list[str]:
    """Save the home languages, by name or tag, the most spoken first. Return their tags."""
    tags = _parse_home_languages(languages)
    with ledger.act("record home languages", by=by, about=student.pk):
        update_person(student, {"home_languages": tags})
    return tags


def remove_student(student: Person, by: UUID, removable: Collection[type[Model]] = ()) -> None:
    """Remove a student who was added by mistake, and the adults who are tied to nobody else.

    `removable`: tables whose rows are removed too; anything else that is stored about the student raises ActionError.
    """
    if not students_added_by_hand([student]):
        raise ActionError(
            _(
                "This information comes from the roster. Have it corrected in the system the roster "
                "comes from."
            )
        )
    models = _models_with_rows_of(student)
    if set(models) - {Tie, Link, JoinCode, *removable} or _is_in_group(student):
        raise ActionError(
            _("%(name)s already has records here, so this student cannot be removed.")
            % {"name": student.name}
        )
    now = timezone.now()
    removed = {"deleted_at": now, "modified": now}
    with ledger.act("remove a new student", by=by, about=student.pk):
        ties = Tie.objects.unscoped(REASON).filter(Q(person=student) | Q(to_person=student))
        adults = list(ties.filter(role=Role.GUARDIAN).values_list("person", flat=True))
        tie_endings.end_ties(ties.filter(active_at(now)), now)
        for model in removable:
            model.objects.unscoped(REASON).filter(student=student).update(**removed)
        Link.objects.unscoped(REASON).filter(about_id=student.pk).update(revoked_at=now, modified=now)
        JoinCode.objects.unscoped(REASON).filter(person=student).update(**removed)
        people = Person.objects.unscoped(REASON)
        with_ties = Tie.objects.unscoped(REASON).filter(active_at(now)).values("person")
        people.filter(pk__in=adults, roster_id="").exclude(pk__in=with_ties).update(**removed)
        people.filter(pk=student.pk).update(**removed)


def _is_in_group(student: Person) -> bool:
    ties = Tie.objects.unscoped(REASON).filter(active_at(timezone.now()), person=student)
    return ties.filter(to_group__isnull=False).exists()


def _models_with_rows_of(student: Person) -> list[type[Model]]:
    """The models that have a row of this student's, by any relation to a person."""
    models = []
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel):
            continue
        model = relation.field.model
        manager = model._meta.base_manager
        rows = manager.unscoped(REASON) if isinstance(manager, GuardedManager) else manager.all()
        rows = rows.filter(**{relation.field.name: student.pk})
        if issubclass(model, Record):
            rows = rows.filter(deleted_at=None)
        if rows.exists():
            models.append(model)
    return models
