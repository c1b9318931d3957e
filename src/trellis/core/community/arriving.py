"""Who comes between two rosters, and who is at home: entered, mended and put away by hand.

What stands here by hand is claimed by a later roster only by the school's own number (see `exchange.importing`)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import without_status
from trellis.core.foundation.languages import tag_of
from trellis.core.foundation.models import Act
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.typed import line

from . import tie_endings
from .at_home import WHY, Adult, SameName, add_adult, change, name_of
from .models import JoinCode, Link, Person, Role, School, Tie
from .selectors import schools_of
from .viewer import Viewer, active

GRADES = ("06", "07", "08", "09", "10", "11", "12")
OF_A_DOCUMENT = re.compile(r"\d{3}-\d{2}-\d{4}|A[- ]?\d{3}[- ]?\d{3}[- ]?\d{3}", re.IGNORECASE)
"""Numbers that a government gives: of social security, and of people who came from elsewhere."""
ENTER = "enter a newcomer"
LATEST = 30


@dataclass(frozen=True)
class Newcomer:
    """A student as typed: names, a CEDS grade or "", the school's own number or "", and home languages by name or tag,
    the one spoken most first. `other`: somebody said that this is not the student of the same name."""

    given: str
    family: str = ""
    called: str = ""
    grade: str = ""
    number: str = ""
    tongues: Sequence[str] = ()
    other: bool = False


def enter(key: UUID, school: School, who: Newcomer, adults: Sequence[Adult], by: UUID) -> tuple[Person, bool]:
    """Enter a student of the school and the adults at home; gives the student, and False when they are here already.

    `key` is made by the form: sent twice it enters one student. Raises Refusal; SameName where a name asks for a look.
    """
    if existing := held(key, school):
        return existing, False
    fields = _read(who)
    try:
        with ledger.act(ENTER, by=by, about=key, school=str(school.pk)):
            _look_for(fields, school, who.other)
            student = Person.objects.create(pk=key, network_id=school.network_id, **fields)
            Tie.objects.create(person=student, role=Role.STUDENT, to_school=school)
            for adult in adults:
                add_adult(student, adult, by)
    except IntegrityError:  # sent twice in one moment
        if existing := held(key, school):
            return existing, False
        raise
    return student, True


def held(key: UUID, school: School) -> Person | None:
    """The student of the school whom this key entered, if one. Raises Refusal for the key of something else."""
    student = Person.objects.unscoped("a student once").filter(pk=key).first()
    if student and (student.deleted_at or school not in schools_of(student.pk)):
        raise Refusal(_("This page did not load completely. Open it again."))
    return student


def _read(who: Newcomer) -> dict[str, Any]:
    if who.grade and who.grade not in GRADES:
        raise Refusal(_("Choose a grade from the list, or leave it blank."))
    return {
        "given_name": name_of(who.given, _("Enter the student’s first name.")),
        "family_name": name_of(who.family),
        "preferred_name": name_of(who.called),
        "grade": who.grade,
        "identifier": _number(who.number),
        "home_languages": _tags(who.tongues),
    }


def _number(text: str) -> str:
    number = without_status(line(text, 64))
    if OF_A_DOCUMENT.fullmatch(number):
        raise Refusal(
            _("Enter the student ID that the school gave. We do not store numbers from other documents.")
        )
    return number


def _tags(tongues: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(tag_of(tongue) for tongue in tongues if tongue.strip()))


def _look_for(fields: dict[str, Any], school: School, other: bool, but: UUID | None = None) -> None:
    """Raise Refusal where the school has a student of this number, and SameName where it has one of this name."""
    ties = Tie.objects.unscoped(WHY).filter(role=Role.STUDENT, to_school=school, deleted_at=None)
    people = Person.objects.unscoped(WHY).filter(deleted_at=None).exclude(pk=but)
    if fields["identifier"]:
        same = people.filter(pk__in=ties.values("person"), identifier=fields["identifier"]).first()
        if same:
            raise Refusal(
                _("%(name)s already has this student ID. Is it the same student?") % {"name": same.name}
            )
    given, family = fields["given_name"], fields["family_name"]
    now = ties.filter(active(timezone.now())).values("person")
    named = people.filter(
        Q(given_name__iexact=given) | Q(preferred_name__iexact=given), family_name__iexact=family, pk__in=now
    )
    if not other and (same := named.first()):
        raise SameName(_("A student named %(name)s already goes to this school.") % {"name": same.name})


def by_hand(students: Iterable[Person]) -> list[Person]:
    """Those students who were entered here by hand and whom no roster has claimed yet."""
    open_ones = [student for student in students if not student.roster_id]
    acts = Act.objects.unscoped(WHY).filter(verb=ENTER, about_id__in=[student.pk for student in open_ones])
    entered = set(acts.values_list("about_id", flat=True))
    return [student for student in open_ones if student.pk in entered]


def newest_by_hand(viewer: Viewer, school: School) -> list[Person]:
    """The students of a school who were entered by hand, thirty at most, the newest first."""
    ties = Tie.objects.seen_by(viewer).filter(active(viewer.now), role=Role.STUDENT, to_school=school)
    people = Person.objects.seen_by(viewer).filter(pk__in=ties.values("person"), roster_id="")
    return by_hand(people.order_by("-created")[:LATEST])


def mend(student: Person, who: Newcomer, by: UUID) -> None:
    """Put a student right who was entered by hand: names, grade, number. Raises Refusal where a roster says them."""
    if not by_hand([student]):
        raise Refusal(
            _(
                "This information comes from the roster. Have it corrected in the system the roster "
                "comes from."
            )
        )
    fields = _read(who)
    del fields["home_languages"]
    with ledger.act("mend a newcomer", by=by, about=student.pk):
        for school in schools_of(student.pk):
            _look_for(fields, school, other=True, but=student.pk)
        change(student, fields)


def say_tongues(student: Person, tongues: Sequence[str], by: UUID) -> list[str]:
    """Keep which languages are spoken at home, by name or tag, the one spoken most first; gives their tags."""
    tags = _tags(tongues)
    with ledger.act("say the home languages", by=by, about=student.pk):
        change(student, {"home_languages": tags})
    return tags


def put_away(student: Person, by: UUID, may_go: Collection[type[Model]] = ()) -> None:
    """Put a student away who was entered by mistake, and the adults who are tied to nobody else.

    `may_go`: tables whose rows go with them; anything else that is kept of the student raises Refusal.
    """
    if not by_hand([student]):
        raise Refusal(
            _(
                "This information comes from the roster. Have it corrected in the system the roster "
                "comes from."
            )
        )
    models = _kept_of(student)
    if set(models) - {Tie, Link, JoinCode, *may_go} or _in_groups(student):
        raise Refusal(
            _("%(name)s already has records here, so this student cannot be removed.")
            % {"name": student.name}
        )
    now = timezone.now()
    gone = {"deleted_at": now, "modified": now}
    with ledger.act("put a newcomer away", by=by, about=student.pk):
        ties = Tie.objects.unscoped(WHY).filter(Q(person=student) | Q(to_person=student))
        adults = list(ties.filter(role=Role.GUARDIAN).values_list("person", flat=True))
        tie_endings.end(ties.filter(active(now)), now)
        for model in may_go:
            model.objects.unscoped(WHY).filter(student=student).update(**gone)
        Link.objects.unscoped(WHY).filter(about_id=student.pk).update(revoked_at=now, modified=now)
        JoinCode.objects.unscoped(WHY).filter(person=student).update(**gone)
        people = Person.objects.unscoped(WHY)
        still = Tie.objects.unscoped(WHY).filter(active(now)).values("person")
        people.filter(pk__in=adults, roster_id="").exclude(pk__in=still).update(**gone)
        people.filter(pk=student.pk).update(**gone)


def _in_groups(student: Person) -> bool:
    ties = Tie.objects.unscoped(WHY).filter(active(timezone.now()), person=student)
    return ties.filter(to_group__isnull=False).exists()


def _kept_of(student: Person) -> list[type[Model]]:
    """The tables that hold a row of a student's, by any way in which one names a person."""
    models = []
    for relation in Person._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete:
            continue
        rows = relation.related_model._base_manager
        rows = rows.unscoped(WHY) if hasattr(rows, "unscoped") else rows
        rows = rows.filter(**{relation.field.name: student.pk})
        if hasattr(relation.related_model, "deleted_at"):
            rows = rows.filter(deleted_at=None)
        if rows.exists():
            models.append(relation.related_model)
    return models
