"""Did it work: the comparison of a roll-out's schools, in words, as a table and as a small chart.

Over all schools together. No school stands by itself, and none is ranked.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from django.core.cache import caches
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.foundation.formatting import format_number, format_signed
from trellis.engines import trends

from .effect_chart import EffectDrawing, draw_effects
from .roll_out_table import RollOutTable

MIN_SCHOOLS = 4
"""Who leads a school sees an effect at one time since the start only over so many schools."""
REFUSALS = {
    "few-started": gettext_lazy(
        "Fewer than 4 schools have started and have numbers from before and after. No comparison is made yet."
    ),
    "few-not-yet": gettext_lazy(
        "At no time after a start are there 4 schools or more that have not started. No comparison is made."
    ),
    "nothing-before": gettext_lazy("No school has numbers from before it started. No comparison is made."),
    "not-linked": gettext_lazy(
        "Schools that have not started have numbers from other times than the rest. No comparison is made."
    ),
    "no-numbers": gettext_lazy("No school has numbers for this measure yet. No comparison is made."),
}
NOTES = {
    "late-periods": gettext_lazy(
        "Times at which fewer than 4 schools had not started yet are left out: nothing can be compared then."
    ),
    "without-before": gettext_lazy("Schools without numbers from before they started are left out."),
}
UNITS = {
    "year": gettext_lazy("Each period is a school year. The year under way counts with what there is today."),
    "month": gettext_lazy("Each period is a month."),
    "week": gettext_lazy("Each period is a week."),
}


@dataclass(frozen=True)
class EffectLine:
    """The effect at one time since the start, in words. periods: "0" is the period of the start."""

    periods: str
    effect: str
    interval: str
    schools: str


@dataclass(frozen=True)
class RollOutResult:
    """What the page says. refusal: why nothing is compared; then there is no verdict. started, not_yet: schools."""

    table: RollOutTable
    answer: trends.RolloutComparison | None = None
    refusal: str = ""
    verdict: str = ""
    sentences: list[str] = field(default_factory=list)
    cautions: list[str] = field(default_factory=list)
    lines: list[EffectLine] = field(default_factory=list)
    drawing: EffectDrawing | None = None

    @property
    def unit(self) -> str:
        return str(UNITS[self.table.unit])


def compare(table: RollOutTable) -> trends.RolloutComparison | None:
    """The engine's answer, computed once for the same table; None where there are no numbers at all."""
    if not table.values:
        return None
    cache = caches["template_fragments"]
    key = f"roll-out.{sha256(repr((table.values, table.starts)).encode()).hexdigest()}"
    answer = cache.get(key)
    if answer is None:
        answer = trends.compare_rollout(table.values, table.starts)
        cache.set(key, answer)
    return answer


def roll_out_result(table: RollOutTable, *, by_lot: bool, sees_all_schools: bool) -> RollOutResult:
    """Compare and say so. sees_all_schools: the reader works for the network, and sees an effect over two schools."""
    answer = compare(table)
    if answer is None or answer.refusal or answer.effect is None:
        code = answer.refusal.code if answer and answer.refusal else "no-numbers"
        return RollOutResult(
            table, answer, str(REFUSALS[code]), sentences=_notes(answer), cautions=_without_values(table)
        )
    shown = [at for at in answer.by_time if sees_all_schools or at.schools >= MIN_SCHOOLS]
    return RollOutResult(
        table,
        answer,
        "",
        _verdict(answer),
        [_effect_sentence(table, answer.effect), _schools_sentence(answer), *_chance(answer)],
        [
            *_sensitivity(table, answer.sensitivity),
            _experiment(by_lot),
            *_notes(answer),
            *_without_values(table),
        ],
        [_line(table, at) for at in shown],
        draw_effects(shown, is_share=table.is_share) if shown else None,
    )


def _verdict(answer: trends.RolloutComparison) -> str:
    if answer.verdict == "signal":
        return _("More than chance would do.")
    return _("Could be chance.")


