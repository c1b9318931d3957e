"""What comes back: timetables, what they cost, and what is short. Facts with keys; words belong to the app."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from .inputs import Slot, Wish, Wishes


@dataclass(frozen=True, slots=True, order=True)
class Placement:
    """One meeting of a lesson; `period` is its first. `room` is "" where it has none."""

    lesson: str
    day: str
    period: str
    room: str = ""

    @property
    def slot(self) -> Slot:
        return Slot(self.day, self.period)


@dataclass(frozen=True, slots=True)
class Timetable:
    placements: tuple[Placement, ...]

    @classmethod
    def of(cls, placements: Iterable[Placement]) -> Timetable:
        return cls(tuple(sorted(placements)))

    def meetings(self, lesson: str) -> tuple[Placement, ...]:
        return tuple(placement for placement in self.placements if placement.lesson == lesson)


@dataclass(frozen=True, slots=True)
class WishCounts:
    """What is not met of each wish.

    teacher_gaps: free periods between a teacher's first and last lesson of a day, while at school.
    student_gaps: the same for each student, added up. days_off: wished days off that a teacher does not get.
    consecutive: periods taught beyond `most_consecutive` in a row. room_changes: times a teacher's next lesson
    of the day is in another room. planning, language: minutes short of what teams and groups were to get.
    """

    teacher_gaps: int = 0
    student_gaps: int = 0
    days_off: int = 0
    consecutive: int = 0
    room_changes: int = 0
    planning: int = 0
    language: int = 0

    def of(self, wish: Wish) -> int:
        return getattr(self, wish.name.lower())

    def cost(self, wishes: Wishes) -> int:
        return sum(wishes.weight(wish) * self.of(wish) for wish in Wish)


class Rule(Enum):
    """The rules that every timetable keeps; `check_week` names what breaks one."""

    TIMES = "times"  # a lesson does not meet as often as it should
    UNKNOWN = "unknown"  # a lesson, slot or room that the question does not have
    TEACHER_TWICE = "teacher-twice"
    TEACHER_AWAY = "teacher-away"
    TEACHER_WEEK = "teacher-week"  # more than `most_a_week`
    TEACHER_DAY = "teacher-day"  # more than `most_a_day`
    STUDENTS_TWICE = "students-twice"
    GROUP_AWAY = "group-away"
    UNSUPERVISED = "unsupervised"  # a supervised group without a lesson
    ROOM_TWICE = "room-twice"
    ROOM_AWAY = "room-away"
    ROOM_UNFIT = "room-unfit"  # not the room or kind that the lesson needs
    NO_ROOM = "no-room"
    SAME_DAY = "same-day"
    PERIOD = "period"  # starts where it may not
    FIXED = "fixed"  # a fixed placement does not stand there


@dataclass(frozen=True, slots=True)
class BrokenRule:
    """`who`: the teacher, group or room; `lessons`: those that meet there; `slot`: None for the whole week."""

    rule: Rule
    lessons: tuple[str, ...] = ()
    who: str = ""
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class RoomShortage:
    """At `slots` at least `needed` room periods of the kind are needed; there are `available`.

    `kind` is "" and `room` is filled where lessons need one room. One slot: "four science rooms are needed on
    Friday at 10:50; there are three".
    """

    kind: str
    room: str
    slots: tuple[Slot, ...]
    needed: int
    available: int
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TeacherShortage:
    """Periods that a teacher must teach at `slots`, and that they can; `limit` where a daily or weekly most counts."""

    teacher: str
    slots: tuple[Slot, ...]
    needed: int
    available: int
    lessons: tuple[str, ...]
    limit: bool = False


@dataclass(frozen=True, slots=True)
class GroupShortage:
    """Periods of lessons for students of these groups, and the periods they have.

    `unfilled`: the group is supervised and has fewer lessons than periods.
    """

    groups: tuple[str, ...]
    slots: tuple[Slot, ...]
    needed: int
    available: int
    lessons: tuple[str, ...]
    unfilled: bool = False


class PlanningReason(Enum):
    TEACHERS_AWAY = "teachers-away"  # available: slots at which everybody of the team is at school
    NO_TIME_LEFT = "no-time-left"  # the team's own lessons leave fewer periods than planning needs
    NO_COVER = "no-cover"  # lessons by other teachers, for the students while the team plans
    FEW_TEACHERS = "few-teachers"  # teachers who are not on the team, at its best slot


@dataclass(frozen=True, slots=True)
class PlanningShortage:
    """`who`: the teachers who are away, or the groups without a teacher while the team plans."""

    lesson: str
    team: str
    reason: PlanningReason
    needed: int
    available: int
    who: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LanguageShortage:
    """Minutes of language service that a group needs, and the most that its lessons can give."""

    group: str
    needed: int
    available: int


@dataclass(frozen=True, slots=True)
class LessonShortage:
    """A lesson that meets `needed` times and has only `available` possible days or places."""

    lesson: str
    needed: int
    available: int


Shortage = (
    RoomShortage | TeacherShortage | GroupShortage | PlanningShortage | LanguageShortage | LessonShortage
)


class RelaxationKind(Enum):
    """What could give way. In comments, what `who` is."""

    ADD_ROOM = "add-room"  # `amount` more rooms of the kind `who`
    OPEN_ROOM = "open-room"  # the room `who`, on `day`
    TEACHER_PRESENT = "teacher-present"  # the teacher `who`, on `day`
    TEACHER_LOAD = "teacher-load"  # no most a week or a day for the teacher `who`
    GROUP_PRESENT = "group-present"  # the group `who` is not away on `day`
    PERIODS = "periods"  # lessons of the subject `who` may start in any period
    TWICE_A_DAY = "twice-a-day"  # the lesson `who` may meet more than once a day
    FIXED = "fixed"  # the fixed placement of the lesson `who` at `day` and `period`
    SUPERVISION = "supervision"  # the group `who` may have free periods
    FEWER_TIMES = "fewer-times"  # the lesson `who` meets `amount` times less


@dataclass(frozen=True, slots=True, order=True)
class Relaxation:
    kind: RelaxationKind
    who: str
    day: str = ""
    period: str = ""
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Fix:
    """Up to three things that together make a week possible. `enough` is False where more is needed."""

    relaxations: tuple[Relaxation, ...]
    enough: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted week. Where no week keeps every rule, `fixes` says what could give way (the first is the smallest),
    and `timetable` is what the first fix makes possible: `check_week` then names what it breaks.
    `proven`: no week is better by the wishes."""

    timetable: Timetable | None
    counts: WishCounts | None
    shortages: tuple[Shortage, ...] = ()
    fixes: tuple[Fix, ...] = ()
    proven: bool = False


