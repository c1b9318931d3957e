"""The year as a picture: months across; internships, exhibitions, plan meetings; and behind, days without school.

Places are whole numbers as text, which no language formats, mirrored where the page runs right to left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_date, format_sentence_list, format_short_month
from trellis.design.blueprint.wording import Wording

from .models import YearDate
from .year_lines import DateLine
from .year_wording import kind_title, spans_text

Kind = YearDate.Kind
WIDTH, HEIGHT, EDGE = 1034, 86, 20
LABEL_WIDTH = 150
"""The room that a label takes, about: it is left out where another mark would be under it."""
ROWS = {
    Kind.CLOSED: ("off", 18, 62),
    Kind.INTERNSHIPS: ("work", 24, 16),
    Kind.EXHIBITIONS: ("show", 46, 14),
    Kind.PLAN_MEETINGS: ("meet", 66, 12),
}
"""The class of a mark, its top and its height."""
DESCRIBED = (Kind.TERM, *ROWS)


@dataclass(frozen=True)
class Mark:
    """A rectangle of the picture. title: what it is, for whoever points at it."""

    css: str
    x: str
    y: str
    width: str
    height: str
    title: str


@dataclass(frozen=True)
class Label:
    """Words in the picture, at the place where they begin."""

    x: str
    y: str
    text: str
    css: str = ""


@dataclass(frozen=True)
class YearPicture:
    """What the template draws. months: their names, each right of its line. description: all of it in words."""

    months: list[tuple[str, Label]]
    marks: list[Mark]
    labels: list[Label]
    description: str


class _Scale:
    """From a day to a place across the picture."""

    def __init__(self, first: date, last: date) -> None:
        self.first = first.replace(day=1)
        self.days = (last - self.first).days + 1
        self.mirrored = get_language_bidi()

    def at(self, day: date) -> int:
        return EDGE + round((WIDTH - 2 * EDGE) * (day - self.first).days / self.days)

    def text(self, place: int) -> str:
        return str(WIDTH - place if self.mirrored else place)

    def span(self, starts: date, ends: date) -> tuple[int, int]:
        begins = self.at(starts)
        return begins, max(4, self.at(ends + timedelta(days=1)) - begins)


def draw_year(first: date, last: date, lines: Sequence[DateLine], words: Wording) -> YearPicture:
    """Draw the dates of a year from its first to its last day."""
    scale = _Scale(first, last)
    marks, labels = [], []
    for kind in ROWS:
        of_kind = [line for line in lines if line.kind == kind]
        marks += [_mark(scale, line) for line in of_kind]
        labels += _labels(scale, kind, of_kind, words)
    return YearPicture(list(_months(scale, last)), marks, labels, _description(first, last, lines, words))


def _months(scale: _Scale, last: date) -> Iterator[tuple[str, Label]]:
    month = scale.first
    while month <= last:
        place = scale.at(month)
        yield scale.text(place), Label(scale.text(place + 5), "12", format_short_month(month))
        month = (month + timedelta(days=32)).replace(day=1)


def _mark(scale: _Scale, line: DateLine) -> Mark:
    css, top, height = ROWS[Kind(line.kind)]
    begins, width = scale.span(line.starts, line.ends)
    x = WIDTH - begins - width if scale.mirrored else begins
    return Mark(css, str(x), str(top), str(width), str(height), f"{line.title}: {line.span}")


def _labels(scale: _Scale, kind: str, lines: Sequence[DateLine], words: Wording) -> Iterator[Label]:
    """The name of a row at its first mark: within a bar that is wide enough, else after it."""
    if not lines or kind == Kind.CLOSED:
        return
    _css, top, height = ROWS[Kind(kind)]
    begins, width = scale.span(lines[0].starts, lines[0].ends)
    if kind == Kind.INTERNSHIPS:
        if width >= LABEL_WIDTH:
            yield Label(scale.text(begins + 8), str(top + height - 4), kind_title(kind, words), "lab")
        return
    after = begins + width + 6
    if len(lines) == 1 or scale.at(lines[1].starts) - after >= LABEL_WIDTH:
        yield Label(scale.text(after), str(top + height - 3), kind_title(kind, words))


def _description(first: date, last: date, lines: Sequence[DateLine], words: Wording) -> str:
    """The picture in words, for whoever has it read aloud."""
    sentences = [
        _("School starts on %(first)s and ends on %(last)s.")
        % {"first": format_date(first), "last": format_date(last)}
    ]
    for kind in DESCRIBED:
        of_kind = [line for line in lines if line.kind == kind]
        if of_kind:
            spans = (
                format_sentence_list(f"{line.title} ({line.span})" for line in of_kind)
                if kind == Kind.CLOSED
                else spans_text((line.starts, line.ends) for line in of_kind)
            )
            sentences.append(f"{kind_title(kind, words)}: {spans}.")
    return " ".join(sentences)
