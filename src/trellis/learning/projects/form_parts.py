"""Parts of forms that the apps for projects share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Model
from django.http import Http404
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from trellis.core.community.models import School
from trellis.core.foundation import form_fields
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError


class TemplateInput(forms.HiddenInput):
    """The posted value of an input or button that the page's template writes itself."""

    def render(self, *_args: Any, **_kwargs: Any) -> SafeString:
        return SafeString("")


class TemplateInputs(forms.MultipleHiddenInput):
    """The posted values of inputs that the page's template writes itself, as beside each row of a list."""

    def render(self, *_args: Any, **_kwargs: Any) -> SafeString:
        return SafeString("")


class KeysField(forms.MultipleChoiceField):
    """Keys of rows that were checked on a page. Whoever uses them leaves out those that are not there any more."""

    widget = TemplateInputs

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def valid_value(self, value: Any) -> bool:
        return True


class IdField(forms.CharField):
    """The id on a button, alone or as `id:revision`; what is none is a page that is not there (404)."""

    widget = TemplateInput

    def clean(self, value: Any) -> UUID:
        try:
            return UUID(str(value).partition(":")[0])
        except ValueError:
            raise Http404 from None


class ListedRowField(forms.ChoiceField):
    """One row of a list that the form has read already: `list_rows(rows)`. Another row is not there (404)."""

    def list_rows(self, rows: Iterable[Model]) -> None:
        """Offer these rows, by name or title."""
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [
            (key, str(getattr(row, "name", "") or getattr(row, "title", "")))
            for key, row in self.rows.items()
        ]

    def clean(self, value: Any) -> Model:
        row = self.rows.get(str(value or "").partition(":")[0])
        if row is None:
            raise Http404
        return row


class _LimitMessage:
    """Says `error_messages["max_length"]` of a text that is too long, where a field has its own sentence for it."""

    error_messages: Mapping[str, Any]

    def clean_value(self, text: str) -> str:
        try:
            return super().clean_value(text)
        except ActionError as error:
            raise ActionError(self.error_messages.get("max_length", error.message)) from None


class LineField(_LimitMessage, form_fields.LineField):
    """A text on one line."""


class TextField(_LimitMessage, form_fields.TextField):
    """A text of several lines."""


class SchoolForm(ActionForm):
    """A form that makes something at one of the viewer's schools. With one school there is nothing to choose."""

    school = ListedRowField(label=gettext_lazy("School"))

    def __init__(self, data: Mapping[str, Any] | None = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        field = self.fields["school"]
        field.list_rows(self.homes)
        if len(self.homes) == 1:
            field.widget = forms.HiddenInput()
            field.initial = self.homes[0].pk

    @property
    def homes(self) -> list[School]:
        """The schools to choose from."""
        return self.subject


class RowOrNewForm(ActionForm):
    """A form that changes the row which the page names, or adds one where it names none."""

    @property
    def submit(self) -> Any:
        return gettext_lazy("Save") if self.row else gettext_lazy("Add")

    @property
    def blank(self) -> ActionForm:
        """The form that adds a row: itself, unless it was sent for a row that is there."""
        if self.row is None:
            return self
        return type(self)(request=self.request, subject=self.subject)

    def _posted_row(self, value: str) -> Model | None:
        return super()._posted_row(value) if value else None
