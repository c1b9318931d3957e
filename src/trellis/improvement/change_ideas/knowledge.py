"""What is known of an idea, from the frozen facts of its tests. Pure: no database.

Schools are listed by name, failed tests among the others. Unlike measures are never added together, nor are schools:
each keeps its own interval, on one scale where the question is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.foundation.formatting import format_number
from trellis.improvement.cycles.amounts import format_amount
from trellis.improvement.cycles.study import VERDICTS

from .frozen import Figure

WIDTH = 240


@dataclass(frozen=True)
class TestFacts:
    """One shared test: where, what was decided, and its figures. place: the name of a school, or of the network."""

    place: str
    decision: str
    figures: Sequence[Figure]

    __test__ = False


@dataclass(frozen=True)
class IntervalRow:
    """One school's result. start, middle, end: where its interval lies on the scale, from 0 to WIDTH; None without."""

    place: str
    before: str
    after: str
    change: str
    verdict: str
    start: int | None = None
    middle: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class SameQuestion:
    """The results of all tests that asked one question, on one scale. zero: where no difference lies."""

    question: str
    sentence: str
    rows: Sequence[IntervalRow]
    zero: int


@dataclass(frozen=True)
class Knowledge:
    """certainty: how sure one can be, in sentences."""

    certainty: Sequence[str]
    questions: Sequence[SameQuestion]


def what_is_known(tests: Sequence[TestFacts]) -> Knowledge:
    """What the tests say together. tests: the newest last; of one school and question the newest counts."""
    by_question: dict[str, dict[str, Figure]] = defaultdict(dict)
    for test in tests:
        for figure in test.figures:
            by_question[figure.key][test.place] = figure
    questions = [_same_question(figures) for figures in by_question.values()]
    return Knowledge([_how_often(tests), *(each.sentence for each in questions)] if tests else [], questions)


def _how_often(tests: Sequence[TestFacts]) -> str:
    places = len({test.place for test in tests})
    if len(tests) == 1:
        return _("Tried once. One test is not enough to be sure.")
    if places == 1:
        return _("Tried %(n)d times at one school.") % {"n": len(tests)}
    return ngettext("Tried at %(n)d school.", "Tried at %(n)d schools.", places) % {"n": places}


def _same_question(figures: dict[str, Figure]) -> SameQuestion:
    first = next(iter(figures.values()))
    bounds = [0.0, *(end for each in figures.values() for end in (each.low, each.high) if end is not None)]
    low, high = min(bounds), max(bounds)
    span = (high - low) or 1.0

    def place_on_scale(value: float | None) -> int | None:
        return None if value is None else round(10 + (WIDTH - 20) * (value - low) / span)

    rows = [
        IntervalRow(
            place,
            _of_count(each.before, each.before_n, each.is_share),
            _of_count(each.after, each.after_n, each.is_share),
            change_sentence(each),
            str(VERDICTS.get(each.verdict, "")),
            place_on_scale(each.low),
            place_on_scale(each.change),
            place_on_scale(each.high),
        )
        for place, each in sorted(figures.items())
    ]
    return SameQuestion(first.question, _certainty(list(figures.values())), rows, place_on_scale(0.0) or 0)


def _certainty(figures: Sequence[Figure]) -> str:
    """In how many schools one question changed, and which way: "up" says nothing about good or bad."""
    all_count, title = len(figures), figures[0].title
    up = sum(each.verdict == "signal" and (each.change or 0) > 0 for each in figures)
    down = sum(each.verdict == "signal" and (each.change or 0) < 0 for each in figures)
    early = sum(each.verdict not in ("signal", "no-signal") for each in figures)
    params = {"title": title, "all": all_count}
    if early == all_count:
        return _("“%(title)s”: too early to tell.") % params
    if not up and not down:
        return _("“%(title)s” did not change more than chance would explain.") % params
    if up and down:
        return _(
            "“%(title)s” went up more than chance would explain in %(up)d of %(all)d schools, and down in %(down)d."
        ) % {**params, "up": up, "down": down}
    words = (
        _("“%(title)s” went up more than chance would explain in %(n)d of %(all)d schools.")
        if up
        else _("“%(title)s” went down more than chance would explain in %(n)d of %(all)d schools.")
    )
    return words % {**params, "n": up or down}


def change_sentence(figure: Figure) -> str:
    """The size of a difference with its range; "" where none could be told."""
    if figure.change is None or figure.low is None or figure.high is None:
        return ""
    params = {
        name: signed(value)
        for name, value in (("size", figure.change), ("low", figure.low), ("high", figure.high))
    }
    if figure.is_share:
        return _("%(size)s points, likely between %(low)s and %(high)s") % params
    return _("%(size)s, likely between %(low)s and %(high)s") % params


def signed(value: float) -> str:
    """A difference with its sign: +4.5."""
    rounded = round(value, 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{format_number(abs(rounded), 0 if rounded == round(rounded) else 1)}"


def _of_count(value: float, count: int, is_share: bool) -> str:
    return (
        _("%(amount)s of %(n)s")
        % {
            "amount": format_amount(value, is_share),
            "n": format_number(count),
        }
        if is_share
        else format_amount(value, False)
    )
