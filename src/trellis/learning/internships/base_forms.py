"""What the forms of this app have in common: fields that depend on the page, and the row that a form acts on."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model
from django.http import Http404

from trellis.core.foundation.action_forms import ActionForm

Row = TypeVar("Row", bound=Model)


class PageForm(ActionForm[Row]):
    """A form whose fields depend on what the page is about: `set_up` adds or fills them when the form is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # Any: handed on to ActionForm
        super().__init__(*args, **kwargs)
        self.set_up()

    def set_up(self) -> None:
        """Add fields, their choices and what they show before anybody types."""
        raise NotImplementedError


class RowForm(ActionForm[Row]):
    """A form that acts on one row of the page."""

    @property
    def chosen_row(self) -> Row:
        """The row that was posted. A form that was sent has one: without it the page is not found."""
        if self.row is None:
            raise Http404
        return self.row
