"""The filters of a search for a site, as they stand in the URL: a form, and words to take off one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django import forms
from django.http import QueryDict
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.foundation.form_fields import NumberField
from trellis.core.foundation.formatting import format_weekdays
from trellis.core.foundation.languages import language_name

from .placement_searches import MAX_MINUTES, MIN_MINUTES
from .site_filters import Mismatch, SiteFilters

FILTERED = "filtered"  # in the URL of every search that somebody filtered, also without a filter
MINUTE_CHOICES = (10, 15, 20, 30, 45, 60, 90)


class SiteFilterForm(forms.Form):
    """The filters as a form. What the URL holds and no list offers is left out."""

    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days"),
        choices=[(str(number), WEEKDAYS_ABBR[number - 1]) for number in range(1, 8)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    minutes = NumberField(
        label=gettext_lazy("From school, at most"),
        min_value=MIN_MINUTES,
        max_value=MAX_MINUTES,
        required=False,
    )
    field = forms.CharField(label=gettext_lazy("Interest"), max_length=80, required=False)
    language = forms.CharField(label=gettext_lazy("Someone there speaks"), max_length=20, required=False)
    open = forms.BooleanField(label=gettext_lazy("Has an open spot"), required=False)

    def filters(self) -> SiteFilters:
        """The filters that are valid; the others are left out."""
        self.full_clean()
        clean = self.cleaned_data
        return SiteFilters(
            clean.get("minutes"),
            frozenset(int(day) for day in clean.get("days") or ()),
            clean.get("field") or "",
            clean.get("language") or "",
            bool(clean.get("open")),
        )


def read_filters(query: QueryDict, default: SiteFilters) -> SiteFilters:
    """Return the filters in the URL, or the default ones where it has none."""
    return SiteFilterForm(query).filters() if FILTERED in query else default


def filter_query(filters: SiteFilters) -> str:
    """Return the filters as the query of a URL."""
    query = QueryDict(mutable=True)
    query[FILTERED] = "1"
    if filters.most_minutes is not None:
        query["minutes"] = str(filters.most_minutes)
    query.setlist("days", [str(day) for day in sorted(filters.days)])
    for name, value in (("field", filters.field), ("language", filters.language)):
        if value:
            query[name] = value
    if filters.has_opening:
        query["open"] = "1"
    return query.urlencode()


@dataclass(frozen=True)
class FilterChip:
    """A filter that is set, in words, and the query of the search without it."""

    label: str
    query: str


def filter_chips(filters: SiteFilters) -> list[FilterChip]:
    """Return each filter that is set."""
    chips = []
    if filters.most_minutes is not None:
        label = ngettext("%(n)d minute or less", "%(n)d minutes or less", filters.most_minutes)
        chips.append((label % {"n": filters.most_minutes}, replace(filters, most_minutes=None)))
    if filters.days:
        chips.append((format_weekdays(sorted(filters.days)), replace(filters, days=frozenset())))
    if filters.field:
        chips.append((filters.field, replace(filters, field="")))
    if filters.language:
        chips.append((language_name(filters.language), replace(filters, language="")))
    if filters.has_opening:
        chips.append((_("Has an open spot"), replace(filters, has_opening=False)))
    return [FilterChip(label, filter_query(without)) for label, without in chips]


def filter_form(filters: SiteFilters, fields: Iterable[str], languages: Iterable[str]) -> SiteFilterForm:
    """Return the form that shows the filters, and offers the fields and languages of the sites near the school."""
    form = SiteFilterForm(
        initial={
            "minutes": filters.most_minutes or "",
            "days": [str(day) for day in filters.days],
            "field": filters.field,
            "language": filters.language,
            "open": filters.has_opening,
        },
        auto_id="filter-%s",
    )
    minutes = sorted({*MINUTE_CHOICES, *([filters.most_minutes] if filters.most_minutes else [])})
    _offer(form, "minutes", _("Any distance"), [(str(n), _minutes_label(n)) for n in minutes])
    _offer(form, "field", _("Any interest"), [(name, name) for name in {*fields, filters.field} if name])
    spoken = [(tag, language_name(tag)) for tag in {*languages, filters.language} if tag]
    _offer(form, "language", _("Any language"), spoken)
    return form


def _minutes_label(minutes: int) -> str:
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def _offer(form: SiteFilterForm, name: str, any_label: str, choices: list[tuple[str, str]]) -> None:
    by_label = choices if name == "minutes" else sorted(choices, key=lambda choice: choice[1].casefold())
    field = form.fields[name]
    field.widget = forms.Select(choices=[("", any_label), *by_label])


MISMATCH_COUNTS = {
    Mismatch.OTHER_FIELD: lambda n: ngettext("%(n)d is in another field", "%(n)d are in another field", n),
    Mismatch.OTHER_LANGUAGE: lambda n: ngettext(
        "%(n)d does not have the language", "%(n)d do not have the language", n
    ),
    Mismatch.TOO_FAR: lambda n: ngettext("%(n)d is too far", "%(n)d are too far", n),
    Mismatch.TRAVEL_UNKNOWN: lambda n: ngettext(
        "%(n)d has no travel time yet", "%(n)d have no travel time yet", n
    ),
    Mismatch.OTHER_DAYS: lambda n: ngettext("%(n)d has other days", "%(n)d have other days", n),
    Mismatch.FULL: lambda n: ngettext("%(n)d is full", "%(n)d are full", n),
}
MISMATCH_LABELS: dict[Mismatch, str | Promise] = {
    Mismatch.OTHER_FIELD: gettext_lazy("another field"),
    Mismatch.OTHER_LANGUAGE: gettext_lazy("another language"),
    Mismatch.TOO_FAR: gettext_lazy("too far"),
    Mismatch.TRAVEL_UNKNOWN: gettext_lazy("no travel time yet"),
    Mismatch.OTHER_DAYS: gettext_lazy("other days"),
    Mismatch.FULL: gettext_lazy("full"),
}


def mismatch_sentences(reasons: Iterable[tuple[Mismatch, int]]) -> list[str]:
    """Return how many sites each reason leaves out, in words."""
    return [MISMATCH_COUNTS[mismatch](count) % {"n": count} for mismatch, count in reasons]
