"""What a school should not depend on one person for, and who handles each: its leaders, whoever Trellis saw do it, and
whoever was named. About roles: nobody is counted twice, and nobody is scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.adults.partnerships.models import DistrictPolicy, PolicySchool
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer, active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.registry import Registry
from trellis.design.blueprint.models import Adoption
from trellis.learning.schedules.models import WeekDesign

from .models import ResponsiblePerson

REASON = "count who handles something at a school; no name leaves this function"
HoldersBySchool = dict[UUID, set[UUID]]


@dataclass(frozen=True)
class Responsibility:
    """label: as pages call it. holders: by school, the people whom Trellis saw handle it."""

    label: str | Promise
    holders: Callable[[Iterable[UUID]], HoldersBySchool]


RESPONSIBILITIES: Registry[str, Responsibility] = Registry(
    "responsibilities", "what a school should not depend on one person for, and who handles it"
)


def _model_holders(schools: Iterable[UUID]) -> HoldersBySchool:
    """Who gave the reasons of the school's changes to its model."""
    holders: HoldersBySchool = defaultdict(set)
    rows = Adoption.objects.unscoped(REASON).current().filter(school__in=schools)
    for school, reasons in rows.values_list("school", "reasons"):
        holders[school] |= {UUID(reason["by"]) for reason in reasons.values() if reason.get("by")}
    return holders


def _week_holders(schools: Iterable[UUID]) -> HoldersBySchool:
    """Who designed the weeks that the school adopted."""
    holders: HoldersBySchool = defaultdict(set)
    rows = WeekDesign.objects.unscoped(REASON).adopted().filter(school__in=schools, made_by__isnull=False)
    for school, person in rows.values_list("school", "made_by"):
        holders[school].add(person)
    return holders


def _agreement_holders(schools: Iterable[UUID]) -> HoldersBySchool:
    """Who is responsible for a waiver of the school's own."""
    holders: HoldersBySchool = defaultdict(set)
    policies = DistrictPolicy.objects.unscoped(REASON).filter(responsible__isnull=False, deleted_at=None)
    responsible = dict(policies.values_list("pk", "responsible"))
    rows = PolicySchool.objects.unscoped(REASON).filter(school__in=schools, policy__in=responsible)
    for school, policy in rows.values_list("school", "policy"):
        holders[school].add(responsible[policy])
    return holders


def _nobody(schools: Iterable[UUID]) -> HoldersBySchool:
    """Trellis does not see who handles it: only leaders and who is named."""
    return {}


def register_responsibilities() -> None:
    """Register what every school has."""
    RESPONSIBILITIES.register("model", Responsibility(_("Model"), _model_holders))
    RESPONSIBILITIES.register("partners", Responsibility(_("Partners"), _nobody))
    RESPONSIBILITIES.register("week", Responsibility(_("Week"), _week_holders))
    RESPONSIBILITIES.register("agreements", Responsibility(_("Agreements and waivers"), _agreement_holders))
    RESPONSIBILITIES.register("exhibitions", Responsibility(_("Exhibitions"), _nobody))


@dataclass(frozen=True)
class Holders:
    """How many people handle something at one school. by_leader: the only one leads the school. named: whom somebody
    named, for whoever may see their names."""

    key: str
    label: str
    count: int
    by_leader: bool = False
    named: list[ResponsiblePerson] = field(default_factory=list)

    @property
    def depends_on_one(self) -> bool:
        return self.count < 2


def holders_by_school(viewer: Viewer, schools: Iterable[School]) -> dict[UUID, list[Holders]]:
    """For each school, how many people handle each responsibility. As many queries as there are responsibilities."""
    keys = [school.pk for school in schools]
    leaders, staff = _people_at(keys, timezone.now())
    named: dict[tuple[UUID, str], list[ResponsiblePerson]] = defaultdict(list)
    rows = ResponsiblePerson.objects.seen_by(viewer).filter(school__in=keys, deleted_at=None)
    for row in rows.select_related("person").order_by("created"):
        named[row.school_id, row.responsibility].append(row)
    result: dict[UUID, list[Holders]] = {key: [] for key in keys}
    for key, responsibility in RESPONSIBILITIES.items():
        seen = responsibility.holders(keys)
        for school in keys:
            others = seen.get(school, set()) | {row.person_id for row in named[school, key]}
            people = leaders[school] | (others & staff[school])
            result[school].append(
                Holders(
                    key,
                    str(responsibility.label),
                    len(people),
                    len(people) == 1 and people <= leaders[school],
                    [row for row in named[school, key] if row.person_id in staff[school]],
                )
            )
    return result


def _people_at(schools: list[UUID], now: datetime) -> tuple[HoldersBySchool, HoldersBySchool]:
    """By school, who leads it, and everybody who works there."""
    ties = Tie.objects.unscoped(REASON).filter(
        active_at(now),
        Q(to_school__in=schools) | Q(to_group__school__in=schools),
        role__in=SCHOOL_ROLES,
    )
    leaders, staff = defaultdict(set), defaultdict(set)
    for person, role, school, group_school in ties.values_list(
        "person", "role", "to_school", "to_group__school"
    ):
        staff[school or group_school].add(person)
        if role == Role.LEADER and school:
            leaders[school].add(person)
    return leaders, staff


def add_responsible_person(school: School, responsibility: str, person: Person, by: UUID) -> None:
    """Name somebody who handles something too. Named twice, they are named once."""
    with ledger.act("name a responsible person", by=by, about=school.pk):
        ResponsiblePerson.objects.unscoped("name who handles something").update_or_create(
            school=school, responsibility=responsibility, person=person, defaults={"deleted_at": None}
        )


def remove_responsible_person(row: ResponsiblePerson, by: UUID) -> None:
    """They do not handle it any more. Removed twice, they are removed once."""
    with ledger.act("remove a responsible person", by=by, about=row.school_id):
        ResponsiblePerson.objects.unscoped("remove who handles something").filter(
            pk=row.pk, deleted_at=None
        ).update(deleted_at=timezone.now())
