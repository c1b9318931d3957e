"""Who may sit where: the seats that the model names for a kind of exhibition, as needs for the timetable."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from trellis.core.community.models import Group, Person, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.design.blueprint.package.internships_and_exhibitions import ExhibitionKind, PanelSeat
from trellis.engines.timetable import PanelNeed

MAX_PEERS = 12
SCHOOL_PART = "school"
"""The part of an adult of the school; a need adds the seat's key, so that two seats stay two."""

ROLES_BY_SEAT = {
    "leader": Role.LEADER,
    "counselor": Role.COUNSELOR,
    "advisor": Role.ADVISOR,
    "teacher": Role.TEACHER,
}


@dataclass
class PanelCandidates:
    """By student: keys of advisors, guardians, and schoolmates of the same advisory. By role: the school's adults."""

    advisor: dict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    family: dict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    peers: dict[UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    adults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    people: dict[str, Person] = field(default_factory=dict)


def panel_candidates(school_id: UUID, students: dict[UUID, Person]) -> PanelCandidates:
    """Return everybody around these students of a school who could sit on a panel."""
    near = PanelCandidates()
    ties = (
        Tie.objects.unscoped("list who may sit on a school's panels")
        .filter(active_at(timezone.now()), person__deleted_at=None)
        .select_related("person")
        .order_by("person__pk")
    )
    _add_group_members(near, ties.filter(to_group__school=school_id), students)
    for tie in ties.filter(to_school=school_id, role__in=(Role.LEADER, Role.COUNSELOR)):
        _add_adult(near, tie)
    pupils = ties.filter(role=Role.STUDENT, to_school=school_id).values("person")
    for tie in ties.filter(role=Role.GUARDIAN, to_person__in=pupils):
        near.family[tie.to_person_id].append(str(tie.person_id))
        near.people[str(tie.person_id)] = tie.person
    return near


def _add_group_members(near: PanelCandidates, ties: QuerySet[Tie], students: dict[UUID, Person]) -> None:
    advisors: dict[UUID, list[str]] = defaultdict(list)
    members: dict[UUID, list[UUID]] = defaultdict(list)
    for tie in ties.select_related("person", "to_group"):
        if tie.role in (Role.ADVISOR, Role.TEACHER):
            _add_adult(near, tie)
        group = tie.to_group
        if group is None or group.kind != Group.Kind.ADVISORY:
            continue
        if tie.role == Role.ADVISOR:
            advisors[group.pk].append(str(tie.person_id))
        elif tie.role == Role.STUDENT:
            members[group.pk].append(tie.person_id)
            near.people[str(tie.person_id)] = tie.person
    for group_id, group_students in members.items():
        for place, student in enumerate(group_students):
            if student not in students:
                continue
            near.advisor[student] += advisors[group_id]
            peers = group_students[place + 1 :] + group_students[:place]
            near.peers[student] += [str(peer) for peer in peers[:MAX_PEERS]]


def _add_adult(near: PanelCandidates, tie: Tie) -> None:
    key = str(tie.person_id)
    near.people[key] = tie.person
    if key not in near.adults[tie.role]:
        near.adults[tie.role].append(key)


def seat_needs(
    kind: ExhibitionKind, student: UUID, near: PanelCandidates, strangers: tuple[str, ...]
) -> Iterator[PanelNeed]:
    """What each seat of the kind needs for one student. A seat for which nobody at all is known asks for nothing,
    and one for which fewer are known than it has places asks for those: a time with a thin panel is better than
    none, and the panel's page says who is wanted still."""
    first = True
    for seat in kind.panel:
        if seat.role == "advisor" and first:
            first = False  # the student's own: held without them it is not
            continue
        among = tuple(key for key in _candidate_keys(seat, student, near, strangers) if key != str(student))
        if among:
            yield PanelNeed(_need_part(seat), among, min(seat.count, len(among)))


def count_filled_seats(kind: ExhibitionKind, parts: Iterable[str]) -> list[tuple[PanelSeat, int]]:
    """Each seat of the kind, and how many of its places are taken by people in these parts."""
    part_counts = Counter(parts)
    filled_seats = []
    for seat in kind.panel:
        part = _seat_part(seat, part_counts)
        taken = min(seat.count, part_counts[part])
        part_counts[part] -= taken
        filled_seats.append((seat, taken))
    return filled_seats


def _seat_part(seat: PanelSeat, part_counts: Counter[str]) -> str:
    """The part that counts for a seat. A second advisor may sit there as one, or as an adult of the school."""
    if seat.role == "advisor" and part_counts["advisor"]:
        return "advisor"
    return _need_part(seat).partition(":")[0]


def count_outside_adults_wanted(kind: ExhibitionKind | None) -> int:
    """How many adults from outside the school a kind of exhibition wants; one where the model does not say."""
    return sum(seat.count for seat in kind.panel if seat.outside) if kind else 1


def _candidate_keys(
    seat: PanelSeat, student: UUID, near: PanelCandidates, strangers: tuple[str, ...]
) -> Iterable[str]:
    if seat.outside:
        return strangers
    if seat.role == "guardian":
        return near.family[student]
    if seat.role == "student":
        return near.peers[student]
    advisors = near.advisor[student][:1]
    return [key for key in near.adults.get(ROLES_BY_SEAT.get(seat.role or "", ""), []) if key not in advisors]


def _need_part(seat: PanelSeat) -> str:
    if seat.outside:
        return "outside"
    return {"guardian": "family", "student": "peer"}.get(seat.role or "", f"{SCHOOL_PART}:{seat.key}")
