"""The field in which staff type a part of a name."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.search import MAX_LENGTH, SearchQuery


class SearchForm(forms.Form):
    """One field, which takes anything: a text that is too long is cut."""

    q = forms.CharField(label=_("Search"), required=False, max_length=MAX_LENGTH)

    @property
    def query(self) -> SearchQuery:
        """The query as typed."""
        return SearchQuery.parse(str(self.data.get("q", "")))
