"""Ties that a group gave because of another group, and that end with the tie to that other group.

Work groups and strands take their students, and where nobody was chosen their adults, from the group that they are
made inside of. Who leaves that group leaves these too, the same second: every verb that ends ties comes by here
(`community.ending`), and where the day is known beforehand, that day is on them as well. What was ended past all
verbs, by hand in the database, is found once a day.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from trellis.core.community.models import Group, Role, Tie
from trellis.core.community.viewer import active
from trellis.core.foundation import ledger
from trellis.core.foundation.daily_tasks import Address

from .models import Forming, PlaceAdult

WHY = "ends what was taken over from a group that somebody left"
WITH_A_GROUP = (Role.ADVISOR, Role.TEACHER)
MADE_INSIDE = (Forming.Kind.STRAND, Forming.Kind.WORK)


def run(now: datetime, address: Address) -> int:
    """End what has lapsed at every school; gives how many ties. A second run finds nothing."""
    if not _lapsed(now).exists():
        return 0
    with ledger.act("end ties of who left"):
        return end(now)


def follow(now: datetime, people: Collection[UUID] | None) -> None:
    """End what has lapsed for these people (None: for anybody), and give what goes on the end that its source has."""
    if not _taken(now, people).exists():
        return
    with ledger.act("end ties of who left"):
        end(now, people=people)
        while _bound(now, people):
            pass


def end(now: datetime, school: UUID | None = None, people: Collection[UUID] | None = None) -> int:
    """End what has lapsed, at one school or all, for these people or anybody, and what hangs on it in turn; gives how
    many ties."""
    count = 0
    while rows := dict(_lapsed(now, school, people).values_list("pk", "to_group")):
        count += Tie.objects.unscoped(WHY).filter(pk__in=rows).update(ends=now, modified=now)
        close(set(rows.values()), now)
    return count


def until(forming: Forming, roles: Collection[str], now: datetime) -> dict[UUID, datetime | None]:
    """Until when those who are in the group that a forming takes its people over from are in it; None: no end is
    known. Nobody, for a forming that takes nobody over."""
    if not forming.source_id or forming.kind not in MADE_INSIDE:
        return {}
    return _until({forming.source_id}, roles, now).get(forming.source_id, {})


def _until(
    sources: Collection[UUID], roles: Collection[str], now: datetime
) -> dict[UUID, dict[UUID, datetime | None]]:
    ties = Tie.objects.unscoped(WHY).filter(active(now), to_group__in=sources, role__in=roles)
    ends_by_group: dict[UUID, dict[UUID, datetime | None]] = {}
    for group, person, ends in ties.values_list("to_group", "person", "ends"):
        ends_by_person = ends_by_group.setdefault(group, {})
        known_end = ends_by_person.get(person, ends)
        ends_by_person[person] = max(known_end, ends) if known_end and ends else None
    return ends_by_group


def _bound(now: datetime, people: Collection[UUID] | None) -> int:
    """Let what was taken over end with what it was taken over from, where the day of that is known."""
    source = "to_group__formed_as__forming__source"
    rows = list(_taken(now, people).values_list("pk", "person", "role", "ends", source))
    changed = 0
    for role, roles in ((Role.STUDENT, {Role.STUDENT}), (Role.TEACHER, WITH_A_GROUP)):
        ends_of = _until({row[4] for row in rows}, roles, now)
        for pk, person, tie_role, ends, group in rows:
            ends_by_person = ends_of.get(group, {})
            if tie_role == role and person in ends_by_person and ends_by_person[person] != ends:
                changed += (
                    Tie.objects.unscoped(WHY).filter(pk=pk).update(ends=ends_by_person[person], modified=now)
                )
    return changed


def _taken(now: datetime, people: Collection[UUID] | None) -> Any:
    """Ties that were taken over when a group was adopted: nobody gave them by hand, later, or chose the adult."""
    chosen = PlaceAdult.objects.unscoped(WHY).filter(
        place__group=OuterRef("to_group"), person=OuterRef("person"), deleted_at=None
    )
    taken_ties = Tie.objects.unscoped(WHY).filter(
        active(now),
        Q(role=Role.STUDENT) | Q(role=Role.TEACHER) & ~Exists(chosen),
        to_group__formed_as__forming__kind__in=MADE_INSIDE,
        to_group__formed_as__forming__source__isnull=False,
        starts=F("to_group__formed_as__forming__adopted_at"),
    )
    return taken_ties if people is None else taken_ties.filter(person__in=people)


def _lapsed(now: datetime, school: UUID | None = None, people: Collection[UUID] | None = None) -> Any:
    """Ties that were taken over, whose person has none any more to the group it came from."""
    source_ties = Tie.objects.unscoped(WHY).filter(
        active(now), person=OuterRef("person"), to_group=OuterRef("to_group__formed_as__forming__source")
    )
    student = Q(role=Role.STUDENT) & ~Exists(source_ties.filter(role=Role.STUDENT))
    adult = Q(role=Role.TEACHER) & ~Exists(source_ties.filter(role__in=WITH_A_GROUP))
    lapsed_ties = _taken(now, people).filter(student | adult)
    return lapsed_ties.filter(to_group__school=school) if school else lapsed_ties


def close(groups: set[UUID], now: datetime) -> None:
    """Work groups that nobody is in any more are over, for the adults too."""
    ties = Tie.objects.unscoped(WHY).filter(active(now))
    work = set(
        Group.objects.unscoped(WHY)
        .filter(pk__in=groups, kind=Group.Kind.WORK, deleted_at=None)
        .values_list("pk", flat=True)
    )
    still = set(ties.filter(to_group__in=work, role=Role.STUDENT).values_list("to_group", flat=True))
    over = work - still
    ties.filter(to_group__in=over).update(ends=now, modified=now)
    Group.objects.unscoped(WHY).filter(pk__in=over).update(deleted_at=now, modified=now)
