"""Form fields that read what people type the way the rest of Trellis does (`input_parsing.py`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Model, QuerySet
from django.forms.boundfield import BoundField
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from . import input_parsing
from .errors import ActionError

if TYPE_CHECKING:
    from .action_forms import ActionForm

MAX_LENGTH = 100_000
Parsed = TypeVar("Parsed")


def _parse_or_invalid(parse: Callable[[str], Parsed], value: object) -> Parsed:
    try:
        return parse(str(value))
    except ActionError as error:
        raise ValidationError(error.message) from None


class NumberField(forms.IntegerField):
    """A whole number with spaces or commas in it or not. A text field, as a number field drops what it cannot read."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def to_python(self, value: object) -> int | None:
        if value in self.empty_values or not str(value).strip():
            return None
        number = input_parsing.parse_whole_number(str(value))
        return super().to_python(value) if number is None else number

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {}


class ListField(forms.Field):
    """All values that were sent in fields of one name, in their order; [] where none was. The page lays them out."""

    widget = forms.MultipleHiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: list[str] | None) -> list[str]:
        return list(value or ())


class DayField(forms.DateField):
    """A date as 2026-09-01, 9/1/2026 or Sep 1, 2026, in every language of the screen."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: object) -> date | None:
        return (
            value
            if isinstance(value, date) or value is None
            else _parse_or_invalid(input_parsing.parse_day, value)
        )


class _CleanedTextField(forms.CharField):
    """A text without the signs that come along when it is pasted, and with our sentence when it is too long."""

    def __init__(
        self,
        *,
        max_length: int = MAX_LENGTH,
        **kwargs: Any,  # Any: what Django's field takes
    ) -> None:
        super().__init__(max_length=max_length, strip=False, **kwargs)
        self.limit = max_length
        self.validators = [v for v in self.validators if not isinstance(v, MaxLengthValidator)]

    def clean_value(self, text: str) -> str:
        raise NotImplementedError

    def to_python(self, value: object) -> str:
        return _parse_or_invalid(self.clean_value, "" if value in self.empty_values else value)


class LineField(_CleanedTextField):
    """A text on one line."""

    def clean_value(self, text: str) -> str:
        return input_parsing.clean_line(text, self.limit)


class TextField(_CleanedTextField):
    """A text of several lines. rows: how high its box is."""

    def __init__(
        self,
        *,
        max_length: int = MAX_LENGTH,
        rows: int = 3,
        **kwargs: Any,  # Any: what Django's field takes
    ) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "dir": "auto"}))
        super().__init__(max_length=max_length, **kwargs)

    def clean_value(self, text: str) -> str:
        return input_parsing.clean_text(text, self.limit)


class TimeField(forms.TimeField):
    """A time as 14:30, 2:30 PM or 2 pm, in every language of the screen."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")

    def to_python(self, value: object) -> time | None:
        return (
            value
            if isinstance(value, time) or value is None
            else _parse_or_invalid(input_parsing.parse_time, value)
        )


class MomentField(forms.DateTimeField):
    """A date and time in the current time zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: object) -> datetime | None:
        try:
            return input_parsing.parse_moment(str(value or ""), timezone.get_current_timezone())
        except ActionError as error:
            raise ValidationError(error.message) from None


class LinkField(forms.CharField):
    """A web address; one without https:// gets it."""

    widget = forms.TextInput(attrs={"inputmode": "url", "maxlength": "600"})

    def to_python(self, value: object) -> str:
        return _parse_or_invalid(input_parsing.parse_url, "" if value in self.empty_values else value)


class RowField(forms.ModelChoiceField):
    """One row from a list: `rows(form)` gives those that the form's viewer may choose, as a query set.

    Posted is the row's id, alone or as `id:revision`. A row that is not among them is a page that is not there (404),
    as for any address of something that the viewer does not see.
    """

    def __init__(
        self,
        *,
        rows: Callable[[ActionForm], QuerySet],
        **kwargs: Any,  # Any: what Django's field takes
    ) -> None:
        self.rows_for = rows
        super().__init__(queryset=None, **kwargs)

    def to_python(self, value: object) -> Model | None:
        if value in self.empty_values:
            return None
        try:
            key = UUID(str(value).partition(":")[0])
        except ValueError:
            raise Http404 from None
        return get_object_or_404(self.queryset, pk=key)

    def label_from_instance(self, obj: object) -> str:
        """What the list calls a row: its name or title."""
        return str(getattr(obj, "name", "") or getattr(obj, "title", "") or obj)


class PastedEmailField(forms.CharField):
    """An email address with anything around it that was pasted along."""

    widget = forms.EmailInput

    def to_python(self, value: object) -> str:
        return _parse_or_invalid(input_parsing.parse_email, value or "")


def set_choices(field: forms.Field, choices: Iterable[tuple[object, str]]) -> None:
    """Let a field that is shown as a list offer these values, each with its label."""
    widget = field.widget
    if not isinstance(widget, forms.Select):
        raise TypeError("Only a field that is shown as a list has choices.")
    widget.choices = list(choices)  # ty: ignore[invalid-assignment] the stubs want lists; Django takes any pairs


class FieldGroup:
    """Some fields of a form, to be shown apart from the others by `shell/fields.html`."""

    def __init__(self, fields: Iterable[BoundField]) -> None:
        fields = list(fields)
        self.hidden_fields = [field for field in fields if field.is_hidden]
        self.visible_fields = [field for field in fields if not field.is_hidden]
