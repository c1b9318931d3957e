"""Form fields for moments, email addresses and links, read as people type them (`core/foundation/typed.py`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import parse_email, parse_moment, parse_url


class MomentField(forms.DateTimeField):
    """A date and time in the current time zone."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: Any) -> datetime | None:
        try:
            return parse_moment(str(value or ""), timezone.get_current_timezone())
        except ActionError as error:
            raise ValidationError(error.message) from None


class TypedEmailField(forms.CharField):
    """An email address with anything around it that was pasted along."""

    widget = forms.EmailInput

    def to_python(self, value: Any) -> str:
        try:
            return parse_email(str(value or ""))
        except ActionError as error:
            raise ValidationError(error.message) from None


class WebAddressField(forms.CharField):
    """A web address. One without https:// gets it."""

    widget = forms.TextInput(attrs={"inputmode": "url", "maxlength": 600})

    def to_python(self, value: Any) -> str:
        try:
            return parse_url(str(value or ""))
        except ActionError as error:
            raise ValidationError(error.message) from None
