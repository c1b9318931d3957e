"""What counting proves: no groups whatever can cost less.

Each column alone is spread in the cheapest way that its number, the seats and the fixed students leave open; the
true cost of all columns together cannot be below the sum. Without fixed students a level's floor and ceiling can
always be kept by that level alone, so that a level counts nothing then.

The rule of partners can work against the spread of a level (spread 20 speakers over 25 groups, and nobody has a
partner). One student of a level in a group has no partner unless somebody from outside the level, who shares a
language with one of them, is there; each from outside helps in one group. So a level costs at least its cheapest
spread with any price up to the rule's on a group of one, less that price for each who could help (a Lagrangian
bound). Levels of one trait do not overlap, and one trait is counted in this way: the one that proves most.

Wishes to be together can work against a level too. Where no group may have two of a level, two of it who are
together are one over in that level, and one missing elsewhere where every group should have one; or the wish is
unmet. Pairs that form no circle cost this each for itself.
"""

from itertools import groupby
from math import ceil

import numpy as np

from .columns import EncodedProblem, IntArray, PricedColumn, members_by_level
from .inputs import GroupingProblem, LanguageRule
from .partners import students_needing_partner

PriceTable = np.ndarray


def lower_bound(question: GroupingProblem, problem: EncodedProblem) -> int:
    """Return the units that no groups can cost less than, rounded up: costs are whole."""
    plain = [
        _column_bound(column.who, column.price, problem) if column.is_counted else 0.0
        for column in problem.columns
    ]
    more = _rare_levels_bound(question, problem, plain)
    if question.rule is LanguageRule.PARTNER:
        alone = _partner_bound(question, problem, plain), _fixed_alone_bound(question, problem.fixed_groups)
        more = max(more, *alone)
    return ceil(sum(plain) + more - 1e-9)


def _column_bound(who: IntArray, price: PriceTable, problem: EncodedProblem) -> float:
    """The cheapest way to spread one column: group by group, the best for every number given out so far."""
    mark = np.zeros(problem.everybody, np.bool_)
    mark[who] = True
    fixed = [problem.fixed_groups == group for group in range(problem.groups)]
    least = [int((mark & is_fixed).sum()) for is_fixed in fixed]
    most = [
        size - int((~mark & is_fixed).sum()) for size, is_fixed in zip(problem.sizes.high, fixed, strict=True)
    ]
    count = len(who)
    best = np.full(count + 1, np.inf)
    best[0] = 0
    for row, low, high in zip(price, least, most, strict=True):
        after = np.full(count + 1, np.inf)
        for many in range(low, min(high, count) + 1):
            np.minimum(after[many:], best[: count + 1 - many] + row[many], out=after[many:])
        best = after
    return float(best[count])


def _rare_levels_bound(question: GroupingProblem, problem: EncodedProblem, plain: list[float]) -> float:
    """Units from pairs to be together within levels of one student a group. What counts in `plain` is left out."""
    level_count = len(members_by_level(question))
    rare = []
    for column, counted in zip(problem.columns[:level_count], plain[:level_count], strict=True):
        first_price, later_prices = column.price[:, 1], column.price[:, 2:3]
        if not counted and not first_price.any() and later_prices.all() and later_prices.size:
            rare.append((set(column.who.tolist()), 2 if column.price[:, 0].all() else 1))
    total, circle = 0, {n: n for n in range(problem.students)}
    wishes = slice(level_count, level_count + len(question.together))
    for pair, counted in zip(problem.columns[wishes], plain[wishes], strict=True):
        root, other = (_find_root(circle, who) for who in pair.who.tolist())
        if root != other and not counted:
            circle[root] = other
            over = sum(units for level, units in rare if level.issuperset(pair.who.tolist()))
            total += min(question.weights.together, over)
    return float(total)


def _find_root(circle: dict[int, int], who: int) -> int:
    while circle[who] != who:
        who = circle[who]
    return who


def _partner_bound(question: GroupingProblem, problem: EncodedProblem, plain: list[float]) -> float:
    """Units above the plain bound, from the trait that proves most."""
    homes = [frozenset(student.home) for student in question.students]
    need = set(students_needing_partner(homes))
    numbered = enumerate(members_by_level(question))
    traits = groupby(numbered, key=lambda pair: pair[1][0])
    return max(
        (
            sum(
                _partner_gain(problem.columns[n], plain[n], homes, need, question, problem) for n, _ in levels
            )
            for _, levels in traits
        ),
        default=0.0,
    )


def _partner_gain(
    column: PricedColumn,
    plain: float,
    homes: list[frozenset[str]],
    need: set[int],
    question: GroupingProblem,
    problem: EncodedProblem,
) -> float:
    """What the partners of one level prove above the plain bound of that level."""
    level = set(column.who.tolist())
    spoken = frozenset[str]().union(*(homes[n] for n in level))
    helpers = len(level - need) + sum(bool(homes[n] & spoken) for n in need - level)
    if helpers >= len(level):
        return 0.0
    best = plain
    for extra in {0.5, 1.0, float(question.weights.rule)}:
        if extra <= question.weights.rule:
            price = column.price.astype(np.float64)
            price[:, 1] += extra
            best = max(best, _column_bound(column.who, price, problem) - extra * helpers)
    return best - plain


def _fixed_alone_bound(question: GroupingProblem, fixed_groups: IntArray) -> int:
    """Units for fixed students whose every possible partner is fixed somewhere else."""
    homes = [frozenset(student.home) for student in question.students]
    alone = sum(
        bool(fixed_groups[n] >= 0) and _are_partners_elsewhere(n, homes, fixed_groups)
        for n in students_needing_partner(homes)
    )
    return question.weights.rule * alone


def _are_partners_elsewhere(who: int, homes: list[frozenset[str]], fixed_groups: IntArray) -> bool:
    sharing = (n for n, languages in enumerate(homes) if n != who and languages & homes[who])
    return all(fixed_groups[n] >= 0 and fixed_groups[n] != fixed_groups[who] for n in sharing)
