"""What comes back: one summary for a cell, with what it rests on."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from .inputs import Rating, RatingTable, SummaryRule, validate_rule
from .steps import RatingCells, group_into_cells, has_no_curve, sort_ratings, summary_values


@dataclass(frozen=True, slots=True)
class Summary:
    """The sum of one student's readings on one outcome.

    `value` is on the scale from 1 to the top. `rule` is the school's; with `fallback` a power law had fewer than
    three days to go by and the mean stands in. `count` is the number of readings that count, `used` the keys of
    those that `value` rests on, in order of time (all of them, or those of the last day, or the highest), and
    `first` and `last` the days between which all that count were made.
    """

    value: float
    rule: SummaryRule
    count: int
    used: tuple[Hashable, ...]
    first: date
    last: date
    fallback: bool = False

    @property
    def rule_used(self) -> SummaryRule:
        """The rule behind the value: the school's, or the mean where a power law has too little to go by."""
        return SummaryRule.MEAN if self.fallback else self.rule


def summarize(
    readings: Iterable[Rating], rule: SummaryRule, *, top: int, decay: float = 0.65, least: int = 1
) -> Summary | None:
    """Readings on one outcome summed up by one rule; None with fewer than `least` that weigh anything.

    `top` is the highest level of the rubric, `decay` what the newest day counts in a decaying average, between 0
    and 1. Raises InvalidInputError, naming the reading: a level outside 1 to `top` or none, no date, a weight below
    0, a key twice.
    """
    return summarize_many({None: readings}, rule, top=top, decay=decay, least=least)[None]


def summarize_many(
    table: Mapping[Hashable, Iterable[Rating]] | RatingTable,
    rule: SummaryRule,
    *,
    top: int,
    decay: float = 0.65,
    least: int = 1,
) -> dict[Hashable, Summary | None]:
    """What `summarize` says for each cell, all at once, in the order of the cells."""
    rule = validate_rule(rule, top, decay, least)
    sorted_rows = sort_ratings(table, top)
    summaries: dict[Hashable, Summary | None] = dict.fromkeys(sorted_rows.names)
    if len(sorted_rows.keys):
        summaries.update(_build_summaries(group_into_cells(sorted_rows), rule, top, decay, least))
    return summaries


def _build_summaries(
    of: RatingCells, rule: SummaryRule, top: int, decay: float, least: int
) -> dict[Hashable, Summary]:
    fell_back = has_no_curve(of) if rule is SummaryRule.POWER_LAW else np.zeros(len(of.size), dtype=bool)
    end = of.begin + of.size
    start = of.last_step if rule is SummaryRule.MOST_RECENT else of.begin
    names, keys = of.rows.names, of.rows.keys
    best = (of.rows.levels == of.high[of.of_row]).tolist() if rule is SummaryRule.HIGHEST else None
    columns = zip(
        of.rows.cell[of.begin].tolist(),
        summary_values(of, rule, top, decay).tolist(),
        of.size.tolist(),
        start.tolist(),
        end.tolist(),
        of.rows.days[of.begin].tolist(),
        of.rows.days[end - 1].tolist(),
        fell_back.tolist(),
        strict=True,
    )
    summaries = {}
    for cell, value, size, start_at, end_at, first, last, fallback in columns:
        if size < least:
            continue
        used = keys[start_at:end_at]
        if best is not None:
            used = [key for key, is_best in zip(used, best[start_at:end_at], strict=True) if is_best]
        summaries[names[cell]] = Summary(
            value, rule, size, tuple(used), date.fromordinal(first), date.fromordinal(last), fallback
        )
    return summaries


@dataclass(frozen=True, slots=True)
class SummaryChange:
    """A cell whose summary would change. None: there is no summary before, or none any more."""

    cell: Hashable
    before: Summary | None
    after: Summary | None

    @property
    def moves(self) -> bool:
        """The value itself would be another, appear or go; otherwise only what it rests on would change."""
        return (self.before and self.before.value) != (self.after and self.after.value)


def find_changes(
    before: Mapping[Hashable, Iterable[Rating]] | RatingTable,
    after: Mapping[Hashable, Iterable[Rating]] | RatingTable,
    rule: SummaryRule,
    *,
    top: int,
    decay: float = 0.65,
    least: int = 1,
    rule_after: SummaryRule | None = None,
    top_after: int | None = None,
    decay_after: float | None = None,
    least_after: int | None = None,
) -> tuple[SummaryChange, ...]:
    """Every cell whose summary would change from `before` to `after`: readings deleted or added, an outcome retired
    (its cells are missing after), another rule or another scale. Cells as they stand before, then new ones.

    What is not said for after stays as before. Raises InvalidInputError as in `summarize_many`.
    """
    then = summarize_many(before, rule, top=top, decay=decay, least=least)
    now = summarize_many(
        after,
        rule if rule_after is None else rule_after,
        top=top if top_after is None else top_after,
        decay=decay if decay_after is None else decay_after,
        least=least if least_after is None else least_after,
    )
    both = dict.fromkeys((*then, *now))
    changes = (SummaryChange(cell, then.get(cell), now.get(cell)) for cell in both)
    return tuple(cell_change for cell_change in changes if cell_change.before != cell_change.after)
