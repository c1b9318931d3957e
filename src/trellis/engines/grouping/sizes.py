"""How large each group is: as equal as the bounds allow, and what its share of a level is then.

Every group is raised to the same height, like water, except where its bounds stop it. What does not divide leaves
some groups one student larger; which of them is for the search to find out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .inputs import GroupSpec


@dataclass(frozen=True, slots=True)
class GroupSizes:
    """By group: `low` to `high` students (equal, or one apart). Its fair size is `low` plus, where there is a
    choice, `left` / `loose`: the students who remain over the groups that may have one more."""

    low: tuple[int, ...]
    high: tuple[int, ...]
    left: int
    loose: int
    total: int

    @classmethod
    def of(cls, rooms: Sequence[GroupSpec], students: int) -> "GroupSizes":
        """For sound rooms: everybody fits."""
        floors = [max(room.least, len(room.fixed)) for room in rooms]
        level = min(floors)
        while sum(_sizes_at_level(rooms, floors, level + 1)) <= students and level < students:
            level += 1
        low, next_up = _sizes_at_level(rooms, floors, level), _sizes_at_level(rooms, floors, level + 1)
        left = students - sum(low)
        high = next_up if left else low
        loose = sum(more > less for less, more in zip(low, high, strict=True))
        return cls(tuple(low), tuple(high), left, max(loose, 1), students)

    def share(self, group: int, count: int) -> tuple[int, int]:
        """Floor and ceiling of a group's share of `count` students: count x fair size / all students."""
        more = self.high[group] > self.low[group]
        over = count * (self.low[group] * self.loose + self.left * more)
        under = self.loose * self.total
        return over // under, -(-over // under)


def _sizes_at_level(rooms: Sequence[GroupSpec], floors: Sequence[int], level: int) -> list[int]:
    return [min(max(level, floor), room.most) for room, floor in zip(rooms, floors, strict=True)]