@dataclass(frozen=True, slots=True)
class WishPrice:
    """What a wish costs: what the other wishes come to with it and without it. `relaxation`: for a rule instead."""

    wish: Wish | None
    relaxation: Relaxation | None
    with_it: WishCounts
    without_it: WishCounts


class ObstacleKind(Enum):
    """What stands in the way of a lesson at a slot. In comments, what `who` is."""

    PERIOD = "period"  # the lesson may not start there, or the day is too short
    TEACHER_AWAY = "teacher-away"  # the teacher
    TEACHER_BUSY = "teacher-busy"  # the teacher, in `lesson`
    TEACHER_LOAD = "teacher-load"  # the teacher has enough on that day
    GROUP_AWAY = "group-away"  # the group
    GROUP_BUSY = "group-busy"  # the group, in `lesson`
    UNSUPERVISED = "unsupervised"  # the group that would be left without a lesson where it stands now
    SAME_DAY = "same-day"  # the lesson meets on that day already
    ROOM_BUSY = "room-busy"  # a fitting room, taken by `lesson`
    NO_ROOM = "no-room"  # the kind or room; none is open then
    FIXED = "fixed"  # the lesson is fixed where it stands


@dataclass(frozen=True, slots=True)
class Obstacle:
    kind: ObstacleKind
    who: str = ""
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class PossiblePlace:
    """A slot for a lesson, and what stands in the way there. `is_current`: the lesson meets there now."""

    slot: Slot
    obstacles: tuple[Obstacle, ...]
    is_current: bool = False

    @property
    def is_free(self) -> bool:
        return not self.obstacles


@dataclass(frozen=True, slots=True)
class Move:
    """What moving a lesson would do. Nothing is changed.

    `moved`: (before, after) of each other meeting that gets another time; `room_changes`: of each that keeps its
    time and gets another room. `broken`: rules that the new timetable would newly break; where that is not empty, no
    re-arrangement was found, and `timetable` has the lesson moved and nothing else. `counts_before`, `counts_after`:
    the wishes.
    """

    timetable: Timetable
    placement: Placement
    moved: tuple[tuple[Placement, Placement], ...]
    room_changes: tuple[tuple[Placement, Placement], ...]
    broken: tuple[BrokenRule, ...]
    counts_before: WishCounts
    counts_after: WishCounts
