"""Forms that fit their fields to the subject of the page before anybody sees them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from trellis.core.foundation.action_forms import ActionForm, Row


class PreparedForm(ActionForm[Row]):
    """An action of a page whose fields depend on its subject: what a list offers, or what is filled in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: only handed on to Django
        super().__init__(*args, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the subject. They are there, and nothing was read from what was sent yet."""


def set_choices(field: forms.Field, choices: Iterable[tuple[object, str]]) -> None:
    """Let a field that is shown as a list offer these values, each with its label."""
    widget = field.widget
    if not isinstance(widget, forms.Select):
        raise TypeError("Only a field that is shown as a list has choices.")
    widget.choices = list(choices)  # ty: ignore[invalid-assignment] the stubs want lists; Django takes any pairs
