"""How traits are spread over groups, in counts. What is delicate is not shown in small numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trellis.engines import grouping

from . import traits

MIN_COUNT = 3
"""From this number of students on, a count of a delicate trait is shown."""
HIDDEN_CELL = "–"


@dataclass(frozen=True)
class TraitTable:
    """One trait. `cells` of a row are numbers, or words where a number is not shown, by group."""

    trait: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]  # level in words, cells
    delicate: bool


def trait_tables(answer: grouping.Grouping, titles: Mapping[str, str]) -> list[TraitTable]:
    """A table for each trait that is balanced, in the order in which they are asked about."""
    keys = sorted(answer.groups)
    shown_tables = []
    for trait in traits.TRAITS:
        levels = [level for level in answer.spread if level.trait == trait]
        if not levels:
            continue
        counts = [[share.count for share in level.shares] for level in levels]
        delicate = trait not in traits.TRAITS_SHOWN_BY_NAME
        cells = (
            _suppress_cells(trait, levels, counts, [len(answer.groups[key]) for key in keys])
            if delicate
            else None
        )
        rows = [
            (traits.level_label(trait, level.level), cells[n] if cells else tuple(map(str, counts[n])))
            for n, level in enumerate(levels)
            if level.level != traits.NO
        ]
        if rows:
            columns = tuple(titles[key] for key in keys)
            shown_tables.append(TraitTable(trait, str(traits.TRAITS[trait]), columns, tuple(rows), delicate))
    return shown_tables


def _suppress_cells(
    trait: str, levels: Sequence[grouping.LevelSpread], counts: list[list[int]], sizes: list[int]
) -> list[tuple[str, ...]]:
    """Cells of a delicate trait: a small count is "few", and where one alone is hidden in a group, the next smallest
    goes too, so that nobody can work it out from the others.

    A count that leaves few others is hidden as well: all of a group, or nearly all, tells of everybody who sits there.
    In a small group the two words would be numbers, so nothing is told at all. Of yes and no only yes has a row.
    """
    yes_and_no = trait in ("interrupted", "learner")
    cells = [[str(count) if count >= MIN_COUNT else _("few") for count in row] for row in counts]
    for group, size in enumerate(sizes):
        if size < 2 * MIN_COUNT:
            for row in cells:
                row[group] = HIDDEN_CELL
            continue
        few = [n for n in range(len(levels)) if counts[n][group] < MIN_COUNT]
        nearly = [n for n in range(len(levels)) if counts[n][group] > size - MIN_COUNT]
        for n in nearly:
            cells[n][group] = _("nearly all")
        rest = size - sum(row[group] for row in counts)
        if not yes_and_no and len(few) == 1 and not nearly and rest < MIN_COUNT:
            others = sorted((counts[n][group], n) for n in range(len(levels)) if n not in few)
            if others:
                cells[others[0][1]][group] = HIDDEN_CELL
    return [tuple(row) for row in cells]
