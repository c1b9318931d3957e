"""The wishes as an objective of the program, for those whose lessons may move. Rooms are chosen afterwards.

Everything is a clause: a slot is a gap if something is busy before it and after it, and nothing in it. CP-SAT finds
good weeks much faster so, with its linear relaxation switched off, than by sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from ortools.sat.python import cp_model

from .encoding import Cohort, EncodedWeek
from .inputs import Slot, Team, Wish
from .model import Literals, WeekModel
from .softness import Linear


class _Terms:
    """What the program minimizes. Wishes that are `firm` become rules instead."""

    def __init__(self, model: WeekModel, firm: AbstractSet[Wish]) -> None:
        self.program, self.firm = model.program, firm
        self.prices: list[Linear] = []

    def add(self, wish: Wish, price: int, variable: cp_model.IntVar) -> None:
        if wish in self.firm:
            self.program.add(variable == 0)
        else:
            self.prices.append(price * variable)


def add_wishes(model: WeekModel, firm: AbstractSet[Wish] = frozenset()) -> None:
    """Make the program minimize what the wishes cost, up to a constant; `firm` ones must be met in full."""
    wishes, week = model.week.question.wishes, model.week
    terms = _Terms(model, firm)
    for key, lessons in week.teacher_lessons.items():
        if model.free_lessons.isdisjoint(lessons):
            continue
        teacher = week.teachers[key]
        present = [slot not in teacher.away for slot in week.slots]
        empty_days = _add_gaps(model, lessons, present, Wish.TEACHER_GAPS, wishes.teacher_gaps, terms)
        if teacher.days_off and wishes.days_off:
            missed = model.program.new_int_var(0, teacher.days_off, "")
            model.program.add(missed + sum(empty_days) >= teacher.days_off)
            terms.add(Wish.DAYS_OFF, wishes.days_off, missed)
        if wishes.consecutive:
            taught = [lesson for lesson in lessons if week.lessons[lesson].groups]
            _add_consecutive(model, taught, terms)
    for cohort in _merge_cohorts(model) if wishes.student_gaps else ():
        present = [slot in cohort.present for slot in range(len(week.slots))]
        price = wishes.student_gaps * cohort.size
        _add_gaps(model, cohort.lessons, present, Wish.STUDENT_GAPS, price, terms)
    if wishes.planning:
        for team in week.question.teams:
            _add_planning(model, team, terms)
    if wishes.language:
        _add_language(model, terms)
    model.program.minimize(sum(terms.prices))


def _merge_cohorts(model: WeekModel) -> list[Cohort]:
    """The cohorts, those in one that differ only in constants at the same slots."""
    merged: dict[tuple[frozenset[int], frozenset[int], frozenset[int]], Cohort] = {}
    for cohort in model.cohorts:
        free = frozenset(model.free_lessons.intersection(cohort.lessons))
        busy = frozenset(slot for slot in range(len(model.week.slots)) if model.is_busy(cohort.lessons, slot))
        key = (free, busy, cohort.present)
        size = cohort.size + (merged[key].size if key in merged else 0)
        merged[key] = replace(cohort, size=size)
    return list(merged.values())


def _add_gaps(
    model: WeekModel,
    lessons: Sequence[int],
    present: Sequence[bool],
    wish: Wish,
    price: int,
    terms: _Terms,
) -> list[Linear]:
    """Price the gaps of each day. Return for each day whether it is empty: a literal or a constant."""
    empty_days: list[Linear] = []
    for day in model.week.day_slots:
        literals = {slot: some for slot in day if (some := model.at(lessons, slot))}
        fixed = {slot for slot in day if model.is_busy(lessons, slot)}
        if fixed or not literals:
            empty_days.append(int(not fixed))
        else:
            empty = model.program.new_bool_var("")
            empty_days.append(empty)
            for some in literals.values():
                for literal in some:
                    model.program.add_implication(literal, empty.negated())
        if literals and price:
            for gap in _add_gaps_of_day(model, literals, fixed, present):
                terms.add(wish, price, gap)
    return empty_days


def _add_gaps_of_day(
    model: WeekModel, literals: Mapping[int, Literals], fixed: AbstractSet[int], present: Sequence[bool]
) -> Literals:
    """A variable for each slot that is a gap if it is free between two that are not."""
    possible = sorted({*literals, *fixed})
    inner = range(possible[0] + 1, possible[-1])
    begun = _add_chain(model, possible[0], inner, literals, fixed)
    going_on = _add_chain(model, possible[-1], inner[::-1], literals, fixed)
    gaps = []
    for slot in inner:
        if slot not in fixed and present[slot]:
            gap = model.program.new_bool_var("")
            busy = literals.get(slot, ())
            model.program.add_bool_or([gap, begun[slot].negated(), going_on[slot].negated(), *busy])
            gaps.append(gap)
    return gaps


def _add_chain(
    model: WeekModel,
    first: int,
    inner: Sequence[int],
    literals: Mapping[int, Literals],
    fixed: AbstractSet[int],
) -> dict[int, cp_model.IntVar]:
    """For each inner slot, whether anything is busy between it and `first`, from which the slots are followed."""
    chain: dict[int, cp_model.IntVar] = {}
    last = first
    for slot in inner:
        chain[slot] = model.program.new_bool_var("")
        if last in chain:
            model.program.add_implication(chain[last], chain[slot])
        if last in fixed:
            model.program.add(chain[slot] == 1)
        for literal in literals.get(last, ()):
            model.program.add_implication(literal, chain[slot])
        last = slot
    return chain


def _add_consecutive(model: WeekModel, lessons: Sequence[int], terms: _Terms) -> None:
    """Price each slot taught beyond the most in a row: one for each window that is taught from end to end."""
    wishes = model.week.question.wishes
    for day in model.week.day_slots:
        for first in day[: max(0, len(day) - wishes.most_consecutive)]:
            window = range(first, first + wishes.most_consecutive + 1)
            literals: list[Literals] = []
            for slot in window:
                some = model.at(lessons, slot)
                if some:
                    literals.append(some)
                elif not model.is_busy(lessons, slot):
                    break
            else:
                if literals:
                    beyond = model.program.new_bool_var("")
                    flat = [literal for some in literals for literal in some]
                    model.program.add(sum(flat) <= len(literals) - 1 + beyond)
                    terms.add(Wish.CONSECUTIVE, wishes.consecutive, beyond)


def _add_planning(model: WeekModel, team: Team, terms: _Terms) -> None:
    """Price each minute that a team is short of meeting: at slots at which all of it is there and none teaches."""
    week = model.week
    lessons = lessons_against_planning(week, team)
    if not team.planning_minutes or model.free_lessons.isdisjoint(lessons):
        return
    minutes: list[Linear] = []
    for number, slot in enumerate(week.slots):
        literals = model.at(lessons, number)
        if _is_away(week, team, slot) or model.is_busy(lessons, number):
            continue
        if not literals:
            minutes.append(week.minutes[number])
            continue
        meets = model.program.new_bool_var("")
        for literal in literals:
            model.program.add_implication(meets, literal.negated())
        minutes.append(week.minutes[number] * meets)
    short = model.program.new_int_var(0, team.planning_minutes, "")
    model.program.add(short + sum(minutes) >= team.planning_minutes)
    terms.add(Wish.PLANNING, model.week.question.wishes.planning, short)


def lessons_against_planning(week: EncodedWeek, team: Team) -> list[int]:
    """The lessons of a team's teachers during which the team cannot meet."""
    members = set(team.teachers)
    return [
        number
        for number, lesson in enumerate(week.lessons)
        if members & set(lesson.teachers) and (lesson.groups or not members <= set(lesson.teachers))
    ]


def _is_away(week: EncodedWeek, team: Team, slot: Slot) -> bool:
    return any(slot in week.teachers[key].away for key in team.teachers)


def _add_language(model: WeekModel, terms: _Terms) -> None:
    week = model.week
    for need in week.question.language:
        serving = week.serving_lessons(need)
        if model.free_lessons.isdisjoint(serving):
            continue
        minutes: list[Linear] = []
        for lesson in serving:
            for slot, length in enumerate(week.minutes):
                if (lesson, slot) in model.busy:
                    minutes.append(length)
                minutes += [length * literal for literal in model.literals.get((lesson, slot), ())]
        short = model.program.new_int_var(0, need.minutes, "")
        model.program.add(short + sum(minutes) >= need.minutes)
        terms.add(Wish.LANGUAGE, week.question.wishes.language, short)
