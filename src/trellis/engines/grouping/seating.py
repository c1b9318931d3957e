"""Where the search begins."""

import numpy as np

from .columns import EncodedProblem, IntArray
from .draws import RandomDraws


def initial_seats(problem: EncodedProblem, draws: RandomDraws, liked: IntArray) -> IntArray:
    """[groups, seats] of who sits there: the fixed, then those who have a group in `liked` (-1: none) as far as
    there are seats, then the others by chance. Where a smaller group has no seat stands the number after everybody.
    """
    people, wall = problem.students, problem.everybody
    preferred_groups = np.where(problem.fixed_groups >= 0, problem.fixed_groups, liked)[:people]
    inside = [np.flatnonzero(problem.fixed_groups == group).tolist() for group in range(problem.groups)]
    room = _initial_sizes(
        problem, np.bincount(preferred_groups[preferred_groups >= 0], minlength=problem.groups)
    )
    rest = []
    for who in draws.orders(1, people)[0].tolist():
        group = int(liked[who])
        if problem.fixed_groups[who] < 0:
            (inside[group] if group >= 0 and len(inside[group]) < room[group] else rest).append(who)
    empty = list(range(people, wall))
    seats = np.full((problem.groups, problem.seats), wall)
    for group, members in enumerate(inside):
        members += [rest.pop() for _ in range(room[group] - len(members))]
        members += [empty.pop() for _ in range(problem.sizes.high[group] - room[group])]
        seats[group, : len(members)] = members
    return seats


def _initial_sizes(problem: EncodedProblem, preference_counts: IntArray) -> list[int]:
    """How many students sit in each group to begin with: one fewer where the fewest want to be."""
    low, room = problem.sizes.low, list(problem.sizes.high)
    loose = [group for group, size in enumerate(room) if size > low[group]]
    loose.sort(key=lambda group: (int(preference_counts[group]), group))
    for group in loose[: problem.everybody - problem.students]:
        room[group] -= 1
    return room
