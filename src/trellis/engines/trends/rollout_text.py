"""A roll-out for a person, in sentences and a table, or for a program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from textwrap import fill

from trellis.engines.gaps.results import printable

from .interrupted import Effect
from .rollout_file import RolloutTable
from .rollouts import RolloutComparison, Sensitivity

NO_EXPERIMENT = (
    "Unless starts were drawn by lot, this is no experiment: schools that start early may differ from the rest in "
    "other ways."
)


def as_dict(table: RolloutTable, answer: RolloutComparison) -> dict:
    """All of it, ready for JSON; dates as 2026-09-14."""
    laid_out = asdict(table)
    laid_out["periods"] = [
        period if isinstance(period, int) else period.isoformat() for period in table.periods
    ]
    return {"table": laid_out, "comparison": asdict(answer)}


def as_text(table: RolloutTable, answer: RolloutComparison, width: int | None = None) -> str:
    """Sentences first, then the effect by time since the start. `width` is the screen's; None, for a pipe."""
    lines = [*_sentences(table, answer)]
    room = max(width or 0, 40)
    wrapped = [fill(line, room, break_on_hyphens=False) if width else line for line in map(printable, lines)]
    by_time = list(_by_time(table, answer))
    return "\n".join([*wrapped, *(["", *by_time] if by_time else [])])


def _sentences(table: RolloutTable, answer: RolloutComparison) -> Iterator[str]:
    first, last = table.periods[0], table.periods[-1]
    yield f"Roll-out: {len(table.schools)} schools, {len(table.periods)} periods, {first} to {last}."
    if answer.refusal:
        yield str(answer.refusal)
        yield from map(str, answer.notes)
        return
    yield (
        f"Compared: {_schools(answer.started)} that started, with {_schools(answer.not_yet)} that never did within "
        "the data, and with the others before they started. Each school counts the same."
    )
    if answer.effect is not None:
        yield f"{_verdict(answer)} The effect is {_effect(table, answer.effect)}, on average since the start."
    if answer.chance is not None:
        yield (
            f"If starts were assigned to these schools by chance, an effect this large would appear in about "
            f"{_times(answer.chance)} of 1,000 assignments (p = {answer.chance:.3f})."
        )
    if answer.sensitivity:
        yield from _sensitivity(table, answer.sensitivity)
    yield from map(str, answer.notes)
    yield NO_EXPERIMENT


def _verdict(answer: RolloutComparison) -> str:
    if answer.verdict != "signal":
        return "No signal so far: the interval includes no effect."
    higher = "higher" if answer.direction == "up" else "lower"
    return f"Signal: values are {higher} than they would have been without the start."


def _sensitivity(table: RolloutTable, bound: Sensitivity) -> Iterator[str]:
    if bound.to_doubt is not None:
        yield (
            f"It would take a difference in trends of {_size(table, bound.to_doubt)} each period to bring the "
            f"interval to zero, and of {_size(table, bound.to_zero)} to explain the effect away."
        )
    else:
        yield (
            f"A difference in trends of {_size(table, bound.to_zero)} each period would explain the estimate "
            "away; its interval includes zero already."
        )
    if bound.before is not None:
        yield (
            f"Before the start, trends differed by {_effect(table, bound.before)} each period."
            + (f" The first is {bound.times_before:.1f} times as large." if bound.times_before else "")
        )
    else:
        yield "Too little is known from before the start to compare trends there."


def _by_time(table: RolloutTable, answer: RolloutComparison) -> Iterator[str]:
    if not answer.by_time:
        return
    rows = [["periods since the start", "effect", "95% interval", "schools"]]
    for at in answer.by_time:
        interval = f"{_signed(at.effect.low)} to {_signed(at.effect.high)}"
        rows.append([str(at.periods_since), _signed(at.effect.value), interval, str(at.schools)])
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        yield "  ".join(map(str.rjust, row, widths))


def _effect(table: RolloutTable, effect: Effect) -> str:
    return f"{_size(table, effect.value)} (95% interval {_signed(effect.low)} to {_signed(effect.high)})"


def _size(table: RolloutTable, number: float) -> str:
    return f"{_signed(number)}{' percentage points' if table.is_share else ''}"


def _signed(number: float) -> str:
    return f"{number:+.1f}" if abs(number) >= 0.95 else f"{number:+.2g}"


def _schools(count: int) -> str:
    return f"{count} school" if count == 1 else f"{count} schools"


def _times(chance: float) -> str:
    return f"{max(1, round(1000 * chance)):,}"
