"""Ties that a group gave because of another group, and that end with the tie to that other group.

Work groups and strands take their students, and where nobody was chosen their adults, from the group that they are
made inside of. Who leaves that group leaves these too, the same second: whatever ends ties calls this module
(`community.tie_endings`), and where the day is set beforehand, that day is on them as well. Ties that were ended by
hand in the database are noticed once a day.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from trellis.core.community.models import Group, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.daily_tasks import PageUrlBuilder

from .models import DraftGroupAdult, GroupDraft

REASON = "end ties that came from a group a person left"
ADULT_ROLES = (Role.ADVISOR, Role.TEACHER)
DERIVED_KINDS = (GroupDraft.Kind.STRAND, GroupDraft.Kind.WORK)


def end_all_lapsed_ties(now: datetime, address: PageUrlBuilder) -> int:
    """End the lapsed ties of all schools; return how many. Running it again finds none."""
    if not _lapsed_ties(now).exists():
        return 0
    with ledger.act("end ties of students who left"):
        return end_lapsed_ties(now)


def update_derived_ties(now: datetime, people: Collection[UUID] | None) -> None:
    """End the lapsed ties of these people (None: of everybody), and give the others the end of their source."""
    if not _derived_ties(now, people).exists():
        return
    with ledger.act("end ties of students who left"):
        end_lapsed_ties(now, people=people)
        while _copy_source_ends(now, people):
            pass


def end_lapsed_ties(now: datetime, school: UUID | None = None, people: Collection[UUID] | None = None) -> int:
    """End what has lapsed, at one school or all, for these people or anybody, and what hangs on it in turn; gives how
    many ties."""
    count = 0
    while rows := dict(_lapsed_ties(now, school, people).values_list("pk", "to_group")):
        count += Tie.objects.unscoped(REASON).filter(pk__in=rows).update(ends=now, modified=now)
        close_empty_work_groups(set(rows.values()), now)
    return count


def source_tie_ends(draft: GroupDraft, roles: Collection[str], now: datetime) -> dict[UUID, datetime | None]:
    """Until when those who are in the group that a draft takes its people over from are in it; None: no end is
    known. Nobody, for a draft that takes nobody over."""
    if not draft.source_id or draft.kind not in DERIVED_KINDS:
        return {}
    return _tie_ends_by_group({draft.source_id}, roles, now).get(draft.source_id, {})


def _tie_ends_by_group(
    sources: Collection[UUID], roles: Collection[str], now: datetime
) -> dict[UUID, dict[UUID, datetime | None]]:
    ties = Tie.objects.unscoped(REASON).filter(active_at(now), to_group__in=sources, role__in=roles)
    ends_by_group: dict[UUID, dict[UUID, datetime | None]] = {}
    for group, person, ends in ties.values_list("to_group", "person", "ends"):
        ends_by_person = ends_by_group.setdefault(group, {})
        earlier_end = ends_by_person.get(person, ends)
        ends_by_person[person] = max(earlier_end, ends) if earlier_end and ends else None
    return ends_by_group


def _copy_source_ends(now: datetime, people: Collection[UUID] | None) -> int:
    """Give derived ties the end of the tie they come from, where it is known."""
    source = "to_group__draft_group__draft__source"
    rows = list(_derived_ties(now, people).values_list("pk", "person", "role", "ends", source))
    changed = 0
    for role, roles in ((Role.STUDENT, {Role.STUDENT}), (Role.TEACHER, ADULT_ROLES)):
        ends_of = _tie_ends_by_group({row[4] for row in rows}, roles, now)
        for pk, person, tie_role, ends, group in rows:
            ends_by_person = ends_of.get(group, {})
            if tie_role == role and person in ends_by_person and ends_by_person[person] != ends:
                changed += (
                    Tie.objects.unscoped(REASON)
                    .filter(pk=pk)
                    .update(ends=ends_by_person[person], modified=now)
                )
    return changed


def _derived_ties(now: datetime, people: Collection[UUID] | None) -> QuerySet[Tie]:
    """Ties copied when a group was adopted: nobody gave them by hand, later, or chose the adult."""
    chosen = DraftGroupAdult.objects.unscoped(REASON).filter(
        draft_group__group=OuterRef("to_group"), person=OuterRef("person"), deleted_at=None
    )
    copied_ties = Tie.objects.unscoped(REASON).filter(
        active_at(now),
        Q(role=Role.STUDENT) | Q(role=Role.TEACHER) & ~Exists(chosen),
        to_group__draft_group__draft__kind__in=DERIVED_KINDS,
        to_group__draft_group__draft__source__isnull=False,
        starts=F("to_group__draft_group__draft__adopted_at"),
    )
    return copied_ties if people is None else copied_ties.filter(person__in=people)


def _lapsed_ties(
    now: datetime, school: UUID | None = None, people: Collection[UUID] | None = None
) -> QuerySet[Tie]:
    """Return the derived ties whose person has no current tie to the source group."""
    source_ties = Tie.objects.unscoped(REASON).filter(
        active_at(now), person=OuterRef("person"), to_group=OuterRef("to_group__draft_group__draft__source")
    )
    student = Q(role=Role.STUDENT) & ~Exists(source_ties.filter(role=Role.STUDENT))
    adult = Q(role=Role.TEACHER) & ~Exists(source_ties.filter(role__in=ADULT_ROLES))
    lapsed_ties = _derived_ties(now, people).filter(student | adult)
    return lapsed_ties.filter(to_group__school=school) if school else lapsed_ties


def close_empty_work_groups(groups: set[UUID], now: datetime) -> None:
    """Close work groups without students, for the adults too."""
    ties = Tie.objects.unscoped(REASON).filter(active_at(now))
    work = set(
        Group.objects.unscoped(REASON)
        .filter(pk__in=groups, kind=Group.Kind.WORK, deleted_at=None)
        .values_list("pk", flat=True)
    )
    with_students = ties.filter(to_group__in=work, role=Role.STUDENT).values_list("to_group", flat=True)
    empty = work - set(with_students)
    ties.filter(to_group__in=empty).update(ends=now, modified=now)
    Group.objects.unscoped(REASON).filter(pk__in=empty).update(deleted_at=now, modified=now)
