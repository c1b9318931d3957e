"""What people type into forms, read the same way everywhere."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, tzinfo

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from .errors import ActionError
from .formatting import format_number

INVISIBLE_CHARACTERS = dict.fromkeys(map(ord, "\x00\u200b\u2060\ufeff"))
"""Signs that nobody typed and that come along when a text is pasted."""
DIRECTION_MARKS = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
URL_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
HOST_AND_PORT = re.compile(r"^[a-z0-9.-]+:\d+(/|$)", re.IGNORECASE)
GROUPED_NUMBER = re.compile(r"\d{1,3}(?:[ ,]\d{3})+|\d+")
US_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
DATE_FORMATS = ("%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y")
CLOCK_TIME = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.]\d{2}(?:\.\d+)?)?\s*([ap])?\.?\s*(?:m\.?)?", re.IGNORECASE
)
_validate_url = URLValidator(schemes=["http", "https"])


def clean_line(text: str, most: int, empty: str = "") -> str:
    """Return a text on one line. Raises ActionError when longer than `most`, or with `empty` for no text."""
    return _check_length(" ".join(strip_invisible(text).split()), most, empty)


def clean_text(text: str, most: int, empty: str = "") -> str:
    """Return a text of several lines, checked as in `clean_line`."""
    return _check_length(strip_invisible(text).replace("\r\n", "\n").strip(), most, empty)


def strip_invisible(text: str) -> str:
    """Remove invisible characters that come along with pasted text."""
    return text.translate(INVISIBLE_CHARACTERS).strip().strip(DIRECTION_MARKS)


def _check_length(text: str, most: int, empty: str) -> str:
    if not text and empty:
        raise ActionError(empty)
    if len(text) > most:
        message = _("This is too long. The limit is %(most)s characters.")
        raise ActionError(message % {"most": format_number(most)})
    return text


def _normalize_digits(text: str) -> str:
    """On one line, with the digits of every script as 0 to 9."""
    text = " ".join(strip_invisible(text).split())
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character for character in text
    )


def parse_email(text: str, empty: str = "") -> str:
    """A mail address of 254 characters at most, or "". Raises ActionError for what is none; with `empty` for
    nothing."""
    text = strip_invisible(text).removeprefix("mailto:").strip()
    if not text and empty:
        raise ActionError(empty)
    try:
        if text:
            validate_email(text if len(text) <= 254 else "")
    except ValidationError:
        raise ActionError(_("“%(email)s” is not an email address.") % {"email": text[:60]}) from None
    return text


def parse_url(text: str, most: int = 600) -> str:
    """A web address, or "". One without https:// gets it. Raises ActionError for what is none and for one too long."""
    text = "".join(strip_invisible(text).split())
    if not text:
        return ""
    if text.startswith("//"):
        text = f"https:{text}"
    elif not URL_SCHEME.match(text) or HOST_AND_PORT.match(text):
        text = f"https://{text}"
    try:
        _validate_url(text[: most + 1])
    except ValidationError:
        raise ActionError(
            _("“%(text)s” is not a web address. Enter one like example.org/page.") % {"text": text[:60]}
        ) from None
    if len(text) > most:
        message = _("This link is too long. The limit is %(most)s characters.")
        raise ActionError(message % {"most": format_number(most)})
    return text


def parse_whole_number(text: str) -> int | None:
    """A whole number as people type it (" 12 ", "1,200", "1 200"); None for an empty text and for what is none."""
    text = _normalize_digits(text)
    if not GROUPED_NUMBER.fullmatch(text):
        return None
    digits = text.replace(",", "").replace(" ", "")
    return int(digits) if len(digits) < 10 else None


def parse_small_number(text: str) -> int:
    """A whole number of four digits at most as a form sends it; 0 for what is none."""
    number = parse_whole_number(text)
    return number if number is not None and number < 10_000 else 0


def parse_day(text: str) -> date | None:
    """Parse a date such as 2026-09-01, 9/1/2026 or Sep 1, 2026; None for no text. Raises ActionError otherwise."""
    text = _normalize_digits(text)
    if not text:
        return None
    day = _parse_day(text)
    if day is None:
        raise ActionError(_("“%(text)s” is not a date. Enter a date like 9/1/2026.") % {"text": text[:20]})
    return day


def parse_days(text: str) -> list[date]:
    """Parse one date as `parse_day` does, or several with commas or spaces between them."""
    whole = _parse_day(_normalize_digits(text))
    if whole:
        return [whole]
    return [day for piece in text.replace(",", " ").split() if (day := parse_day(piece))]


def parse_day_or_none(text: str) -> date | None:
    """Parse a date in a URL; None for what is not one."""
    return _parse_day(_normalize_digits(text))


def _parse_day(text: str) -> date | None:
    try:
        if parsed := parse_date(text):
            return parsed
        if american := US_DATE.fullmatch(text):
            month, day, year = (int(part) for part in american.groups())
            return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
    for pattern in DATE_FORMATS:
        try:
            return datetime.strptime(text.replace(",", " ").replace("  ", " "), pattern).date()
        except ValueError:
            continue
    return None


def parse_time(text: str) -> time | None:
    """A time as people type it: 14:30, 2:30 PM or 2 pm; None for an empty one. Raises ActionError for another."""
    text = _normalize_digits(text)
    if not text:
        return None
    time_ = _parse_time(text)
    if time_ is None:
        raise ActionError(_("“%(text)s” is not a time. Enter a time like 2:30 PM.") % {"text": text[:20]})
    return time_


def _parse_time(text: str) -> time | None:
    match = CLOCK_TIME.fullmatch(text)
    if not match:
        return None
    hour, minute, half = int(match[1]), match[2], (match[3] or "").lower()
    if (minute is None and not half) or (half and not 1 <= hour <= 12):
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, int(minute or 0))
    except ValueError:
        return None


def parse_moment(text: str, zone: tzinfo | None) -> datetime | None:
    """A day and an hour as a form says them, on the clock of `zone`; None for none. Raises ActionError for what is
    none."""
    text = _normalize_digits(text)
    if not text:
        return None
    try:
        when = parse_datetime(text)
    except ValueError:
        when = None
    when = when or _parse_day_and_time(text)
    if when is None or not 2000 <= when.year <= 2100:
        raise ActionError(
            _("“%(text)s” is not a date and time. Enter them like 9/1/2026 2:30 PM.") % {"text": text[:30]}
        )
    return when if when.tzinfo else when.replace(tzinfo=zone)


def _parse_day_and_time(text: str) -> datetime | None:
    """Both, with a space or a comma between them: the longest beginning that is a day."""
    parts = text.replace(",", " ").split()
    for cut in range(len(parts) - 1, 0, -1):
        day, hour = _parse_day(" ".join(parts[:cut])), _parse_time(" ".join(parts[cut:]))
        if day and hour:
            return datetime.combine(day, hour)
    return None
