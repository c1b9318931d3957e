"""Form fields that read what people type the way the rest of Trellis does (`typed.py`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from . import typed
from .refusal import ActionError


def _parse_or_invalid(parse: Callable[[str], Any], value: Any) -> Any:
    try:
        return parse(str(value))
    except ActionError as error:
        raise ValidationError(error.sentence) from None


class NumberField(forms.IntegerField):
    """A whole number with spaces or commas in it or not. A text field, as a number field drops what it cannot read."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or not str(value).strip():
            return None
        number = typed.parse_whole_number(str(value))
        return super().to_python(value) if number is None else number

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class DayField(forms.DateField):
    """A date as 2026-09-01, 9/1/2026 or Sep 1, 2026, in every language of the screen."""

    def to_python(self, value: Any) -> date | None:
        return (
            value if isinstance(value, date) or value is None else _parse_or_invalid(typed.parse_day, value)
        )


class LineField(forms.CharField):
    """A text on one line, without the signs that come along when it is pasted."""

    def to_python(self, value: Any) -> str:
        return _parse_or_invalid(lambda text: typed.clean_line(text, 100_000), super().to_python(value))


class PastedEmailField(forms.EmailField):
    """A mail address with anything around it that was pasted along."""

    def to_python(self, value: Any) -> str:
        return typed.strip_invisible(super().to_python(value)).removeprefix("mailto:")
