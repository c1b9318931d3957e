"""Charts drawn on the server: SVG with its numbers in a table beneath.

Coordinates are percentages of the width, so that text keeps its size from a phone to a wide screen, and they
are mirrored, as numbers, where the page runs right to left. Numbers in attributes are never localized.
"""

from collections.abc import Iterable, Iterator
from typing import Protocol

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_bidi

register = template.Library()

ROW_HEIGHT, FOOT_HEIGHT = 40, 22


class ChartRow(Protocol):
    """A row of an interval chart. `hidden`: why it has no value. `apart`: its interval excludes the reference."""

    name: str
    hidden: str
    value: float | None
    low: float | None
    high: float | None
    estimate: str
    n: str
    apart: bool


class _Scale:
    """From a value to a place across the chart, in percent; mirrored for right-to-left pages."""

    def __init__(self, most: float, mirrored: bool) -> None:
        self.most, self.mirrored = most or 1.0, mirrored
        self.start, self.end = ("end", "start") if mirrored else ("start", "end")

    def at(self, value: float) -> str:
        share = 100 * min(max(value / self.most, 0.0), 1.0)
        return f"{100 - share if self.mirrored else share:.2f}%"

    @property
    def first(self) -> str:
        return self.at(0)

    @property
    def last(self) -> str:
        return self.at(self.most)


@register.simple_tag
def interval_chart(
    rows: Iterable[ChartRow], caption: str = "", reference: ChartRow | None = None
) -> SafeString:
    """An interval chart. Each row has name, hidden, value, low, high, estimate, n and apart (see opportunity.Row).

    A rate runs from 0 to 1; anything above makes the scale end at the largest number. `reference` is a row
    whose value is drawn as a dashed line.
    """
    rows = list(rows)
    ends = [row.high if row.high is not None else row.value for row in rows if row.value is not None]
    scale = _Scale(1.0 if max(ends, default=1) <= 1 else max(ends) * 1.05, get_language_bidi())
    height = ROW_HEIGHT * len(rows) + FOOT_HEIGHT
    return format_html(
        '<svg class="intervals" width="100%" height="{}" direction="ltr" role="img" aria-label="{}">{}{}{}</svg>',
        height,
        caption,
        format_html_join("", "{}", _axis_lines(scale, height)),
        _reference_line(scale, reference, height),
        format_html_join("", "{}", ((_chart_row(scale, row, ROW_HEIGHT * i),) for i, row in enumerate(rows))),
    )


def _axis_lines(scale: _Scale, height: int) -> Iterator[tuple[SafeString]]:
    for i in range(6):
        value = scale.most * i / 5
        label = f"{20 * i}%" if scale.most == 1.0 else f"{value:.1f}"
        anchor = scale.start if i == 0 else scale.end if i == 5 else "middle"
        yield (
            format_html(
                '<line class="axis" x1="{0}" x2="{0}" y1="0" y2="{1}"/>'
                '<text x="{0}" y="{2}" text-anchor="{3}">{4}</text>',
                scale.at(value),
                height - FOOT_HEIGHT,
                height - 6,
                anchor,
                label,
            ),
        )


def _reference_line(scale: _Scale, reference: ChartRow | None, height: int) -> SafeString | str:
    if reference is None or reference.value is None:
        return ""
    x = scale.at(reference.value)
    return format_html('<line class="reference" x1="{0}" x2="{0}" y1="0" y2="{1}"/>', x, height - FOOT_HEIGHT)


def _chart_row(scale: _Scale, row: ChartRow, top: int) -> SafeString:
    name = format_html(
        '<text class="mark-label" x="{}" y="{}" text-anchor="{}">{}</text>',
        scale.first,
        top + 15,
        scale.start,
        row.name,
    )
    if row.hidden or row.value is None:
        return format_html(
            '<g>{}<text class="hidden-value" x="{}" y="{}" text-anchor="{}">{}</text></g>',
            name,
            scale.first,
            top + 31,
            scale.start,
            row.hidden,
        )
    low = row.value if row.low is None else row.low
    high = row.value if row.high is None else row.high
    return format_html(
        '<g class="{0}">{1}<text class="mark-label" x="{2}" y="{3}" text-anchor="{4}">{5} · {6}</text>'
        '<line class="interval" x1="{7}" x2="{8}" y1="{9}" y2="{9}"/>'
        '<circle class="point" cx="{10}" cy="{9}" r="5"/></g>',
        "alert" if row.apart else "",
        name,
        scale.last,
        top + 15,
        scale.end,
        row.estimate,
        row.n,
        scale.at(low),
        scale.at(high),
        top + 27,
        scale.at(row.value),
    )
