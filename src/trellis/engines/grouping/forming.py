"""From a question to groups."""

from collections.abc import Iterable, Mapping

import numpy as np

from .asked import Pair, Question, Refused, Room, Rule, Student, Weights
from .bounds import bound
from .columns import Ints, Problem, in_columns
from .draws import Draws
from .partners import Partners
from .results import Told
from .search import Leg, Prices, Search
from .seating import start
from .sound import sound
from .strict import seated
from .telling import tell

ROUNDS, MOST_ROUNDS = 200, 16_000
HOT, WARM, COOL, COLD = 0.4, 0.28, 0.12, 0.1
"""Units. From HOT the first time, from WARM where something is found already, from COOL to keep what was before."""


def form(
    students: Iterable[Student],
    groups: Iterable[Room],
    *,
    balance: Iterable[str] = (),
    together: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
    must_apart: Iterable[Pair] = (),
    rule: Rule = Rule.NONE,
    seed: str | int,
    previous: Mapping[str, str] | None = None,
    weights: Weights | None = None,
    effort: int | None = None,
) -> Told:
    """Put every student into one group, each level spread as evenly as can be found.

    `together` and `apart` are wishes, `must_apart` holds whatever it costs, and so do the fixed students of a
    group. A pair named twice counts once. `previous` is group by student as it was: a change has to gain more
    than it moves, and whoever left is passed over. `effort` is rounds of search (200 a student, at most 16,000):
    the same question, seed and effort give the same groups on any machine, whatever the order of the rows.
    Raises Refused for rows that cannot be, and when those who must be apart do not fit.
    """
    pairs = (together, apart, must_apart)
    return answer(
        sound(students, groups, balance, pairs, rule, weights or Weights(), previous or {}), seed, effort
    )


def answer(question: Question, seed: str | int, effort: int | None) -> Told:
    """Groups for a sound question."""
    if isinstance(seed, bool) or not isinstance(seed, str | int):
        raise Refused(
            f"The seed is {seed!r}: give a text or a whole number, and keep it to get the same groups again."
        )
    rounds = min(ROUNDS * len(question.students), MOST_ROUNDS) if effort is None else effort
    if not isinstance(rounds, int) or isinstance(rounds, bool) or rounds < 0:
        raise Refused(f"The effort is {rounds}: give a whole number of rounds, 0 or more.")
    problem = in_columns(question)
    least = bound(question, problem)
    draws = Draws(f"{type(seed).__name__} {seed}")
    seats = _searched(question, problem, start(problem, draws, problem.home), draws, rounds, least)
    if _broken(problem, seats):
        first = start(problem, draws, seated(question, problem))
        seats = _searched(question, problem, first, draws, rounds, least)
    return tell(question, _at(problem, seats).tolist(), least)


def _searched(
    question: Question, problem: Problem, seats: Ints, draws: Draws, rounds: int, enough: float
) -> Ints:
    needs = Partners.of(question, problem.everybody + 1) if question.rule is Rule.PARTNER else None
    moved = question.weights.moved if question.previous else 0
    prices = Prices.of(problem, needs, question.weights.rule, moved)
    for leg in _legs(rounds, stays=bool(question.previous)):
        search = Search(prices, seats)
        search.run(leg, draws, enough)
        seats = search.best_seats
    last = Search(prices, seats)
    if last.cost > enough:
        last.settle()
    return last.best_seats


def _legs(rounds: int, stays: bool) -> list[Leg]:
    if stays:
        return [Leg(rounds // 4, COOL, COLD / 4)]
    return [Leg(rounds // 2, HOT, COLD), Leg(rounds // 4, WARM, COLD), Leg(rounds // 4, WARM, COLD)]


def _at(problem: Problem, seats: Ints) -> Ints:
    """The group of each student, by number."""
    at = np.empty(problem.everybody + 1, np.int64)
    at[seats] = np.arange(problem.groups)[:, None]
    return at[: problem.students]


def _broken(problem: Problem, seats: Ints) -> bool:
    """Two sit together who must not, or a group has not its size."""
    at = np.full(problem.everybody + 1, -1)
    at[seats] = np.arange(problem.groups)[:, None]
    return any(
        column.price[group, (at[column.who] == group).sum()] > 0
        for column in problem.columns
        if not column.is_counted
        for group in range(problem.groups)
    )
