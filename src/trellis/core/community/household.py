"""Who is at home with a student: adults added, corrected and removed by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_line, parse_email
from trellis.core.foundation.languages import parse_language_tag

from . import tie_endings
from .models import Account, Link, Person, Role, Tie
from .selectors import is_name_of_student, schools_of
from .viewer import active_at

REASON = "add and correct a family by hand"


class DuplicateNameError(ActionError):
    """Somebody has this name already: the user must say whether it is another person."""


@dataclass(frozen=True)
class AdultPayload:
    """An adult at home, as typed. `grown`: the user said that this is not the student of the same name."""

    given_name: str
    family_name: str = ""
    language: str = ""
    email: str = ""
    phone: str = ""
    grown: bool = False


def parse_name(text: str, empty: str = "") -> str:
    """A name as typed. Raises ActionError where it says something of immigration status."""
    return reject_immigration_status(clean_line(text, 120, empty), about_work=True)


def update_person(person: Person, fields: Mapping[str, object]) -> None:
    """Write columns of a person, inside an act."""
    people = Person.objects.unscoped(REASON).filter(pk=person.pk)
    people.update(**fields, modified=timezone.now())


def add_adult(student: Person, adult: AdultPayload, by: UUID, key: UUID | None = None) -> Person:
    """Tie an adult at home to a student; the same `key` again is the same adult.

    Somebody who has this name and this mail or phone and is family of another student of the school is that person.
    Raises DuplicateNameError where a student has the name: a child is never family of a child here.
    """
    fields = _adult_fields(adult)
    fields["language"] = fields["language"] or next(iter(student.home_languages), "")
    existing = Person.objects.unscoped(REASON).filter(pk=key).first() if key else None
    if existing and not _is_family(existing, student):
        raise ActionError(_("This page did not load completely. Open it again."))
    if existing:
        return existing
    name = f"{fields['given_name']} {fields['family_name']}".strip()
    if not adult.grown and is_name_of_student(student.pk, name):
        raise DuplicateNameError(
            _("A student here is named %(name)s. Only adults can be added as family.") % {"name": name}
        )
    with ledger.act("add an adult to a household", by=by, about=student.pk):
        person = _matching_family_member(student, fields)
        if person is None:
            primary_key = {"pk": key} if key else {}
            person = Person.objects.create(network_id=student.network_id, **primary_key, **fields)
        if not _is_family(person, student):
            Tie.objects.create(person=person, role=Role.GUARDIAN, to_person=student)
    return person


def _adult_fields(adult: AdultPayload) -> dict[str, str]:
    return {
        "given_name": parse_name(adult.given_name, _("Enter the adult’s first name.")),
        "family_name": parse_name(adult.family_name),
        "language": parse_language_tag(adult.language) if adult.language.strip() else "",
        "email": parse_email(adult.email),
        "phone": clean_line(adult.phone, 40),
    }


def _is_family(person: Person, student: Person) -> bool:
    ties = Tie.objects.unscoped(REASON).filter(active_at(timezone.now()), role=Role.GUARDIAN)
    return ties.filter(person=person, to_person=student).exists()


def _matching_family_member(student: Person, fields: dict[str, str]) -> Person | None:
    """Family of another student of the school, who has this name and this mail or phone."""
    contact = Q(email__iexact=fields["email"]) if fields["email"] else Q(pk__in=[])
    contact |= Q(phone=fields["phone"]) if fields["phone"] else Q(pk__in=[])
    ties = Tie.objects.unscoped(REASON).filter(active_at(timezone.now()))
    schoolmates = ties.filter(role=Role.STUDENT, to_school__in=schools_of(student.pk)).values("person")
    family = ties.filter(role=Role.GUARDIAN, to_person__in=schoolmates).values("person")
    people = Person.objects.unscoped(REASON).filter(
        contact,
        pk__in=family,
        given_name__iexact=fields["given_name"],
        family_name__iexact=fields["family_name"],
        deleted_at=None,
    )
    return people.first() if people.count() == 1 else None


def update_adult(student: Person, person: Person, adult: AdultPayload, by: UUID) -> None:
    """Correct the record of an adult at home. Raises ActionError for somebody who has an account or works here."""
    if not _is_family(person, student):
        raise ActionError(_("%(name)s is not listed as family of this student.") % {"name": person.name})
    if not can_update_adult(person):
        raise ActionError(
            _("%(name)s has an account, so their details cannot be changed here.") % {"name": person.name}
        )
    fields = _adult_fields(adult)
    with ledger.act("update an adult in a household", by=by, about=student.pk):
        update_person(person, fields)


def can_update_adult(person: Person) -> bool:
    """Whether the school office may change an adult's record: not if they have an account or another role."""
    other_roles = (
        Tie.objects.unscoped(REASON)
        .filter(active_at(timezone.now()), person=person)
        .exclude(role=Role.GUARDIAN)
    )
    return not (Account.objects.filter(person=person).exists() or other_roles.exists())


def end_family_tie(student: Person, person: Person, by: UUID) -> None:
    """End an adult's tie to a student: they lose access now. Their own record stays."""
    now = timezone.now()
    with ledger.act("remove an adult from a household", by=by, about=student.pk):
        ties = Tie.objects.unscoped(REASON).filter(active_at(now), role=Role.GUARDIAN)
        tie_endings.end_ties(ties.filter(person=person, to_person=student), now)
        links = Link.objects.unscoped(REASON).filter(person=person, about_id=student.pk, revoked_at=None)
        links.update(revoked_at=now, modified=now)
