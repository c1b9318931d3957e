"""Amounts as people type and read them: percent of a share, or a number."""

from __future__ import annotations

from django import forms

from trellis.core.foundation.formatting import format_number, format_percent
from trellis.core.foundation.measures import MEASURES


class AmountField(forms.FloatField):
    """A number as 12, 12.5, 12,5 or 12%."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def to_python(self, value: object) -> float | None:
        return super().to_python(
            str("" if value is None else value).strip().rstrip("%").strip().replace(",", ".")
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {}

    def prepare_value(self, value: object) -> object:
        return f"{value:g}" if isinstance(value, float) else value


def format_amount(value: float | None, is_share: bool) -> str:
    """42%, or 6.5; "" for None."""
    if value is None:
        return ""
    if is_share:
        return format_percent(value / 100)
    return format_number(value, 0 if value == round(value) else 1)


def is_rate(measure: str) -> bool:
    """Whether a registered measure is a share of students."""
    return measure in MEASURES and MEASURES[measure].kind == "rate"


def measure_title(measure: str) -> str:
    """What a registered measure asks; "" for a key that is registered no more."""
    return str(MEASURES[measure].title) if measure in MEASURES else ""
