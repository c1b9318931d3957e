"""Dates of a year in words: what each is called, what is short, and why no year could be drafted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.foundation.formatting import format_number, format_sentence_list, format_short_date
from trellis.design.blueprint.wording import Wording
from trellis.engines.timetable import year as engine
from trellis.engines.timetable.year import Refusal

from .models import YearDate

Kind = YearDate.Kind

REFUSALS = {
    Refusal.LAST_BEFORE_FIRST: gettext_lazy("The last day is before the first day. Check both."),
    Refusal.TOO_LONG: gettext_lazy(
        "A school year can have up to 400 days. Check the first and the last day."
    ),
    Refusal.NO_SCHOOL_DAYS: gettext_lazy(
        "There is no school day in this year. Check the days without school."
    ),
    Refusal.TERMS_UNKNOWN: gettext_lazy("Your model does not say how many terms a year has."),
    Refusal.FEWER_WEEKS_THAN_TERMS: gettext_lazy("The year has fewer weeks than terms. Check its last day."),
    Refusal.NO_PANELS: gettext_lazy("Enter at least one panel."),
    Refusal.EXHIBITION_TOO_LONG: gettext_lazy("One exhibition takes longer than that. Enter more minutes."),
    Refusal.FIXED_BACKWARD: gettext_lazy("The last day is before the first day. Check both."),
    Refusal.FIXED_OUTSIDE: gettext_lazy("A date is outside of the school year. Change that date first."),
    Refusal.FIXED_TERMS_OVERLAP: gettext_lazy("The terms overlap or are not in order. Check their dates."),
}


def year_title(school_year: int, first: date, last: date) -> str:
    """A school year as schools write it: 2027–28, or 2028 where it begins and ends in one year, as in the south."""
    return f"{school_year}" if first.year == last.year else f"{school_year - 1}–{school_year % 100:02}"


def isolated_year(title: str) -> SafeString:
    """The title of a year within a sentence, so that 2027–28 is not turned around where a page runs right to left."""
    return format_html('<bdi dir="ltr">{}</bdi>', title)


def kind_title(kind: str, words: Wording) -> str:
    """The heading of the dates of one kind, in the words of the model."""
    terms = {
        Kind.TERM: "term",
        Kind.INTERNSHIPS: "internship",
        Kind.EXHIBITIONS: "exhibition",
        Kind.PLAN_MEETINGS: "plan_meeting",
    }
    if kind in terms:
        return str(capfirst(str(words.many[terms[Kind(kind)]])))
    return _("No school") if kind == Kind.CLOSED else _("Other dates")


def term_title(number: int, words: Wording) -> str:
    """What a term is called: "Quarter 2"."""
    word = capfirst(str(words.one["term"]))
    return _("%(term)s %(number)s") % {"term": word, "number": format_number(number)}


def date_title(kind: str, title: str, number: int | None, words: Wording) -> str:
    """What a date is called: by its own title, else in the words of the model."""
    if title:
        return title
    if kind == Kind.TERM and number:
        return term_title(number, words)
    if kind in (Kind.EXHIBITIONS, Kind.PLAN_MEETINGS) and number:
        names = {"title": kind_title(kind, words), "term": term_title(number, words)}
        return _("%(title)s, %(term)s") % names
    return kind_title(kind, words)


def span_text(starts: date, ends: date) -> str:
    """ "Sep 20 to Dec 10", or one day."""
    if starts == ends:
        return format_short_date(starts)
    return _("%(low)s to %(high)s") % {"low": format_short_date(starts), "high": format_short_date(ends)}


def spans_text(spans: Iterable[tuple[date, date]]) -> str:
    """Several spans within a sentence."""
    return format_sentence_list(span_text(starts, ends) for starts, ends in spans)


def shortage_sentence(shortage: engine.Shortage, words: Wording) -> str:
    """What is short, as one sentence for whoever plans the year."""
    match shortage:
        case engine.DaysShortage(needed, available):
            return _("The year needs %(needed)s school days. It has %(available)s.") % _numbers(
                needed=needed, available=available
            )
        case engine.MissingTermShortage(number):
            return _("%(term)s has no dates yet.") % {"term": term_title(number, words)}
        case engine.TermShortage(number, needed, available):
            return _("%(term)s needs %(needed)s weeks. It has %(available)s.") % {
                "term": term_title(number, words),
                **_numbers(needed=needed, available=available),
            }
        case engine.ExhibitionShortage():
            return _exhibition_sentence(shortage, words)
        case engine.ClosedShortage(kind, starts, ends):
            return _("%(title)s, %(days)s: none of these days can be used.") % {
                "title": kind_title(kind.value, words),
                "days": span_text(starts, ends),
            }


def shortage_fix(shortage: engine.Shortage, words: Wording) -> str:
    """What would help, where that can be counted."""
    if isinstance(shortage, engine.ExhibitionShortage) and shortage.panels:
        text = ngettext(
            "With %(n)s panel at the same time, they fit.",
            "With %(n)s panels at the same time, they fit.",
            shortage.panels,
        )
        return text % {"n": format_number(shortage.panels)}
    return ""


def _exhibition_sentence(shortage: engine.ExhibitionShortage, words: Wording) -> str:
    facts = {
        "exhibitions": kind_title(Kind.EXHIBITIONS, words),
        "term": term_title(shortage.number, words),
        **_numbers(needed=shortage.needed, available=shortage.available),
    }
    text = ngettext(
        "%(exhibitions)s in %(term)s need %(needed)s day. Their dates have %(available)s.",
        "%(exhibitions)s in %(term)s need %(needed)s days. Their dates have %(available)s.",
        shortage.needed,
    )
    return text % facts


def _numbers(**numbers: int) -> dict[str, str]:
    return {name: format_number(number) for name, number in numbers.items()}
