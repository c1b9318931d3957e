"""The fields in which people write a learning plan."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import DayField
from trellis.core.foundation.input_parsing import parse_moment

from . import draft


class CleanedField(forms.CharField):
    """A text that `clean_value` cleans or refuses, in place of Django's own check of its length."""

    def __init__(self, **kwargs: Any) -> None:  # Any: handed on to Django
        super().__init__(required=False, strip=False, **kwargs)
        self.validators = [
            validator for validator in self.validators if not isinstance(validator, MaxLengthValidator)
        ]

    def clean_value(self, text: str) -> str:
        raise NotImplementedError

    def to_python(self, value: object) -> str:
        try:
            return self.clean_value("" if value in self.empty_values else str(value))
        except ActionError as error:
            raise ValidationError(error.message) from None


class PlanTextField(CleanedField):
    """A text of the plan. where: how an error names it, if not by its label."""

    # Any: handed on to Django
    def __init__(self, *, max_length: int, where: str = "", **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.length_limit, self.where = max_length, where

    def clean_value(self, text: str) -> str:
        return draft.clean_text(text, self.length_limit, str(self.where or self.label))


class NameField(CleanedField):
    """The name of somebody at the table."""

    def clean_value(self, text: str) -> str:
        return draft.clean_name(text)


class LanguageField(CleanedField):
    """The language of an interpreter."""

    widget = forms.Select

    def clean_value(self, text: str) -> str:
        code = text.strip()
        if code and not draft.is_known_language(code):
            raise ActionError(
                _("“%(code)s” is not a language we know. Choose one from the list.") % {"code": code[:12]}
            )
        return code


class GoalDayField(DayField):
    """The day on which a goal is due. number: of the goal, which its errors name."""

    number = 0

    def to_python(self, value: object) -> date | None:
        try:
            day = super().to_python(value)
        except ValidationError as error:
            problem = {"n": self.number, "problem": error.message}
            raise ValidationError(_("Goal %(n)d: %(problem)s") % problem) from None
        if day and not 2000 <= day.year <= 2100:
            raise ValidationError(_("Goal %(n)d: check the year of the date.") % {"n": self.number})
        return day


class NextMeetingField(forms.DateTimeField):
    """A day and a time, on the clock of the school."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: object) -> datetime | None:
        try:
            return parse_moment(str(value or ""), timezone.get_current_timezone())
        except ActionError as error:
            raise ValidationError(_("Next meeting: %(problem)s") % {"problem": error.message}) from None
