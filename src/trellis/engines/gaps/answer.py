"""From cells to the answer: who is hidden, who is compared with whom, and what cannot be said."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import reduce
from itertools import accumulate
from typing import Any

from .cells import Cell
from .question import ComparisonSpec, group_name
from .results import METHODS, NOT_RECORDED, Comparison, Facet, Gap, GroupLabels, InvalidInputError, Reason
from .suppression import Suppression, suppress
from .tally import GroupTable

NO_OTHERS = Reason("nobody-else", "there are no other students to compare with")


def compare_groups(table: GroupTable, question: ComparisonSpec, hidden: Collection[str] = ()) -> Comparison:
    """Compare every group of every facet; the groups that `hidden` names stay hidden. Raises InvalidInputError when
    there is nobody, or the reference is not there."""
    everyone = {labels for groups in table.values() for labels in groups}
    if not everyone:
        raise InvalidInputError("There are no rows to count.")
    if not any(cell.n for groups in table.values() for cell in groups.values()):
        raise InvalidInputError("There are no students to count: every group is empty.")
    reference = question.find_reference(sorted(everyone, key=_natural_sort_key))
    levels = sorted(table, key=lambda level: _natural_sort_key((level or "",)))
    return Comparison(
        kind=question.kind,
        group=question.group,
        by=question.by,
        comparison=group_name(reference),
        min_n=question.min_n,
        unit=question.unit,
        methods=METHODS[question.kind],
        facets=tuple(_compare_facet(level, table[level], reference, question, hidden) for level in levels),
        numerator=question.numerator,
        denominator=question.denominator,
        value=question.value,
    )


@dataclass(frozen=True, slots=True)
class _FacetTable:
    """The groups of one facet, sorted, with what was asked of them and what is hidden among them."""

    level: str | None
    groups: dict[GroupLabels, Cell]
    reference: GroupLabels | None
    question: ComparisonSpec
    hiding: Suppression


def _compare_facet(
    level: str | None,
    groups: dict[GroupLabels, Cell],
    reference: GroupLabels | None,
    question: ComparisonSpec,
    hidden: Collection[str],
) -> Facet:
    groups = {labels: groups[labels] for labels in sorted(groups, key=_natural_sort_key)}
    also = {labels for labels in groups if group_name(labels) in hidden}
    hiding = suppress({labels: cell.n for labels, cell in groups.items()}, question.min_n, also)
    table = _FacetTable(level, groups, reference, question, hiding)
    note = _missing_reference_reason(table)
    others: Sequence[Cell | None] = [None] * len(groups)
    if reference is None:
        others = _others_of_each(list(groups.values()))
    elif note is None:
        others = [None if labels == reference else groups[reference] for labels in groups]
    total = reduce(_merge_cells, groups.values())
    return Facet(
        level=level,
        comparison=group_name(reference),
        comparison_estimate=groups[reference].estimate() if reference and note is None else None,
        total=total.estimate() if total.n >= question.min_n and hiding.total_safe else None,
        gaps=tuple(_group_gap(table, labels, other) for labels, other in zip(groups, others, strict=True)),
        note=note,
    )


def _group_gap(table: _FacetTable, labels: GroupLabels, other: Cell | None) -> Gap:
    row: dict[str, Any] = {  # Any: columns of a gap
        "labels": dict(zip(table.question.group, labels, strict=True)),
        "name": group_name(labels),
        "comparison": group_name(table.reference),
        "is_comparison": labels == table.reference,
    }
    if labels in table.hiding.reasons:
        return Gap(**row, hidden=table.hiding.reasons[labels])
    cell = table.groups[labels]
    row["estimate"] = cell.estimate()
    if other is None or other.n == 0:
        return Gap(**row, notes=(NO_OTHERS,) if table.reference is None else ())
    gap = cell.against(other)
    gap_fields = {field.name: getattr(gap, field.name) for field in fields(gap)}
    return Gap(**gap_fields, **row, comparison_estimate=other.estimate())


def _missing_reference_reason(table: _FacetTable) -> Reason | None:
    if table.reference is None:
        return None
    name, by = group_name(table.reference), table.question.by
    within = f"in {by} {table.level} " if by else ""
    if table.reference not in table.groups or table.groups[table.reference].n == 0:
        return Reason("reference-absent", f"{within}{name} has no students, so no gap is shown")
    why = table.hiding.reasons.get(table.reference)
    if why is None:
        return None
    verb = "has" if why.code == "small" else "is"
    return Reason(f"reference-{why.code}", f"{within}{name} {verb} {why.words}, so no gap is shown")


def _others_of_each(cells: list[Cell]) -> list[Cell]:
    """For each cell all the others together, adding up from both ends: subtracting would cost digits."""
    nobody: Cell = type(cells[0])()
    before = list(accumulate(cells, _merge_cells, initial=nobody))[:-1]
    after = list(accumulate(reversed(cells), _merge_cells, initial=nobody))[-2::-1]
    return [earlier.plus(later) for earlier, later in zip(before, after, strict=True)]


def _merge_cells(cell: Cell, other: Cell) -> Cell:
    return cell.plus(other)


def _natural_sort_key(labels: Iterable[str]) -> tuple:
    """Sorts as a person would: 9 before 10, whatever the case, "not recorded" last."""
    return tuple(
        (
            text == NOT_RECORDED,
            [
                (0, int(part), "") if part.isdecimal() else (1, 0, part.casefold())
                for part in _split_digits(text)
            ],
            text,
        )
        for text in labels
    )


def _split_digits(text: str) -> list[str]:
    return [part for part in re.split(r"(\d+)", text, flags=re.ASCII) if part]
