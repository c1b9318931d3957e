"""Times of a week as a form shows them: a table of days and periods with a box to check in each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.formatting import format_list, format_time, format_weekday

from .days import DAY_NAMES, DAY_ORDER, slot_key, sort_slots
from .models import BellPeriod


def slot_name(period: BellPeriod) -> str:
    """A period in words: "Monday, period 2, 9:10 AM"."""
    return _("%(day)s, period %(number)d, %(time)s") % {
        "day": DAY_NAMES[period.day],
        "number": period.number,
        "time": format_time(period.starts),
    }


def slots_text(keys: Iterable[str]) -> str:
    """Times of the week as a short list: "Tue 2, Tue 3"."""
    pairs = (key.split(":") for key in sort_slots(keys))
    return format_list(f"{format_weekday(DAY_ORDER[day] + 1)} {number}" for day, number in pairs)


class SlotsWidget(forms.CheckboxSelectMultiple):
    """A table: a row for each period, a column for each day. Days may have other numbers of periods."""

    template_name = "schedules/input_slot_grid.html"
    use_fieldset = True
    periods: list[BellPeriod] = []

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        context = super().get_context(name, value, attrs)
        checked = {str(key) for key in value or ()} if isinstance(value, (list, tuple)) else set()
        context["days"] = [
            {"name": DAY_NAMES[day], "short": format_weekday(DAY_ORDER[day] + 1)} for day in self._days()
        ]
        context["rows"] = [self._row(number, checked) for number in self._numbers()]
        return context

    def _days(self) -> list[str]:
        return sorted({period.day for period in self.periods}, key=lambda day: DAY_ORDER[day])

    def _numbers(self) -> list[int]:
        return sorted({period.number for period in self.periods})

    def _row(self, number: int, checked: set[str]) -> dict[str, object]:
        by_day = {period.day: period for period in self.periods if period.number == number}
        starts = {period.starts for period in by_day.values()}
        cells = []
        for day in self._days():
            period = by_day.get(day)
            key = slot_key(day, number)
            name = slot_name(period) if period else ""
            cells.append({"key": key, "name": name, "checked": key in checked})
        return {
            "number": number,
            "time": format_time(starts.pop()) if len(starts) == 1 else "",
            "cells": cells,
        }


class SlotsField(forms.MultipleChoiceField):
    """Some periods of the week, as keys such as "mon:2" in their order. `offer_periods` gives it the bell times."""

    widget = SlotsWidget

    def __init__(self, **kwargs: Any) -> None:  # Any: what Django's field takes
        kwargs.setdefault("required", False)
        kwargs.setdefault(
            "error_messages",
            {"invalid_choice": gettext_lazy("The bell times have changed. Choose the times again.")},
        )
        super().__init__(**kwargs)

    def clean(self, value: object) -> list[str]:
        return sort_slots(super().clean(value))


def offer_periods(field: forms.Field, periods: list[BellPeriod]) -> None:
    """Let a SlotsField offer these periods."""
    if isinstance(field, SlotsField) and isinstance(field.widget, SlotsWidget):
        field.widget.periods = periods
        field.choices = [(slot_key(period.day, period.number), slot_name(period)) for period in periods]
