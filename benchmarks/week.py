"""A school's week: 400 students, 30 staff, 5 teams, 25 advisories, two internship days, common planning for every team.

Ours against `fet-cl` (Debian's package `fet`) on the same school and for as long, each with one thread. FET satisfies
limits and minimizes nothing, so the benchmark looks for the tightest limits that it still meets; a run of FET has
succeeded when its activities file exists. Both weeks are checked, and the six wishes counted, by code that neither
used. Then: how long an explanation takes where no week is possible, and how much a move changes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from statistics import median

from benchmarks._fet import PROGRAM, Limits, search_limits
from benchmarks._school import count_meetings, make_school
from trellis.engines.timetable.week import (
    FixedPlacement,
    Timetable,
    WeekQuestion,
    Wish,
    WishCounts,
    check_week,
    count_shortages,
    count_wishes,
    draft_week,
    explain_impossible,
    move_lesson,
    possible_places,
    slots_on,
)


class Stopwatch:
    """Seconds of each turn, by the clock and of this process alone: on a busy machine the two differ."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.processor: list[float] = []

    def __enter__(self) -> Stopwatch:
        self._began = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_error: object) -> None:
        self.seconds.append(time.perf_counter() - self._began[0])
        self.processor.append(time.process_time() - self._began[1])

    def __str__(self) -> str:
        return (
            f"median {median(self.seconds):.2f} s, longest {max(self.seconds):.2f} s "
            f"(of the processor {median(self.processor):.2f} and {max(self.processor):.2f} s)"
        )


SECONDS, SCHOOLS, MOVES = 60.0, 3, 40
WISHES = [wish for wish in Wish if wish is not Wish.LANGUAGE]


def main() -> None:
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    questions = [make_school(seed) for seed in range(SCHOOLS)]
    print(
        f"{count_meetings(questions[0])} meetings of {len(questions[0].lessons)} lessons, {SCHOOLS} schools"
    )
    first = Stopwatch()
    for seed, question in enumerate(questions):
        with first:
            draft = draft_week(question, seconds=0.1, seed=seed)
        checked(question, draft.timetable)
    print(f"  a first week                 {first} (bar 2 s)")
    weeks = compare(questions, seconds)
    explain(questions[0])
    move(questions[0], weeks[0])


def compare(questions: list[WeekQuestion], seconds: float) -> list[Timetable]:
    """Print the six wishes of ours and of FET, school by school, and the ratios of the medians."""
    weeks, ours, theirs = [], [], []
    for seed, question in enumerate(questions):
        draft = draft_week(question, seconds=seconds, seed=seed)
        weeks.append(draft.timetable)
        ours.append(count_wishes(question, checked(question, draft.timetable)))
        print(f"  school {seed}, ours: {in_words(ours[-1])}", flush=True)
        if PROGRAM:
            timetable, limits = search_limits(question, seconds, seed)
            if timetable is not None:
                theirs.append(count_wishes(question, checked(question, timetable)))
                print(
                    f"  school {seed}, fet:  {in_words(theirs[-1])}; seed {seed}, limits {limits_in_words(limits)}",
                    flush=True,
                )
    if not theirs:
        print("  fet-cl is not installed (apt-get install fet), or placed nothing: no comparison")
        return weeks
    for wish in WISHES:
        mine, other = median(count.of(wish) for count in ours), median(count.of(wish) for count in theirs)
        ratio = f"{mine / other:.2f}" if other else ("1.00" if not mine else "worse: fet has none")
        print(f"    {wish.value:16} ours {mine:6.0f}   fet {other:6.0f}   ratio {ratio} (bar 1.10)")
    return weeks


def checked(question: WeekQuestion, timetable: Timetable | None) -> Timetable:
    if timetable is None or (broken := check_week(question, timetable)):
        raise SystemExit(f"the checker found {broken if timetable else 'no week'}")
    return timetable


def in_words(counts: WishCounts) -> str:
    return ", ".join(f"{wish.value} {counts.of(wish)}" for wish in WISHES)


def limits_in_words(limits: Limits) -> str:
    return (
        f"student gaps {limits.student_gaps}, teacher gaps {limits.teacher_gaps}, tighter for {len(limits.gaps_of)}, "
        f"days for {len(limits.days_of)} teachers, consecutive {limits.consecutive}, room changes {limits.room_changes}"
    )


def impossible(question: WeekQuestion) -> Iterator[tuple[str, WeekQuestion]]:
    """The school with something in the way, each its own way."""
    fixed = tuple(FixedPlacement(f"team{n} strand0 science", "Fri", "P4") for n in range(1, 6))
    yield "five science lessons at once, four rooms", replace(question, fixed=fixed)
    yield "two science rooms too few", replace(question, rooms=question.rooms[2:])
    yield "a room too few for advisory", replace(question, rooms=question.rooms[:-1])
    away = slots_on(question.days, "Mon", "Tue")
    for name, key, change in (
        ("a teacher away two days", "math1", {"away": away}),
        ("a teacher with too much", "humanities1", {"most_a_week": 22}),
    ):
        teachers = tuple(replace(each, **change) if each.key == key else each for each in question.teachers)
        yield name, replace(question, teachers=teachers)
    groups = tuple(
        replace(group, supervised=True) if group.key == "team1 strand0" else group
        for group in question.groups
    )
    yield "a strand supervised in every period", replace(question, groups=groups)


def explain(question: WeekQuestion) -> None:
    counting, explaining = Stopwatch(), Stopwatch()
    for name, harder in impossible(question):
        with counting:
            shortages = count_shortages(harder)
        with explaining:
            fixes = explain_impossible(harder)
        smallest = ", ".join(f"{each.kind.value} {each.who}" for each in fixes[0].relaxations)
        print(
            f"  {name:42} {len(shortages)} shortages, {len(fixes)} fixes in {explaining.seconds[-1]:.1f} s: "
            f"{smallest}{'' if fixes[0].enough else ' (not enough)'}"
        )
    print(f"  shortages counted            {counting}")
    print(f"  what could give way          {explaining} (bar 10 s)")


def move(question: WeekQuestion, timetable: Timetable) -> None:
    """Move lessons drawn anyhow to slots drawn anyhow, where that is possible at all."""
    draw = Random(1)
    looking, moving, changed, refused = Stopwatch(), Stopwatch(), [], 0
    while len(moving.seconds) < MOVES:
        meeting, slot = draw.choice(timetable.placements), draw.choice(question.slots)
        if meeting.period == "P1" or slot.period == "P1" or slot == meeting.slot:
            continue
        with looking:
            possible_places(question, timetable, meeting)
        with moving:
            moved = move_lesson(question, timetable, meeting, *slot)
        if moved.broken:
            refused += 1
        else:
            changed.append(len(moved.moved) / (len(timetable.placements) - 1))
    print(f"  where a lesson could go      {looking}")
    print(f"  a move                       {moving} (bar 2 s)")
    print(
        f"    changes median {median(changed):.2%}, most {max(changed):.2%} of the rest (bar 5%); "
        f"{refused} of {MOVES} are impossible and say why"
    )
