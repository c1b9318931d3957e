"""Ties that a group gave because of another group, and that end with the tie to that other group.

Work groups and strands take their students, and where nobody was chosen their adults, from the group that they are
made inside of. Who leaves that group, in whatever way, leaves these too, or would go on seeing its students.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q

from trellis.community.models import Group, Role, Tie
from trellis.community.viewer import active
from trellis.foundation import ledger
from trellis.foundation.daily import Address

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


def end(now: datetime, school: UUID | None = None) -> int:
    """End what has lapsed, at one school or all, and what hangs on it in turn; gives how many ties."""
    count = 0
    while rows := dict(_lapsed(now, school).values_list("pk", "to_group")):
        count += Tie.objects.unscoped(WHY).filter(pk__in=rows).update(ends=now, modified=now)
        close(set(rows.values()), now)
    return count


def _lapsed(now: datetime, school: UUID | None = None) -> Any:
    """Ties that were taken over when a group was adopted, whose person has none to the group it came from."""
    ties = Tie.objects.unscoped(WHY)
    there = ties.filter(
        active(now), person=OuterRef("person"), to_group=OuterRef("to_group__formed_as__forming__source")
    )
    chosen = PlaceAdult.objects.unscoped(WHY).filter(
        place__group=OuterRef("to_group"), person=OuterRef("person"), deleted_at=None
    )
    student = Q(role=Role.STUDENT) & ~Exists(there.filter(role=Role.STUDENT))
    adult = Q(role=Role.TEACHER) & ~Exists(there.filter(role__in=WITH_A_GROUP)) & ~Exists(chosen)
    found = ties.filter(
        active(now),
        student | adult,
        to_group__formed_as__forming__kind__in=MADE_INSIDE,
        to_group__formed_as__forming__source__isnull=False,
        starts=F("to_group__formed_as__forming__adopted_at"),  # nobody gave this one by hand, later
    )
    return found.filter(to_group__school=school) if school else found


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
