"""Draws the effect by time since the start: a point with its interval for each period, and a line at no effect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_number, format_signed
from trellis.engines.trends import EffectAt
from trellis.improvement.cycles.run_chart import LEFT, RIGHT, Scale

WIDEST = 90.0


@dataclass(frozen=True)
class EffectPoint:
    """All positions are text with a point, ready for an SVG."""

    x: str
    y: str
    top: str
    bottom: str
    label: str


@dataclass(frozen=True)
class EffectDrawing:
    grid: list[tuple[str, str]]
    zero_y: str
    points: list[EffectPoint]
    description: str


def draw_effects(effects: Sequence[EffectAt], *, is_share: bool) -> EffectDrawing:
    """The chart of effects in order of time since the start; shares in percentage points."""
    ends = [end for at in effects for end in (at.effect.low, at.effect.high)]
    scale = Scale.of([*ends, 0.0], is_share=False)
    gap = min(WIDEST, (RIGHT - LEFT) / max(len(effects), 1))
    points = [
        EffectPoint(
            _text(LEFT + gap * (number + 0.5)),
            _text(scale.y(at.effect.value)),
            _text(scale.y(at.effect.high)),
            _text(scale.y(at.effect.low)),
            format_number(at.periods_since, 0),
        )
        for number, at in enumerate(effects)
    ]
    steps = round((scale.high - scale.low) / scale.step)
    marks = [scale.low + number * scale.step for number in range(steps + 1)]
    decimals = 0 if scale.step >= 1 else 1
    grid = [(_text(scale.y(mark)), format_signed(mark, decimals)) for mark in marks]
    return EffectDrawing(grid, _text(scale.y(0.0)), points, _describe(effects))


def _describe(effects: Sequence[EffectAt]) -> str:
    """The chart in a sentence, for who hears it; the table beside it has every number."""
    first, last = effects[0], effects[-1]
    words = _(
        "Effect by time since the start: %(first)s after %(n)s periods, %(last)s after %(m)s periods. "
        "The table has each."
    )
    return words % {
        "first": format_signed(first.effect.value, 1),
        "n": format_number(first.periods_since, 0),
        "last": format_signed(last.effect.value, 1),
        "m": format_number(last.periods_since, 0),
    }


def _text(place: float) -> str:
    return f"{place:.1f}"