def _size(table: RollOutTable, number: float) -> str:
    """With its sign and its unit."""
    return _with_unit(table, _signed(number))


def _with_unit(table: RollOutTable, size: str) -> str:
    return _("%(n)s percentage points") % {"n": size} if table.is_share else size


def _signed(number: float) -> str:
    return format_signed(number, 1 if abs(number) >= 0.05 else 2)


def _interval(effect: trends.Effect) -> dict[str, str]:
    return {"low": _signed(effect.low), "high": _signed(effect.high)}


def _effect_sentence(table: RollOutTable, effect: trends.Effect) -> str:
    if effect.value >= 0:
        words = _(
            "Since the start, results are %(effect)s higher than they would have been without it "
            "(95%% interval: %(low)s to %(high)s)."
        )
    else:
        words = _(
            "Since the start, results are %(effect)s lower than they would have been without it "
            "(95%% interval: %(low)s to %(high)s)."
        )
    size = _signed(abs(effect.value)).lstrip("+")
    return words % ({"effect": _with_unit(table, size)} | _interval(effect))


def _schools_sentence(answer: trends.RolloutComparison) -> str:
    started = ngettext("%(n)s school started.", "%(n)s schools started.", answer.started)
    waiting = ngettext(
        "They are compared with %(n)s school that did not, and with each other before they started.",
        "They are compared with %(n)s schools that did not, and with each other before they started.",
        answer.not_yet,
    )
    counts = (format_number(answer.started, 0), format_number(answer.not_yet, 0))
    each = _("Each school counts the same.")
    return " ".join([started % {"n": counts[0]}, waiting % {"n": counts[1]}, each])


def _chance(answer: trends.RolloutComparison) -> list[str]:
    if answer.chance is None:
        return []
    times = max(1, round(1000 * answer.chance))
    words = _(
        "If chance had decided which school starts when, a difference this large would come up in about %(n)s of 1,000 "
        "tries."
    )
    return [words % {"n": format_number(times, 0)}]


def _sensitivity(table: RollOutTable, bound: trends.Sensitivity | None) -> list[str]:
    if bound is None:
        return []
    if bound.to_doubt is None:
        words = _(
            "If schools that started had moved apart from the rest by %(size)s each period anyway, there would be no "
            "effect at all."
        )
        sentences = [words % {"size": _size(table, bound.to_zero)}]
    else:
        words = _(
            "It would be explained away if schools that started had moved apart from the rest by %(size)s each period "
            "anyway. From %(doubt)s on, it could be chance."
        )
        sizes = {"size": _size(table, bound.to_zero), "doubt": _size(table, bound.to_doubt)}
        sentences = [words % sizes]
    if bound.before is None:
        return [*sentences, _("Too little is known from before the start to see whether they did.")]
    before = _(
        "Before the start, they moved apart by %(size)s each period (95%% interval: %(low)s to %(high)s)."
    )
    return [*sentences, before % ({"size": _size(table, bound.before.value)} | _interval(bound.before))]


def _experiment(by_lot: bool) -> str:
    if by_lot:
        return _(
            "Starts were drawn by lot, so schools that started first differ from the rest by chance alone."
        )
    return _(
        "This is no experiment. Starts were chosen, and schools that start early may differ from the rest in other "
        "ways."
    )


def _notes(answer: trends.RolloutComparison | None) -> list[str]:
    return [str(NOTES[note.code]) for note in answer.notes if note.code in NOTES] if answer else []


def _without_values(table: RollOutTable) -> list[str]:
    if not table.without_values:
        return []
    words = ngettext(
        "%(n)s school that starts has no numbers that may be shown.",
        "%(n)s schools that start have no numbers that may be shown.",
        table.without_values,
    )
    return [words % {"n": format_number(table.without_values, 0)}]


def _line(table: RollOutTable, at: trends.EffectAt) -> EffectLine:
    return EffectLine(
        format_number(at.periods_since, 0),
        _signed(at.effect.value),
        _("%(low)s to %(high)s") % _interval(at.effect),
        format_number(at.schools, 0),
    )
