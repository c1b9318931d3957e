"""Rates and means by group, and the gap of each group to a named reference or to everybody else.

    from trellis.engines import gaps

    comparison = gaps.compare(rows, group=["group"], numerator="graduated", denominator="students", by="cohort",
                              reference="Rest of New York City")
    comparison.facet("2005").gap("Internationals").points        # 18.7

The comparison is always named, the size of a group always there, and groups in which somebody could be
picked out are hidden with the reason in words (see `hiding`).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from .answer import compare_groups
from .decomposition import Decomposition, decompose
from .intervals import holm
from .question import ComparisonSpec, Reference
from .results import (
    EVERYBODY_ELSE,
    METHODS,
    Comparison,
    Difference,
    Estimate,
    Facet,
    Gap,
    InvalidCellError,
    InvalidInputError,
    Reason,
)
from .tally import merge_moments, merge_shares, tally_rows

__all__ = [
    "EVERYBODY_ELSE",
    "METHODS",
    "Comparison",
    "ComparisonSpec",
    "Decomposition",
    "Difference",
    "Estimate",
    "Facet",
    "Gap",
    "InvalidCellError",
    "InvalidInputError",
    "Reason",
    "compare",
    "compare_moments",
    "decompose",
    "holm",
]


def compare(
    rows: Mapping[str, Sequence] | Iterable[Mapping[str, object]],
    *,
    group: str | Sequence[str],
    numerator: str | None = None,
    denominator: str | None = None,
    value: str | None = None,
    by: str | None = None,
    reference: Reference = None,
    min_n: int = 10,
) -> Comparison:
    """Compare the groups of a tidy table.

    `rows` are columns (a mapping of column to sequence, or a data frame) or rows (mappings). For a rate each
    row holds counts, of one student (0 or 1 of 1) or of a whole cell, and a group's rate is its summed
    numerator over its summed denominator. For a mean each row holds one student's value. Several columns in
    `group` are crossed; `by` repeats the whole within each of its levels. Without a `reference` each group is
    compared with everybody else in its table. Raises InvalidInputError, in a sentence, for what cannot be answered.
    """
    columns = (group,) if isinstance(group, str) else tuple(group)
    question = ComparisonSpec(columns, numerator, denominator, value, by, reference, min_n)
    return compare_groups(tally_rows(rows, question), question)


def compare_moments(
    rows: Iterable[Mapping[str, object]],
    *,
    group: str | Sequence[str],
    n: str = "n",
    total: str = "sum",
    squares: str | None = "sumsq",
    base: str | None = None,
    by: str | None = None,
    reference: Reference = None,
    min_n: int = 10,
    hidden: Collection[str] = (),
) -> Comparison:
    """Compare groups that are already added up: each row has a size, a sum and a sum of squares.

    Rows of one group are merged. `squares=None` says that the sum counts students (a rate: `total` of `n`), or with
    `base` that it counts things of which a student has one or several (`total` of `base`, told of `n` students).
    Otherwise the answer is about means, and equals `compare` on the rows behind it. `hidden` names groups that stay
    hidden though they are large enough, because of another table (see `suppress_across`).
    """
    columns = (group,) if isinstance(group, str) else tuple(group)
    if base is not None:
        question = ComparisonSpec(columns, total, base, None, by, reference, min_n)
        return compare_groups(merge_shares(rows, question, n), question, hidden)
    if squares is None:
        question = ComparisonSpec(columns, total, n, None, by, reference, min_n)
        return compare_groups(tally_rows(rows, question), question, hidden)
    question = ComparisonSpec(columns, value=total, by=by, reference=reference, min_n=min_n)
    return compare_groups(merge_moments(rows, question, n, squares), question, hidden)
