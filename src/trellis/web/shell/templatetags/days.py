"""Template filters for everything that `foundation.formatting` formats. Built in: no page has to load them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from trellis.core.community import grades
from trellis.core.foundation import formatting

register = template.Library()

EMPTY_VALUES = (None, "")


@register.filter
def day(value: date | None) -> str:
    """A date, or the day of a moment on the clock in force: "Tue, Nov 24"."""
    return "" if value in EMPTY_VALUES else formatting.format_day(_local_day(value))


@register.filter
def full_date(value: date | None) -> str:
    """As `day`, with the year and without the weekday: "Nov 24, 2026"."""
    return "" if value in EMPTY_VALUES else formatting.format_date(_local_day(value))


@register.filter
def clock_time(value: time | datetime | None) -> str:
    """A time on the 12-hour clock: "2:30 PM"."""
    return "" if value in EMPTY_VALUES else formatting.format_time(value)


@register.filter
def moment(value: datetime | None) -> str:
    """A day and a time: "Tue, Nov 24, 2:30 PM"."""
    return "" if value in EMPTY_VALUES else formatting.format_moment(value)


@register.filter
def full_moment(value: datetime | None) -> str:
    """A date with its year, and a time: "Nov 24, 2026, 2:30 PM"."""
    return "" if value in EMPTY_VALUES else formatting.format_date_time(value)


@register.filter
def number(value: float | None, decimals: int | None = None) -> str:
    """A number with the language's separators, to so many decimals."""
    return "" if value in EMPTY_VALUES else formatting.format_number(value, decimals)


@register.filter
def signed(value: float | None) -> str:
    """A change with its plus or minus, to one decimal."""
    return "" if value in EMPTY_VALUES else formatting.format_signed(value, 1)


@register.filter
def percent(value: float | None) -> str:
    """A number of a hundred, with the sign for it: 29 is "29%"."""
    return "" if value in EMPTY_VALUES else formatting.format_percent(float(value) / 100)


@register.filter
def weekday(iso_weekday: str) -> str:
    """One ISO weekday as a short name."""
    return formatting.format_weekday(int(iso_weekday))


@register.filter
def weekdays(iso_weekdays: Iterable[int]) -> str:
    """ISO weekdays as short names: [2, 4] gives "Tue, Thu"."""
    return formatting.format_weekdays(iso_weekdays)


@register.filter
def language_names(codes: Iterable[str]) -> str:
    """Language codes as names in the reader's language; a code that nobody knows stays as it is."""
    return formatting.format_list(
        formatting.format_language_name(code) for code in dict.fromkeys(codes) if code
    )


@register.filter
def join_list(names: Iterable[object]) -> str:
    """Names one after the other, as the reader's language lists them, each in its own direction."""
    return mark_safe(formatting.format_list(bdi(name) for name in names))  # noqa: S308 each is escaped


@register.simple_tag
def list_separator() -> str:
    """The separator between two items that a page lists itself."""
    return formatting.list_separator()


@register.filter
def join_names(people: Iterable[object], attribute: str = "name") -> str:
    """The names of some people as a list in the reader's language, each in its own direction.

    `attribute` is the attribute or key of the name, when it is not `name`: `{{ authors|join_names:"title" }}`.
    """
    return mark_safe(  # noqa: S308 each is escaped
        formatting.format_list(
            bdi(person[attribute] if isinstance(person, Mapping) else getattr(person, attribute))
            for person in people
        )
    )


@register.filter
def bdi(text: object) -> str:
    """What somebody wrote, within a translated sentence, in its own direction."""
    return "" if text in EMPTY_VALUES else format_html("<bdi>{}</bdi>", text)


@register.filter
def language_label(code: str) -> str:
    """One language code as a name in the reader's language."""
    return formatting.format_language_name(code)


@register.filter
def grade_label(code: str) -> str:
    """A grade's code as people write it: "09" is 9."""
    return grades.grade_label(code)


@register.filter
def iso_day(text: str) -> str:
    """A day or a moment that was written as ISO text, as `day` says it."""
    return day(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))


def _local_day(value: date) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value
