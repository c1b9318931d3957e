"""The sentences of a packet, from the data that an item keeps to the reader's language. Higher apps register more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from html import unescape
from uuid import UUID

from django.utils.html import conditional_escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from trellis.adults.organizations.models import Party
from trellis.adults.organizations.service_kinds import service_labels
from trellis.adults.partnerships.models import DistrictPolicy, PartnerAgreement
from trellis.core.foundation.formatting import (
    format_date,
    format_list,
    format_weekdays,
)
from trellis.core.foundation.registry import Registry
from trellis.design.blueprint.models import Adoption
from trellis.design.blueprint.school_selectors import adaptations_of
from trellis.design.blueprint.wording import wording_of
from trellis.learning.schedules.year_wording import date_title, isolated_year, span_text

from .handover_facts import GATHERING, Words

Writer = Callable[[Mapping[str, object]], object]
WORDINGS: Registry[str, Writer] = Registry(
    "handover-words", "writes one kind of sentence of a handover packet in the reader's language"
)

SENTENCES = {
    "waiver": _("Waiver: %(title)s"),
    "until": _("Until %(day)s"),
    "from": _("Since %(day)s"),
    "renew-by": _("Apply to renew by %(day)s"),
    "renew": _("Apply to renew: %(title)s"),
    "notice-by": _("Give notice by %(day)s"),
    "notice": _("Give notice: %(title)s"),
    "lapse": _("If it ends: %(effect)s"),
    "ends": _("%(title)s ends"),
    "ends-on": _("%(title)s, until %(day)s"),
    "site-checks": _("Checks of internship sites that end soon"),
    "changed": _("Changed %(day)s"),
    "coach-visit": _("Visit of the coach, %(name)s"),
    "on": _("On %(day)s"),
    "due": _("Due %(day)s"),
    "contact": _("Contact: %(name)s"),
    "no-agreement": _("No written agreement"),
    "week": _("The week in %(year)s"),
    "year-dates": _("Dates of %(year)s"),
    "internship-days": _("Internships: %(days)s"),
    "designed-by": _("Designed by %(name)s"),
    "pair": _("%(title)s: %(text)s"),
}
COUNTS = {
    "sites": ngettext_lazy(
        "%(n)d internship site with a current agreement",
        "%(n)d internship sites with a current agreement",
        "n",
    ),
    "planning": ngettext_lazy(
        "%(n)d minute of planning together a week", "%(n)d minutes of planning together a week", "n"
    ),
}


def sentence(data: Words) -> SafeString:
    """A sentence of an item in the reader's language, as HTML: what people wrote runs in its own direction."""
    key = str(data.get("key", ""))
    if key in WORDINGS:
        return _escape(WORDINGS[key](data))
    if key not in SENTENCES and key not in COUNTS:  # of an app that is not there any more
        return _escape("")
    values = {name: _value(name, value) for name, value in data.items() if name != "key"}
    template = str(COUNTS[key] % {"n": data["n"]}) if key in COUNTS else str(SENTENCES[key])
    if key in COUNTS:
        return _escape(template)
    return mark_safe(conditional_escape(template) % values)  # noqa: S308 template and values are escaped


def _list(value: object) -> list:
    return value if isinstance(value, list) else []


def _escape(text: object) -> SafeString:
    return mark_safe(conditional_escape(text))  # noqa: S308 it is escaped


def _value(name: str, value: object) -> object:
    if name == "day":
        return conditional_escape(format_date(date.fromisoformat(str(value))))
    if name == "year":
        return isolated_year(str(value))
    if name == "days":
        return conditional_escape(format_weekdays(_list(value)))
    if isinstance(value, dict):
        return sentence(value)
    return format_html("<bdi>{}</bdi>", value)


def plain_sentence(data: Words) -> str:
    """The same without its tags, for a label of a button and for mail."""
    return unescape(strip_tags(sentence(data)))


def _model_change(data: Mapping[str, object]) -> str:
    place, label, before, after = _changes(str(data["adoption"]), get_language() or "en").get(
        str(data["path"]), ("", str(data["path"]), "", "")
    )
    if data.get("part") == "title":
        return label if not place or place == label else f"{place}: {label}"
    return gettext("%(before)s → %(after)s") % {"before": before or "–", "after": after or "–"}


@lru_cache(maxsize=64)
def _changes(adoption: str, _language: str) -> dict[str, tuple[str, str, str, str]]:
    """What a school changed, in words, by path. An adoption is never edited, so that this stays right."""
    rows = Adoption.objects.unscoped(GATHERING).filter(pk=UUID(adoption)).select_related("package")
    return {
        each.path: (each.change.place, each.change.label, each.change.before, each.change.after)
        for row in rows
        for each in adaptations_of(row, {})
    }


def _year_date(data: Mapping[str, object]) -> str:
    number = int(str(data["number"])) if data["number"] else None
    title = date_title(str(data["kind"]), str(data["title"]), number, wording_of(UUID(str(data["school"]))))
    if "starts" not in data:
        return title
    starts, ends = (date.fromisoformat(str(data[name])) for name in ("starts", "ends"))
    return gettext("%(title)s: %(text)s") % {"title": title, "text": span_text(starts, ends)}


def register_wordings() -> None:
    """Register the sentences that are more than a template with values."""
    WORDINGS.register("text", lambda data: format_html("<bdi>{}</bdi>", data["text"]))
    WORDINGS.register("translated", lambda data: gettext(str(data["text"])) if data["text"] else "")
    WORDINGS.register("topic", lambda data: DistrictPolicy.Topic(data["topic"]).label)
    WORDINGS.register("agreement-kind", lambda data: PartnerAgreement.Kind(data["kind"]).label)
    WORDINGS.register("renewal", lambda data: PartnerAgreement.Renewal(data["renewal"]).label)
    WORDINGS.register(
        "services", lambda data: format_list(service_labels(str(key) for key in _list(data["services"])))
    )
    WORDINGS.register("party", lambda data: capfirst(str(Party(data["party"]).label)))
    WORDINGS.register("model-change", _model_change)
    WORDINGS.register("year-date", _year_date)
