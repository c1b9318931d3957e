"""Days, weekdays and languages as a person would say them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.lists import format_list
from django import template
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import get_language

from trellis.community import grades
from trellis.foundation.tongues import called
from trellis.shell.days import clock

register = template.Library()


@register.filter
def day(value: date) -> str:
    """A date, or the day of a moment on the clock in force: "Tue, November 24"."""
    return clock.day_said(timezone.localtime(value).date() if isinstance(value, datetime) else value)


@register.filter
def weekday(number: str) -> str:
    """One ISO weekday as a short name."""
    return str(WEEKDAYS_ABBR[int(number) - 1])


@register.filter
def weekdays(days: Iterable[int]) -> str:
    """ISO weekdays as short names: [2, 4] gives "Tue, Thu"."""
    return _listed([str(WEEKDAYS_ABBR[number - 1]) for number in sorted(days) if 1 <= number <= 7])


@register.filter
def tongues(codes: Iterable[str]) -> str:
    """Language codes as names in the reader's language; a code that nobody knows stays as it is."""
    return _listed([called(code) for code in codes])


@register.filter
def listed(names: Iterable[str]) -> str:
    """Names one after the other, as the reader's language lists them."""
    return _listed(list(names))


@register.filter
def names(people: Iterable[Any]) -> str:
    """The names of some people as a list in the reader's language."""
    return _listed([one.name for one in people])


@register.filter
def tongue(code: str) -> str:
    """One language code as a name in the reader's language."""
    return called(code)


@register.filter
def plain_grade(code: str) -> str:
    """A grade's code as a person says it: "09" is 9."""
    return grades.plain(code)


@register.filter
def isoday(text: str) -> str:
    """A day or a moment that was written as ISO text, as `day` says it."""
    return day(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))


def _locale() -> Locale:
    try:
        return Locale.parse(get_language() or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _listed(names: list[str]) -> str:
    return format_list(names, style="unit", locale=_locale())
