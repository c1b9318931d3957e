"""What each team of a new design has every week and who teaches it, so that a week with slack can be drafted."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from .models import TeamSubject
from .start_numbers import WeekShape

MOST_LESSONS = 20  # that anybody teaches in a week, advisory included
SLACK = 0.8  # the share of the open periods that lessons fill
FEWEST, MOST = 3, 17  # lessons that a class group has in a week
WEIGHTS = {
    "humanities": (_("Humanities"), 4),
    "math": (_("Math"), 3),
    "science": (_("Science"), 3),
    "projects": (_("Projects"), 3),
    "arts": (_("Arts"), 2),
}
SUBJECT_WORDS = {
    "humanities": ("humanities", "english", "history", "social studies", "literature"),
    "math": ("math", "algebra", "geometry", "calculus", "statistics"),
    "science": ("science", "biology", "chemistry", "physics"),
    "arts": ("art", "music", "theater", "dance"),
}
"""Words in the names of classes that say what a teacher teaches."""
LAB_SUBJECT = "science"
LAB_USE = 0.7  # the share of open periods that a lab is in use for


@dataclass
class SubjectPlan:
    """A subject of a team. teachers: by their numbers within the team, in the order in which they take groups."""

    key: str
    title: str
    times: int
    kind: str = TeamSubject.Kind.CLASS
    teachers: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class TeamSize:
    """The numbers of a team that decide what fits into its week. rooms: its share of the school's.

    specialties: by teacher, the key of what they teach now; "" where that is not known.
    """

    class_groups: int
    advisories: int
    teachers: int
    rooms: float
    specialties: tuple[str, ...] = ()

    def specialty(self, teacher: int) -> str:
        return self.specialties[teacher] if teacher < len(self.specialties) else ""


def plan_subjects(shape: WeekShape, size: TeamSize) -> list[SubjectPlan]:
    """The subjects of a team: as many lessons as its free periods, teachers and rooms allow, with slack."""
    advisory = _plan_advisory(shape, size)
    target = _most_lessons(shape, size, advisory)
    for lessons in range(target, 0, -1):
        classes = _plan_classes(shape, lessons)
        loads = _assign_teachers(classes, size, advisory)
        if max(loads, default=0) <= _most_of_teacher(shape, advisory) or lessons <= FEWEST:
            break
    return [advisory, *classes] if advisory else classes


def _plan_advisory(shape: WeekShape, size: TeamSize) -> SubjectPlan | None:
    """Advisory in the first period: as often as the model says, and as its advisors and rooms allow."""
    if not (shape.advisory_times and size.advisories):
        return None
    in_turn = math.ceil(size.advisories / size.teachers) if size.teachers else 1
    by_rooms = int(size.rooms * len(shape.days) / size.advisories)
    times = max(1, min(shape.advisory_times, len(shape.days) // in_turn, by_rooms))
    advisors = list(range(min(size.teachers, size.advisories)))
    return SubjectPlan("advisory", shape.advisory_title, times, TeamSubject.Kind.ADVISORY, advisors)


def _most_lessons(shape: WeekShape, size: TeamSize, advisory: SubjectPlan | None) -> int:
    groups = max(1, size.class_groups)
    advisory_load = advisory.times * size.advisories if advisory else 0
    by_teachers = (MOST_LESSONS * size.teachers - advisory_load) // groups if size.teachers else MOST
    by_rooms = int(0.85 * size.rooms * shape.open_slots / groups)
    return max(FEWEST, min(int(SLACK * shape.open_slots), MOST, by_teachers, by_rooms))


def _most_of_teacher(shape: WeekShape, advisory: SubjectPlan | None) -> int:
    """The lessons besides advisory that anybody can teach: also no more than students are at school for."""
    return min(MOST_LESSONS - (advisory.times if advisory else 0), int(0.85 * shape.open_slots))


def _plan_classes(shape: WeekShape, lessons: int) -> list[SubjectPlan]:
    """So many lessons, shared out among subjects by their weight; none meets twice on a day."""
    most = max(1, shape.open_days)
    plans = [
        SubjectPlan(f"block-{number}", title, min(times, most))
        for number, (title, times) in enumerate(shape.blocks)
    ]
    left = lessons - sum(plan.times for plan in plans)
    if left < len(WEIGHTS):
        plans, left = [], lessons
    shares = {key: weight for key, (_title, weight) in WEIGHTS.items()}
    if shape.project_times and left > len(WEIGHTS):
        shares["projects"] = max(shares["projects"], 5)
    times = dict.fromkeys(shares, 0)
    for _lesson in range(left):
        open_keys = [key for key in shares if times[key] < most]
        if not open_keys:
            break
        chosen = max(open_keys, key=lambda key: shares[key] / (times[key] + 0.5))
        times[chosen] += 1
    return [
        *(SubjectPlan(key, str(WEIGHTS[key][0]), count) for key, count in times.items() if count),
        *plans,
    ]


def _assign_teachers(classes: list[SubjectPlan], size: TeamSize, advisory: SubjectPlan | None) -> list[int]:
    """Give each subject its teachers; return how much each teacher teaches besides advisory.

    Whoever teaches a subject now gets it first. Those who are left over help where the most is taught. With few
    teachers, each has several subjects.
    """
    for plan in classes:
        plan.teachers = []
    groups, loads = size.class_groups, [0] * size.teachers
    if not size.teachers:
        return loads
    free = list(range(size.teachers))
    taught_keys = {size.specialty(teacher) for teacher in free}
    for plan in sorted(classes, key=lambda plan: (plan.key not in taught_keys, -plan.times)):
        best = min(free, key=lambda teacher: _distance(size.specialty(teacher), plan.key), default=None)
        teacher = loads.index(min(loads)) if best is None else best
        free = [each for each in free if each != teacher]
        plan.teachers.append(teacher)
        loads[teacher] += plan.times * groups
    for teacher in free:
        helped = [plan for plan in classes if len(plan.teachers) < groups]
        specialty = size.specialty(teacher)
        if helped:
            most = max(
                helped,
                key=lambda plan: (plan.key == specialty, plan.times * groups / len(plan.teachers)),
            )
            most.teachers.append(teacher)
    return _loads(classes, size)


def _distance(specialty: str, subject: str) -> int:
    """How far a teacher is from a subject: they teach it, it is not known what they teach, they teach another."""
    return 0 if specialty == subject else 1 if not specialty else 2


def specialty_of(titles: Iterable[str]) -> str:
    """The key of what somebody teaches, by the names of their classes; "" where they do not say."""
    text = " ".join(titles).casefold()
    return next(
        (key for key, words in SUBJECT_WORDS.items() if any(re.search(rf"\b{word}", text) for word in words)),
        "",
    )


def _loads(classes: list[SubjectPlan], size: TeamSize) -> list[int]:
    loads = [0] * size.teachers
    for plan in classes:
        for group in range(size.class_groups):
            loads[plan.teachers[group % len(plan.teachers)]] += plan.times
    return loads


def count_labs(shape: WeekShape, lab_lessons: int, rooms: int) -> int:
    """How many of a school's rooms have to be labs for so many lessons a week."""
    return min(rooms, math.ceil(lab_lessons / max(1, LAB_USE * shape.open_slots))) if lab_lessons else 0
