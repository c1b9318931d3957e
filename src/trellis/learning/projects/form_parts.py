"""Parts of forms that the apps for projects share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Self
from uuid import UUID

from django import forms
from django.db.models import Model
from django.http import Http404
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from trellis.core.community.models import School
from trellis.core.foundation import form_fields
from trellis.core.foundation.action_forms import ActionForm, Row
from trellis.core.foundation.errors import ActionError


class TemplateInput(forms.HiddenInput):
    """The posted value of an input or button that the page's template writes itself."""

    def render(self, *_args: object, **_kwargs: object) -> SafeString:
        return SafeString("")


class TemplateInputs(forms.MultipleHiddenInput):
    """The posted values of inputs that the page's template writes itself, as beside each row of a list."""

    def render(self, *_args: object, **_kwargs: object) -> SafeString:
        return SafeString("")


class KeysField(forms.MultipleChoiceField):
    """Keys of rows that were checked on a page. Whoever uses them leaves out those that are not there any more."""

    widget = TemplateInputs

    def __init__(self) -> None:
        super().__init__(required=False)

    def valid_value(self, value: object) -> bool:
        return True


class IdField(forms.CharField):
    """The id on a button, alone or as `id:revision`; what is none is a page that is not there (404)."""

    widget = TemplateInput

    def clean(self, value: object) -> UUID:
        try:
            return UUID(str(value).partition(":")[0])
        except ValueError:
            raise Http404 from None


class ListedRowField(forms.ChoiceField):
    """One row of a list that the form has read already: `list_rows(rows)`. Another row is not there (404)."""

    def list_rows(self, rows: Iterable[Model]) -> None:
        """Offer these rows, by name or title."""
        self.rows: dict[str, Model] = {str(row.pk): row for row in rows}
        self.choices = [
            (key, str(getattr(row, "name", "") or getattr(row, "title", "")))
            for key, row in self.rows.items()
        ]

    def clean(self, value: object) -> Model:
        row = self.rows.get(str(value or "").partition(":")[0])
        if row is None:
            raise Http404
        return row


def list_rows(form: forms.Form, name: str, rows: Iterable[Model]) -> None:
    """Offer these rows in the form's ListedRowField `name`."""
    field = form.fields[name]
    if not isinstance(field, ListedRowField):
        raise TypeError(f"{name} is not a ListedRowField.")
    field.list_rows(rows)


def _clean_with_limit_message(
    clean: Callable[[str], str], text: str, error_messages: Mapping[str, str | Promise]
) -> str:
    """Clean a text; of one that is too long say `error_messages["max_length"]`, where the field has that sentence."""
    try:
        return clean(text)
    except ActionError as error:
        raise ActionError(str(error_messages.get("max_length", error.message))) from None


class LineField(form_fields.LineField):
    """A text on one line."""

    def clean_value(self, text: str) -> str:
        return _clean_with_limit_message(super().clean_value, text, self.error_messages)


class TextField(form_fields.TextField):
    """A text of several lines."""

    def clean_value(self, text: str) -> str:
        return _clean_with_limit_message(super().clean_value, text, self.error_messages)


class SchoolForm(ActionForm):
    """A form that makes something at one of the viewer's schools. With one school there is nothing to choose."""

    school = ListedRowField(label=gettext_lazy("School"))

    def prepare(self) -> None:
        list_rows(self, "school", self.homes)
        if len(self.homes) == 1:
            self.fields["school"].widget = forms.HiddenInput()
            self.fields["school"].initial = self.homes[0].pk

    @property
    def homes(self) -> list[School]:
        """The schools to choose from."""
        raise NotImplementedError


class RowOrNewForm(ActionForm[Row]):
    """A form that changes the row which the page names, or adds one where it names none."""

    @property
    def adds(self) -> bool:  # ty: ignore[incompatible-property-override] nobody sets it
        return self.row is None

    @property
    def submit(self) -> str:  # ty: ignore[incompatible-property-override] nobody reads it from the class
        return gettext_lazy("Save") if self.row else gettext_lazy("Add")

    @property
    def blank(self) -> Self:
        """The form that adds a row: itself, unless it was sent for an existing row."""
        if self.row is None:
            return self
        return type(self)(request=self.request, subject=self.subject)

    def _posted_row(self, value: str) -> Row | None:
        return super()._posted_row(value) if value else None
