"""The filters of a list: what is set stands in the address, and each can be removed by itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.search import MAX_LENGTH, SearchQuery

Choices = Iterable[tuple[str, str]]


class ActiveFilter(NamedTuple):
    """A filter that is set, as a word, and the address without it."""

    label: str
    url: str


class FilterForm(forms.Form):
    """The filters of one list. A field without choices is left out, and a value that is none of them is ignored.

    choices: by field, what can be chosen, as the view knows it from the list.
    """

    q = forms.CharField(label=_("Name"), required=False, max_length=MAX_LENGTH)

    def __init__(self, data: QueryDict, choices: Mapping[str, Choices]) -> None:
        super().__init__(data, auto_id="filter-%s")
        for name, field in list(self.fields.items()):
            if not isinstance(field, forms.ChoiceField):
                continue
            options = list(choices.get(name, ()))
            if options:
                field.choices = [("", gettext("All")), *options]
            else:
                del self.fields[name]
        self.is_valid()

    @property
    def query(self) -> SearchQuery:
        """The part of a name that was typed."""
        return SearchQuery.parse(str(self.data.get("q", "")))

    def value(self, name: str) -> str:
        """The value of a filter that is set, or ""."""
        return self.cleaned_data.get(name, "") if name in self.fields else ""

    @property
    def settings(self) -> dict[str, str]:
        """The filters that are set, by name."""
        settings = {name: self.value(name) for name in self.fields if name != "q"}
        return {name: value for name, value in {"q": self.query.text, **settings}.items() if value}

    @property
    def encoded(self) -> str:
        """The filters as they stand in an address: "grade=09&"; "" without any."""
        return _encode(self.settings, ())

    @property
    def active(self) -> list[ActiveFilter]:
        """The filters that are set, each with the address without it."""
        return [
            ActiveFilter(self._label(name, value), f"?{_encode(self.settings, {name})}".rstrip("&"))
            for name, value in self.settings.items()
        ]

    def _label(self, name: str, value: str) -> str:
        field = self.fields[name]
        if not isinstance(field, forms.ChoiceField):
            return value
        return next((str(label) for key, label in field.choices if str(key) == value), value)


def _encode(settings: Mapping[str, str], without: Collection[str]) -> str:
    data = QueryDict(mutable=True)
    for name, value in settings.items():
        if name not in without:
            data[name] = value
    return f"{data.urlencode()}&" if data else ""
