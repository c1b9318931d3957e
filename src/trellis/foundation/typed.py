"""What people type into forms, read the same way everywhere."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from .refusal import Refusal


def line(text: str, most: int, empty: str = "") -> str:
    """A text on one line. Raises Refusal when it is longer than `most`, and with the sentence `empty` for none."""
    return _fitting(" ".join(text.replace("\x00", "").split()), most, empty)


def words(text: str, most: int, empty: str = "") -> str:
    """A text of several lines, as `line` does."""
    return _fitting(text.replace("\x00", "").replace("\r\n", "\n").strip(), most, empty)


def _fitting(text: str, most: int, empty: str) -> str:
    if not text and empty:
        raise Refusal(empty)
    if len(text) > most:
        raise Refusal(_("This fits %(most)d characters. Shorten it a little.") % {"most": most})
    return text


def email_of(text: str, empty: str = "") -> str:
    """A mail address of 254 characters at most, or "". Raises Refusal for what is none; with `empty` for nothing."""
    text = text.strip()
    if not text and empty:
        raise Refusal(empty)
    try:
        if text:
            validate_email(text if len(text) <= 254 else "")
    except ValidationError:
        raise Refusal(_("“%(email)s” is not a mail address.") % {"email": text[:60]}) from None
    return text


def number_of(text: str) -> int:
    """A whole number of four digits at most as a form sends it; 0 for what is none."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def day_of(text: str) -> date | None:
    """A day as a form says it; None for an empty one or what is none."""
    try:
        return parse_date(text.strip()) if text.strip() else None
    except ValueError:
        return None


def moment_of(text: str, zone: tzinfo | None) -> datetime | None:
    """A day and an hour as a form says them, on the clock of `zone`; None for none. Raises Refusal for what is none."""
    if not text.strip():
        return None
    try:
        when = parse_datetime(text.strip())
    except ValueError:
        when = None
    if when is None or not 2000 <= when.year <= 2100:
        raise Refusal(_("“%(text)s” is not a day and an hour.") % {"text": text[:20]})
    return when if when.tzinfo else when.replace(tzinfo=zone)


def key_of(request: HttpRequest, field: str) -> UUID:
    """The id that a posted field holds; Http404 for what is none."""
    try:
        return UUID(request.POST.get(field, ""))
    except ValueError:
        raise Http404 from None
