"""Writing who is in training: adding somebody, changing the days and the mentor, and ending it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.adults.organizations.models import Organization
from trellis.core.community.models import Group, Person, Role, School, Tie
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from .handover_services import today_at
from .models import Trainee
from .trainee_access import arrange_trainee_access, take_trainee_access

REASON = "write who is in training at a school"
LONGEST = timedelta(days=3 * 366)


@dataclass(frozen=True)
class TrainingFacts:
    """What somebody trains in, beside whom, and for how long. university: its name, or ""."""

    kind: str
    learns: str
    university: str
    mentor: Person
    group: Group
    starts: date
    ends: date

    def columns(self, school: School) -> dict[str, object]:
        """The columns of the row; a university that is new to the network becomes one of its organizations."""
        row = {field.name: getattr(self, field.name) for field in fields(self)}
        return row | {"university": _find_or_add_university(school, self.university)}


def add_trainee(school: School, name: str, email: str, facts: TrainingFacts, by: UUID) -> Trainee:
    """Add somebody in training, with access to the mentor's group for these days. Sent twice, it is once.

    name, email: a person of the network who has the email already is that person.
    """
    _check_days(facts)
    with ledger.act("add a trainee", by=by, about=school.pk):
        person = _person_of_email(school, email) or _add_person(school, name, email)
        rows = Trainee.objects.unscoped(REASON).filter(school=school, person=person, deleted_at=None)
        existing = rows.filter(group=facts.group, ends__gte=facts.starts).first()
        if existing:
            return existing
        if person == facts.mentor:
            raise ActionError(_("Choose someone else as mentor teacher."), field="mentor")
        columns = facts.columns(school)
        trainee = Trainee.objects.create(school=school, person=person, **columns)
        arrange_trainee_access(trainee)
    return trainee


def _check_days(facts: TrainingFacts) -> None:
    if facts.ends < facts.starts:
        raise ActionError(_("The last day is before the first. Check both dates."), field="ends")
    if facts.ends - facts.starts > LONGEST:
        raise ActionError(_("Enter a last day within three years."), field="ends")


def _person_of_email(school: School, email: str) -> Person | None:
    """The adult of the network who has this email."""
    students = Tie.objects.unscoped("check that a trainee is not a student").filter(role=Role.STUDENT)
    people = Person.objects.unscoped("find the person who is in training").filter(
        network=school.network_id, email__iexact=email, deleted_at=None
    )
    return people.exclude(pk__in=students.values("person")).first()


def _add_person(school: School, name: str, email: str) -> Person:
    given, _space, family = name.partition(" ")
    return Person.objects.create(
        network_id=school.network_id, given_name=given, family_name=family.strip(), email=email
    )


def _find_or_add_university(school: School, name: str) -> Organization | None:
    """The organization of that name in the school's network; a new one where there is none."""
    if not name:
        return None
    rows = Organization.objects.unscoped("find a partner university").current()
    university = rows.filter(network=school.network_id, name__iexact=name).order_by("created").first()
    return university or Organization.objects.create(network_id=school.network_id, name=name)


def save_trainee(
    trainee: Trainee,
    facts: TrainingFacts,
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
) -> None:
    """Write the mentor, what they learn and the days; access follows."""
    _check_days(facts)
    with ledger.act("change a trainee", by=by, about=trainee.pk):
        if facts.mentor.pk == trainee.person_id:
            raise ActionError(_("Choose someone else as mentor teacher."), field="mentor")
        columns = facts.columns(trainee.school)
        saved = save_if_current(trainee, columns, seen, labels)
        saved.school = trainee.school
        arrange_trainee_access(saved)


def end_training(trainee: Trainee, by: UUID) -> None:
    """End it today: access ends now. One that has not begun, or began today, is removed. Pressed twice, it is once."""
    with ledger.act("end a training", by=by, about=trainee.pk):
        now, today = timezone.now(), today_at(trainee.school)
        rows = Trainee.objects.unscoped(REASON).filter(pk=trainee.pk, deleted_at=None)
        take_trainee_access(trainee, now)
        if trainee.starts >= today:
            rows.update(deleted_at=now, modified=now)
        else:
            rows.filter(ends__gt=today).update(ends=today, modified=now)
