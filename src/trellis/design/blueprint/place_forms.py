"""Editing one table of a model: shared by the network's drafts and by what a school changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.shown_fields import ShownFieldsForm

from .package.editing import add_entry, free_key, move_entry, remove_entry, replace_table
from .package.files import RawTables
from .package.known_measures import KNOWN_MEASURES
from .package.places import Place
from .package.problem import Problem
from .package.tree import named_entries, value_at
from .package.words import DEFAULT_TERMS
from .place_fields import PREFIX, fields_of, table_from
from .place_pages import PlacePage


class TableForm(ActionForm):
    """A form that changes tables. `subject` has `page` (a PlacePage), `write(tables, path)` and `may_change(name)`."""

    @property
    def page(self) -> PlacePage:
        return self.subject.page

    problems: Sequence[Problem] = ()

    def write(self, tables: RawTables) -> None:
        self.subject.write(self, tables)


class SaveTableForm(TableForm, ShownFieldsForm):
    """The table's own fields."""

    do = "save"

    def prepare(self) -> None:
        self.fields.update(fields_of(self.page.tables, self.page.place, self.subject.may_change))
        self.order_fields([*(name for name in self.fields if name.startswith(PREFIX)), *self.fields])

    def save(self) -> str:
        table = table_from(self.page.place, self.cleaned_data)
        self.write(replace_table(self.page.tables, self.page.path, table))
        return _("Saved.")


class AddEntryForm(TableForm):
    """One more entry of a list, which is named in the address."""

    do = "add"
    submit = gettext_lazy("Add")

    def prepare(self) -> None:
        if self.subject.adding is None:
            return
        options = self._names()
        if options is not None:
            label = gettext_lazy("Which one")
            self.fields["name"] = forms.ChoiceField(label=label, choices=options)
        self.fields.update(fields_of(self.page.tables, self.place, self.subject.may_change))

    @property
    def place(self) -> Place:
        return self.page.new_place(self.subject.adding)

    @property
    def list_path(self) -> tuple[str, ...]:
        return self.place.path[:-1]

    def _names(self) -> list[tuple[str, str]] | None:
        """What a new entry can be where it is one of a fixed set: a term, or a measure that Trellis computes."""
        taken = named_entries(value_at(self.page.tables, self.list_path)) or {}
        if self.list_path[0] == "words":
            return [
                (term, singular) for term, (singular, _plural) in DEFAULT_TERMS.items() if term not in taken
            ]
        if self.place.model.__name__ == "Measure":
            return [(key, key) for key in KNOWN_MEASURES if key not in taken]
        return None

    def save(self) -> str:
        table = table_from(self.place, self.cleaned_data)
        key = self._key(table)
        if "position" in self.place.model.model_fields:
            table = {"position": int(key), **table}
        elif "key" in self.place.model.model_fields:
            table = {"key": key, **table}
        self.write(add_entry(self.page.tables, self.list_path, key, table))
        self.added = "/".join((*self.list_path, key))
        return _("Added.")

    def _key(self, table: Mapping[str, object]) -> str:
        if "name" in self.cleaned_data:
            return str(self.cleaned_data["name"])
        if "position" in self.place.model.model_fields:
            return str(1 + len(named_entries(value_at(self.page.tables, self.list_path)) or {}))
        return free_key(self.page.tables, self.list_path, str(table.get("title", "")))


class RemoveTableForm(TableForm):
    """Remove the entry that the page is about."""

    do = "remove"
    submit = gettext_lazy("Remove")

    def save(self) -> str:
        if self.page.users:
            raise ActionError(_("Other parts still use this. Change them first."))
        self.write(remove_entry(self.page.tables, self.page.path))
        return _("Removed.")


class MoveEntryForm(TableForm):
    """Move an entry of a list of the page up or down."""

    do = "move"
    entry = forms.CharField(widget=forms.HiddenInput)
    by = forms.ChoiceField(choices=[("-1", "-1"), ("1", "1")], widget=forms.HiddenInput)

    def save(self) -> str:
        path = tuple(self.cleaned_data["entry"].split("/"))
        is_within = path[: len(self.page.path)] == self.page.path and len(path) > len(self.page.path)
        if not is_within or path[-1] not in (named_entries(value_at(self.page.tables, path[:-1])) or {}):
            raise ActionError(_("This entry is no longer here."))
        self.write(move_entry(self.page.tables, path, int(self.cleaned_data["by"])))
        return _("Moved.")


TABLE_FORMS = (SaveTableForm, AddEntryForm, RemoveTableForm, MoveEntryForm)
