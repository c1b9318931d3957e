"""Lists, dates, times, numbers and languages' names, as the reader's language writes them.

Everything on screen and in mail that is one of these goes through this module. CLDR's words, by Babel, with three
corrections: times are on the 12-hour clock, because these are US schools; Spanish is written as in the US
(1,234.5); and Haitian Creole has its own words, where CLDR has French.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_datetime, format_skeleton, get_timezone_name
from babel.lists import format_list as babel_list
from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol
from django.utils import timezone
from django.utils.translation import get_language

from . import creole
from .languages import language_name

CLDR_TAGS = {"es": "es_US", "zh-hans": "zh_Hans", "pt-br": "pt_BR"}
"""Languages of the screen that CLDR knows by another tag."""

LIST_SEPARATORS = {"ar": "، ", "zh-hans": "、"}
"""What stands between the items of a short list, where it is not a comma and a space."""


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(CLDR_TAGS.get(language) or language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def reader_locale() -> Locale:
    """CLDR's locale of the language in force; English for a language that CLDR does not know."""
    return _locale(get_language() or "en")


def list_separator() -> str:
    """What stands between two items of a short list."""
    return LIST_SEPARATORS.get(get_language() or "en", ", ")


def format_list(items: Iterable[object]) -> str:
    """Items without a conjunction: "Tue, Thu"."""
    return list_separator().join(str(item) for item in items)


def format_sentence_list(items: Iterable[object]) -> str:
    """Items as they stand within a sentence: "Rosa, Ana, and Li"."""
    names = [str(item) for item in items]
    if get_language() == "ht":
        return creole.sentence_list(names)
    return babel_list(names, style="standard", locale=reader_locale())


def format_day(day: date) -> str:
    """A day with its weekday: "Tue, Dec 8"."""
    return _format_skeleton("MMMEd", day)


def format_date(day: date) -> str:
    """A day with its year: "Dec 8, 2026"."""
    return _format_skeleton("yMMMd", day)


def format_short_date(day: date) -> str:
    """A day of a year that the page names: "Dec 8"."""
    return _format_skeleton("MMMd", day)


def format_short_month(day: date) -> str:
    """A month of a year that the page names: "Dec"."""
    return _format_skeleton("MMM", day)


def format_month(day: date) -> str:
    """A month with its year: "December 2026"."""
    return _format_skeleton("yMMMM", day)


def format_time(moment: time | datetime) -> str:
    """A time of day on the 12-hour clock: "2:30 PM"."""
    moment = _to_local(moment) if isinstance(moment, datetime) else datetime.combine(date(2000, 1, 1), moment)
    return _format_skeleton("hm", moment.replace(tzinfo=None))


def format_moment(moment: datetime) -> str:
    """A day and a time on the clock in force: "Tue, Dec 8, 2:30 PM"."""
    return _join_day_and_time(format_day(_to_local(moment).date()), format_time(moment))


def format_date_time(moment: datetime) -> str:
    """As `format_moment`, with the year: "Dec 8, 2026, 2:30 PM"."""
    return _join_day_and_time(format_date(_to_local(moment).date()), format_time(moment))


def format_weekday(number: int) -> str:
    """An ISO weekday as a short name: 2 is "Tue"."""
    if get_language() == "ht":
        return creole.DAYS[number - 1]
    return reader_locale().days["stand-alone"]["abbreviated"][number - 1]


def format_weekdays(numbers: Iterable[int]) -> str:
    """ISO weekdays in their order: "Tue, Thu"."""
    return format_list(format_weekday(number) for number in sorted(numbers) if 1 <= number <= 7)


def format_number(value: float, decimals: int | None = None) -> str:
    """A number with the language's separators: 1,234.5. decimals: exactly so many; None: at most 2, and no zeros."""
    return _format_number(value, decimals, reader_locale())


@lru_cache(maxsize=4096)
def _format_number(value: float, decimals: int | None, locale: Locale) -> str:
    pattern = "#,##0.##" if decimals is None else "#,##0." + "0" * decimals if decimals else "#,##0"
    text = format_decimal(value, pattern, locale=locale)
    return text.replace("-", "−") if text.strip("-0.,\u202f\xa0") else text.lstrip("-")


def format_signed(points: float, decimals: int = 0) -> str:
    """With a plus or a true minus; nothing that rounds to nothing has a sign."""
    rounded = round(points, decimals)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return sign + format_number(abs(rounded), decimals)


def format_percent(share: float, decimals: int = 0) -> str:
    """A share of one as a percentage: 0.285 is "29%", with one decimal "28.5%"."""
    _digits, _zero, sign = reader_locale().percent_formats[None].pattern.rpartition("0")
    return f"{format_number(100 * share, decimals)}{sign}"


def format_language_name(tag: str) -> str:
    """What a language is called in the reader's language; the tag itself where nobody has a name for it."""
    return language_name(tag)


def time_zone_name(name: str) -> str:
    """A tz database name as people call that clock: "America/New_York" is "Eastern Standard Time"."""
    winter = datetime(2026, 1, 15, tzinfo=ZoneInfo(name))
    return get_timezone_name(winter, locale=reader_locale())


def format_time_zone(moment: datetime) -> str:
    """The clock in force at a moment, as people call it: "Eastern Daylight Time"."""
    return get_timezone_name(_to_local(moment), locale=reader_locale())


def number_separators(language: str) -> tuple[str, str]:
    """(decimal, thousand) of a language of the screen, for what Django formats by itself."""
    locale = _locale(language)
    return get_decimal_symbol(locale), get_group_symbol(locale)


def reader_decimal_separator() -> str:
    """What stands between whole and part of a number, for what a script in the page types and reads."""
    return get_decimal_symbol(reader_locale())


def _to_local(moment: datetime) -> datetime:
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def _join_day_and_time(day: str, hour: str) -> str:
    glue = reader_locale().datetime_formats["medium"]
    if glue.startswith("{0}"):  # Vietnamese names the hour first; a list of appointments reads by its day
        glue = "{1}, {0}"
    return glue.format(hour, day)


def _format_skeleton(skeleton: str, day: date) -> str:
    locale = reader_locale()
    if get_language() == "ht":
        return creole.format_skeleton(skeleton, day)
    pattern = locale.datetime_skeletons[skeleton].pattern if skeleton in locale.datetime_skeletons else None
    text = (
        format_datetime(day, pattern, locale=locale)
        if pattern and isinstance(day, datetime)
        else format_skeleton(skeleton, day, locale=locale)
    )
    return text.replace("\u202f", " ").replace("\xa0", " ")
