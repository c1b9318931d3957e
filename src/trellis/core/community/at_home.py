"""Who is at home with a student: adults tied, mended and let go of by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import without_status
from trellis.core.foundation.languages import tag_of
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.typed import email_of, line

from . import tie_endings
from .models import Account, Link, Person, Role, Tie
from .selectors import names_a_student, schools_of
from .viewer import active

WHY = "enters and mends by hand"


class SameName(Refusal):
    """Somebody has this name already: a person says whether it is another."""


@dataclass(frozen=True)
class Adult:
    """Somebody grown at home, as typed. `grown`: somebody said that this is no student of the same name."""

    given: str
    family: str = ""
    language: str = ""
    email: str = ""
    phone: str = ""
    grown: bool = False


def name_of(text: str, empty: str = "") -> str:
    """A name as typed. Raises Refusal where it says something of immigration status."""
    return without_status(line(text, 120, empty), about_work=True)


def change(person: Person, fields: dict[str, Any]) -> None:
    """Write columns of a person, inside an act."""
    people = Person.objects.unscoped(WHY).filter(pk=person.pk)
    people.update(**fields, modified=timezone.now())


def add_adult(student: Person, adult: Adult, by: UUID, key: UUID | None = None) -> Person:
    """Tie an adult at home to a student; the same `key` again is the same adult.

    Somebody who has this name and this mail or phone and is family of another student of the school is that person.
    Raises SameName where a student has the name: a child is never family of a child here.
    """
    fields = _read_adult(adult)
    fields["language"] = fields["language"] or next(iter(student.home_languages), "")
    existing = Person.objects.unscoped(WHY).filter(pk=key).first() if key else None
    if existing and not _is_family(existing, student):
        raise Refusal(_("This page did not load completely. Open it again."))
    if existing:
        return existing
    name = f"{fields['given_name']} {fields['family_name']}".strip()
    if not adult.grown and names_a_student(student.pk, name):
        raise SameName(
            _("A student here is named %(name)s. Only adults can be added as family.") % {"name": name}
        )
    with ledger.act("add an adult at home", by=by, about=student.pk):
        person = _known(student, fields)
        if person is None:
            primary_key = {"pk": key} if key else {}
            person = Person.objects.create(network_id=student.network_id, **primary_key, **fields)
        if not _is_family(person, student):
            Tie.objects.create(person=person, role=Role.GUARDIAN, to_person=student)
    return person


def _read_adult(adult: Adult) -> dict[str, Any]:
    return {
        "given_name": name_of(adult.given, _("Enter the adult’s first name.")),
        "family_name": name_of(adult.family),
        "language": tag_of(adult.language) if adult.language.strip() else "",
        "email": email_of(adult.email),
        "phone": line(adult.phone, 40),
    }


def _is_family(person: Person, student: Person) -> bool:
    ties = Tie.objects.unscoped(WHY).filter(active(timezone.now()), role=Role.GUARDIAN)
    return ties.filter(person=person, to_person=student).exists()


def _known(student: Person, fields: dict[str, Any]) -> Person | None:
    """Family of another student of the school, who has this name and this mail or phone."""
    way = Q(email__iexact=fields["email"]) if fields["email"] else Q(pk__in=[])
    way |= Q(phone=fields["phone"]) if fields["phone"] else Q(pk__in=[])
    now = Tie.objects.unscoped(WHY).filter(active(timezone.now()))
    beside = now.filter(role=Role.STUDENT, to_school__in=schools_of(student.pk)).values("person")
    family = now.filter(role=Role.GUARDIAN, to_person__in=beside).values("person")
    people = Person.objects.unscoped(WHY).filter(
        way,
        pk__in=family,
        given_name__iexact=fields["given_name"],
        family_name__iexact=fields["family_name"],
        deleted_at=None,
    )
    return people.first() if people.count() == 1 else None


def mend_adult(student: Person, person: Person, adult: Adult, by: UUID) -> None:
    """Put right what stands of an adult at home. Raises Refusal for who signs in: they are more than family here."""
    if not _is_family(person, student):
        raise Refusal(_("%(name)s is not listed as family of this student.") % {"name": person.name})
    if not mendable(person):
        raise Refusal(
            _("%(name)s has an account, so their details cannot be changed here.") % {"name": person.name}
        )
    fields = _read_adult(adult)
    with ledger.act("mend an adult at home", by=by, about=student.pk):
        change(person, fields)


def mendable(person: Person) -> bool:
    """Whether a school's desk may change what stands of an adult: not of whoever signs in or works here."""
    more = Tie.objects.unscoped(WHY).filter(active(timezone.now()), person=person).exclude(role=Role.GUARDIAN)
    return not (Account.objects.filter(person=person).exists() or more.exists())


def end_adult(student: Person, person: Person, by: UUID) -> None:
    """End that somebody is family of a student: what they could see ends now. Their record stays."""
    now = timezone.now()
    with ledger.act("end an adult at home", by=by, about=student.pk):
        ties = Tie.objects.unscoped(WHY).filter(active(now), role=Role.GUARDIAN)
        tie_endings.end(ties.filter(person=person, to_person=student), now)
        links = Link.objects.unscoped(WHY).filter(person=person, about_id=student.pk, revoked_at=None)
        links.update(revoked_at=now, modified=now)
