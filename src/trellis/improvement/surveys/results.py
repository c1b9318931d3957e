"""What a closed round found: for each question a distribution, and groups side by side, with small ones hidden.

The groups hide each other as every figure does (`opportunity.suppression`), over all schools at once for a network.
Nothing is counted before a round has closed: of two looks, the difference would be one person's answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_number, format_percent
from trellis.improvement.opportunity.figures import MIN_N, hidden_reason
from trellis.improvement.opportunity.groups import group_name, has_own_row
from trellis.improvement.opportunity.suppression import StudentLevels, hidden_cells

from .content import Question
from .models import SurveyRound, SurveyTally
from .people import FACETS

REASON = "count the answers of a closed survey; small groups are hidden"
FEW, MOST = 0.05, 0.95
"""Shares beyond these are not told exactly: they would say what nearly everybody, or nearly nobody, answered."""
Tallies = Mapping[tuple[str, str], SurveyTally]
"""The tallies of one school's round, by facet and level."""


@dataclass(frozen=True)
class Bar:
    """One answer: its share in words, the width of its bar in percent, and whether it is among the highest."""

    label: str
    share: str
    width: int
    step: int


@dataclass(frozen=True)
class GroupResult:
    """One group: the share that chose one of the highest answers; `hidden` says why there is none."""

    name: str
    share: str = ""
    width: int = 0
    n: str = ""
    hidden: str = ""


@dataclass(frozen=True)
class ItemResult:
    """One question. highest: the answers that a group's share counts. earlier: that share in the round before."""

    question: Question
    hidden: str = ""
    n: str = ""
    bars: list[Bar] = field(default_factory=list)
    highest: str = ""
    share: str = ""
    groups: list[GroupResult] = field(default_factory=list)
    earlier: str = ""


def tallies_of(rounds: Sequence[SurveyRound]) -> list[Tallies]:
    """What was counted in each of these closed rounds, in their order; nothing of a round that has not closed."""
    closed = [row.pk for row in rounds if row.closed_on]
    by_round: dict[object, dict[tuple[str, str], SurveyTally]] = {row.pk: {} for row in rounds}
    for tally in SurveyTally.objects.unscoped(REASON).filter(round__in=closed):
        by_round[tally.round_id][tally.facet, tally.level] = tally
    return [by_round[row.pk] for row in rounds]


def answered(tallies: Tallies) -> int:
    """How many sent the form."""
    everybody = tallies.get(("all", "all"))
    return everybody.answered if everybody else 0


def item_results(
    questions: Sequence[Question], schools: Sequence[Tallies], min_group: int, with_groups: bool = True
) -> list[ItemResult]:
    """The counted questions of a school's round, or of the rounds of several schools together."""
    return [_item_result(question, schools, max(min_group, MIN_N), with_groups) for question in questions]


def _counts(tallies: Tallies, group: tuple[str, str], question: Question) -> list[int]:
    tally = tallies.get(group)
    counts = tally.counts.get(question.key) if tally else None
    return counts if counts and len(counts) == len(question.answers) else [0] * len(question.answers)


def _sum_counts(schools: Sequence[Tallies], group: tuple[str, str], question: Question) -> list[int]:
    return [sum(column) for column in zip(*(_counts(each, group, question) for each in schools), strict=True)]


def _item_result(
    question: Question, schools: Sequence[Tallies], min_group: int, with_groups: bool
) -> ItemResult:
    counts = _sum_counts(schools, ("all", "all"), question)
    levels, school = _layout(question, schools)
    hidden = hidden_cells(levels, school, np.ones(len(school)), len(schools))
    if sum(counts) < min_group or hidden["all"][-1, 0]:
        return ItemResult(question, hidden=hidden_reason("small"))
    first = highest_from(question)
    return ItemResult(
        question,
        n=format_number(sum(counts), 0),
        bars=_bars(question, counts),
        highest=_or(question.answers[first:]) if question.is_scale else "",
        share=_share_words(_share(counts, first)) if question.is_scale else "",
        groups=_groups(question, schools, levels, hidden, min_group)
        if with_groups and question.is_scale
        else [],
    )


def highest_from(question: Question) -> int:
    """The first of the answers that count as high: the upper half of a scale, without its middle."""
    return (len(question.answers) + 1) // 2


def _or(labels: Sequence[str]) -> str:
    quoted = [_("“%(answer)s”") % {"answer": label} for label in labels]
    if len(quoted) == 1:
        return quoted[0]
    return _("%(low)s to %(high)s") % {"low": quoted[0], "high": quoted[-1]}


def _layout(question: Question, schools: Sequence[Tallies]) -> tuple[StudentLevels, np.ndarray]:
    """As if each answer stood in a row of its own, by school; by facet in an order that means nothing."""
    sizes = [sum(_counts(each, ("all", "all"), question)) for each in schools]
    school = np.repeat(np.arange(len(schools)), sizes)
    levels: StudentLevels = {"all": (["all"], np.zeros(len(school), dtype=np.int64))}
    for facet in FACETS:
        names = sorted({level for each in schools for (of, level) in each if of == facet})
        cells = [[sum(_counts(each, (facet, level), question)) for level in names] for each in schools]
        if names and [sum(row) for row in cells] == sizes:
            levels[facet] = (names, np.concatenate([np.repeat(np.arange(len(names)), row) for row in cells]))
    return levels, school


def _bars(question: Question, counts: list[int]) -> list[Bar]:
    total, steps = sum(counts), len(counts)
    return [
        Bar(
            label,
            _share_words(count / total),
            _width(count / total),
            1 + round(place * 3 / max(1, steps - 1)),
        )
        for place, (label, count) in enumerate(zip(question.answers, counts, strict=True))
    ]


def _groups(
    question: Question,
    schools: Sequence[Tallies],
    levels: StudentLevels,
    hidden: Mapping[str, np.ndarray],
    min_group: int,
) -> list[GroupResult]:
    rows = []
    for facet in FACETS:
        names = levels[facet][0] if facet in levels else []
        for place, level in enumerate(names):
            if not has_own_row(facet, level):
                continue
            counts = _sum_counts(schools, (facet, level), question)
            if sum(counts) < min_group or hidden[facet][-1, place]:
                code = "cover" if sum(counts) >= min_group else "small" if sum(counts) else "empty"
                rows.append(GroupResult(group_name(facet, level), hidden=hidden_reason(code)))
                continue
            share = _share(counts, highest_from(question))
            rows.append(
                GroupResult(
                    group_name(facet, level),
                    _share_words(share),
                    _width(share),
                    format_number(sum(counts), 0),
                )
            )
    return rows


def _share(counts: list[int], first: int) -> float:
    return sum(counts[first:]) / sum(counts)


def _share_words(share: float) -> str:
    """A share in percent; at the ends only that it is less or more."""
    if share < FEW:
        return _("under %(share)s") % {"share": format_percent(FEW)}
    if share > MOST:
        return _("over %(share)s") % {"share": format_percent(MOST)}
    return format_percent(share)


def _width(share: float) -> int:
    return round(100 * min(max(share, FEW), MOST))
