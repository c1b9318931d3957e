"""From a question to groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from .bounds import lower_bound
from .columns import EncodedProblem, IntArray, encode_problem
from .inputs import (
    GroupingProblem,
    GroupSpec,
    InvalidInputError,
    LanguageRule,
    Pair,
    Student,
    Weights,
    validate_problem,
)
from .partners import PartnerTable
from .results import Grouping, build_grouping
from .search import CoolingPhase, RandomDraws, SearchPrices, SwapSearch, initial_seats

ROUNDS_PER_STUDENT, MAX_ROUNDS = 200, 16_000
START_TEMPERATURE, RESTART_TEMPERATURE, PREVIOUS_TEMPERATURE, END_TEMPERATURE = 0.4, 0.28, 0.12, 0.1
"""Units. From HOT the first time, from WARM where something is found already, from COOL to keep what was before."""


def form_groups(
    students: Iterable[Student],
    groups: Iterable[GroupSpec],
    *,
    balance: Iterable[str] = (),
    together: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
    must_apart: Iterable[Pair] = (),
    rule: LanguageRule = LanguageRule.NONE,
    seed: str | int,
    previous: Mapping[str, str] | None = None,
    weights: Weights | None = None,
    effort: int | None = None,
) -> Grouping:
    """Put every student into one group, each level spread as evenly as can be found.

    `together` and `apart` are wishes, `must_apart` holds whatever it costs, and so do the fixed students of a
    group. A pair named twice counts once. `previous` is group by student as it was: a change has to gain more
    than it moves, and whoever left is passed over. `effort` is rounds of search (200 a student, at most 16,000):
    the same question, seed and effort give the same groups on any machine, whatever the order of the rows.
    Raises InvalidInputError for rows that cannot be, and when those who must be apart do not fit.
    """
    pairs = (together, apart, must_apart)
    return solve_problem(
        validate_problem(students, groups, balance, pairs, rule, weights or Weights(), previous or {}),
        seed,
        effort,
    )


def solve_problem(question: GroupingProblem, seed: str | int, effort: int | None) -> Grouping:
    """Return groups for a checked problem."""
    if isinstance(seed, bool) or not isinstance(seed, str | int):
        raise InvalidInputError(
            f"The seed is {seed!r}: give a text or a whole number, and keep it to get the same groups again."
        )
    rounds = min(ROUNDS_PER_STUDENT * len(question.students), MAX_ROUNDS) if effort is None else effort
    if not isinstance(rounds, int) or isinstance(rounds, bool) or rounds < 0:
        raise InvalidInputError(f"The effort is {rounds}: give a whole number of rounds, 0 or more.")
    problem = encode_problem(question)
    least = lower_bound(question, problem)
    draws = RandomDraws(f"{type(seed).__name__} {seed}")
    seats = _search_seats(
        question, problem, initial_seats(problem, draws, problem.home), draws, rounds, least
    )
    if _breaks_condition(problem, seats):
        first = initial_seats(problem, draws, solve_must_apart(question, problem))
        seats = _search_seats(question, problem, first, draws, rounds, least)
    return build_grouping(question, _group_of_each(problem, seats).tolist(), least)


def _search_seats(
    question: GroupingProblem,
    problem: EncodedProblem,
    seats: IntArray,
    draws: RandomDraws,
    rounds: int,
    enough: float,
) -> IntArray:
    needs = (
        PartnerTable.of(question, problem.everybody + 1) if question.rule is LanguageRule.PARTNER else None
    )
    moved = question.weights.moved if question.previous else 0
    prices = SearchPrices.of(problem, needs, question.weights.rule, moved)
    for leg in _cooling_phases(rounds, stays=bool(question.previous)):
        search = SwapSearch(prices, seats)
        search.run(leg, draws, enough)
        seats = search.best_seats
    last = SwapSearch(prices, seats)
    if last.cost > enough:
        last.settle()
    return last.best_seats


def _cooling_phases(rounds: int, stays: bool) -> list[CoolingPhase]:
    if stays:
        return [CoolingPhase(rounds // 4, PREVIOUS_TEMPERATURE, END_TEMPERATURE / 4)]
    return [
        CoolingPhase(rounds // 2, START_TEMPERATURE, END_TEMPERATURE),
        CoolingPhase(rounds // 4, RESTART_TEMPERATURE, END_TEMPERATURE),
        CoolingPhase(rounds // 4, RESTART_TEMPERATURE, END_TEMPERATURE),
    ]


def _group_of_each(problem: EncodedProblem, seats: IntArray) -> IntArray:
    """The group of each student, by number."""
    at = np.empty(problem.everybody + 1, np.int64)
    at[seats] = np.arange(problem.groups)[:, None]
    return at[: problem.students]


def _breaks_condition(problem: EncodedProblem, seats: IntArray) -> bool:
    """Two sit together who must not, or a group has not its size."""
    at = np.full(problem.everybody + 1, -1)
    at[seats] = np.arange(problem.groups)[:, None]
    return any(
        column.price[group, (at[column.who] == group).sum()] > 0
        for column in problem.columns
        if not column.is_counted
        for group in range(problem.groups)
    )


SOLVER_TIME = 10.0
"""Deterministic time of the solver: the same work on any machine, a few seconds at most."""


def solve_must_apart(question: GroupingProblem, problem: EncodedProblem) -> IntArray:
    """A group for every student, -1 for an empty seat. Raises InvalidInputError when there is none, or none was
    found."""
    from ortools.sat.python import cp_model  # here, because it is slow to load and few questions need it

    model = cp_model.CpModel()
    inside = [[model.new_bool_var("") for _ in range(problem.groups)] for _ in range(problem.students)]
    for row in inside:
        model.add_exactly_one(row)
    for who in np.flatnonzero(problem.fixed_groups >= 0).tolist():
        model.add(inside[who][problem.fixed_groups[who]] == 1)
    for group, (low, high) in enumerate(zip(problem.sizes.low, problem.sizes.high, strict=True)):
        model.add_linear_constraint(sum(row[group] for row in inside), low, high)
    number = {student.key: n for n, student in enumerate(question.students)}
    for student, other in question.must:
        for group in range(problem.groups):
            model.add_at_most_one(inside[number[student]][group], inside[number[other]][group])
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.max_deterministic_time = SOLVER_TIME
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise InvalidInputError(_infeasible_message(question, proven=status == cp_model.INFEASIBLE))
    at = np.full(problem.everybody, -1)
    at[: problem.students] = [[solver.value(seat) for seat in row].index(1) for row in inside]
    return at


def _infeasible_message(question: GroupingProblem, proven: bool) -> str:
    who = sorted({key for pair in question.must for key in pair})
    named = ", ".join(f'"{key}"' for key in who[:6]) + (" and others" if len(who) > 6 else "")
    what = "cannot all be kept apart" if proven else "could not all be kept apart by any way that was found"
    return (
        f"{len(question.must)} pairs of students who must be apart ({named}) {what} in {len(question.specs)} groups "
        "of these sizes with these fixed members: add a group, or let a pair be a wish."
    )
