"""What people type into forms, read the same way everywhere."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, tzinfo
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.http import Http404, HttpRequest
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from .refusal import Refusal

UNSEEN = dict.fromkeys(map(ord, "\x00\u200b\u2060\ufeff"))
"""Signs that nobody typed and that come along when a text is pasted."""
DIRECTION = "\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
PORT = re.compile(r"^[a-z0-9.-]+:\d+(/|$)", re.IGNORECASE)
GROUPED = re.compile(r"\d{1,3}(?:[ ,]\d{3})+|\d+")
AMERICAN = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})")
NAMED_DAYS = ("%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y")
TIME = re.compile(
    r"(\d{1,2})(?:[:.](\d{2}))?(?:[:.]\d{2}(?:\.\d+)?)?\s*([ap])?\.?\s*(?:m\.?)?", re.IGNORECASE
)
_is_url = URLValidator(schemes=["http", "https"])


def line(text: str, most: int, empty: str = "") -> str:
    """A text on one line. Raises Refusal when it is longer than `most`, and with the sentence `empty` for none."""
    return _fitting(" ".join(without_unseen(text).split()), most, empty)


def words(text: str, most: int, empty: str = "") -> str:
    """A text of several lines, as `line` does."""
    return _fitting(without_unseen(text).replace("\r\n", "\n").strip(), most, empty)


def without_unseen(text: str) -> str:
    """Without the signs that come along with what is pasted."""
    return text.translate(UNSEEN).strip().strip(DIRECTION)


def _fitting(text: str, most: int, empty: str) -> str:
    if not text and empty:
        raise Refusal(empty)
    if len(text) > most:
        raise Refusal(_("This is too long. The limit is %(most)d characters.") % {"most": most})
    return text


def _plain(text: str) -> str:
    """On one line, with the digits of every script as 0 to 9."""
    text = " ".join(without_unseen(text).split())
    return "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character for character in text
    )


def email_of(text: str, empty: str = "") -> str:
    """A mail address of 254 characters at most, or "". Raises Refusal for what is none; with `empty` for nothing."""
    text = without_unseen(text).removeprefix("mailto:").strip()
    if not text and empty:
        raise Refusal(empty)
    try:
        if text:
            validate_email(text if len(text) <= 254 else "")
    except ValidationError:
        raise Refusal(_("“%(email)s” is not an email address.") % {"email": text[:60]}) from None
    return text


def link_of(text: str, most: int = 600) -> str:
    """A web address, or "". One without https:// gets it. Raises Refusal for what is none and for one too long."""
    text = "".join(without_unseen(text).split())
    if not text:
        return ""
    if text.startswith("//"):
        text = f"https:{text}"
    elif not SCHEME.match(text) or PORT.match(text):
        text = f"https://{text}"
    try:
        _is_url(text[: most + 1])
    except ValidationError:
        raise Refusal(
            _("“%(text)s” is not a web address. Enter one like example.org/page.") % {"text": text[:60]}
        ) from None
    if len(text) > most:
        raise Refusal(_("This link is too long. The limit is %(most)d characters.") % {"most": most})
    return text


def whole_number(text: str) -> int | None:
    """A whole number as people type it (" 12 ", "1,200", "1 200"); None for an empty text and for what is none."""
    text = _plain(text)
    if not GROUPED.fullmatch(text):
        return None
    digits = text.replace(",", "").replace(" ", "")
    return int(digits) if len(digits) < 10 else None


def number_of(text: str) -> int:
    """A whole number of four digits at most as a form sends it; 0 for what is none."""
    number = whole_number(text)
    return number if number is not None and number < 10_000 else 0


def day_of(text: str) -> date | None:
    """A day as a form says it: 2026-09-01, 9/1/2026 or Sep 1, 2026; None for an empty one. Raises Refusal otherwise."""
    text = _plain(text)
    if not text:
        return None
    day = _day(text)
    if day is None:
        raise Refusal(_("“%(text)s” is not a date. Enter a date like 9/1/2026.") % {"text": text[:20]})
    return day


def days_of(text: str) -> list[date]:
    """One day as `day_of` reads it, or several with commas or spaces between them."""
    whole = _day(_plain(text))
    if whole:
        return [whole]
    return [day for piece in text.replace(",", " ").split() if (day := day_of(piece))]


def day_asked(text: str) -> date | None:
    """A day in an address, which nobody typed into a form: None for what is none."""
    return _day(_plain(text))


def _day(text: str) -> date | None:
    try:
        if parsed := parse_date(text):
            return parsed
        if american := AMERICAN.fullmatch(text):
            month, day, year = (int(part) for part in american.groups())
            return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        return None
    for pattern in NAMED_DAYS:
        try:
            return datetime.strptime(text.replace(",", " ").replace("  ", " "), pattern).date()
        except ValueError:
            continue
    return None


def time_of(text: str) -> time | None:
    """A time as people type it: 14:30, 2:30 PM or 2 pm; None for an empty one. Raises Refusal for another."""
    text = _plain(text)
    if not text:
        return None
    time_ = _time(text)
    if time_ is None:
        raise Refusal(_("“%(text)s” is not a time. Enter a time like 2:30 PM.") % {"text": text[:20]})
    return time_


def _time(text: str) -> time | None:
    match = TIME.fullmatch(text)
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


def moment_of(text: str, zone: tzinfo | None) -> datetime | None:
    """A day and an hour as a form says them, on the clock of `zone`; None for none. Raises Refusal for what is none."""
    text = _plain(text)
    if not text:
        return None
    try:
        when = parse_datetime(text)
    except ValueError:
        when = None
    when = when or _day_and_time(text)
    if when is None or not 2000 <= when.year <= 2100:
        raise Refusal(
            _("“%(text)s” is not a date and time. Enter them like 9/1/2026 2:30 PM.") % {"text": text[:30]}
        )
    return when if when.tzinfo else when.replace(tzinfo=zone)


def _day_and_time(text: str) -> datetime | None:
    """Both, with a space or a comma between them: the longest beginning that is a day."""
    parts = text.replace(",", " ").split()
    for cut in range(len(parts) - 1, 0, -1):
        day, hour = _day(" ".join(parts[:cut])), _time(" ".join(parts[cut:]))
        if day and hour:
            return datetime.combine(day, hour)
    return None


def key_of(request: HttpRequest, field: str) -> UUID:
    """The id that a posted field holds, alone or as `id:revision`; Http404 for what is none."""
    try:
        return UUID(request.POST.get(field, "").partition(":")[0])
    except ValueError:
        raise Http404 from None
