"""What would become of every summary, shown before anything happens."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from .inputs import Rating, RatingTable, SummaryRule
from .summarizing import Summary, summarize_many


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
