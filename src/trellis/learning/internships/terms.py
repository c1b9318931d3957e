"""What an internship is, as a form says it: days, hours, pay and work; checked, and printed for signatures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.typed import parse_day, parse_time, parse_whole_number
from trellis.engines import labor

from .models import Agreement, Site, Terms

MAX_DURATION = timedelta(days=800)
TERM_FIELDS = ("starts", "ends", "weekdays", "from_time", "to_time", "hours_agreed", "kind", "tasks")


def term_labels() -> dict[str, str]:
    """By column, what the form calls it."""
    return {
        "starts": _("First day"),
        "ends": _("Last day"),
        "weekdays": _("Days"),
        "from_time": _("From"),
        "to_time": _("To"),
        "hours_agreed": _("Agreed hours"),
        "kind": _("Is it paid?"),
        "tasks": _("Hazardous work"),
    }


def parse_terms(post: QueryDict, site: Site) -> dict[str, Any]:
    """The terms that a form says, by column. Raises ActionError, with what to change, for terms that cannot be."""
    terms = {
        "starts": parse_day(post.get("starts", "")),
        "ends": parse_day(post.get("ends", "")),
        "weekdays": _parse_weekdays(post.getlist("days"), site),
        "from_time": parse_time(post.get("from", "")),
        "to_time": parse_time(post.get("to", "")),
        "hours_agreed": _parse_hours(post.get("hours", "")),
        "kind": post.get("kind", "") or Terms.Kind.UNPAID,
        "tasks": sorted({task.key for task in labor.hazardous_tasks()} & set(post.getlist("task"))),
    }
    if terms["starts"] is None:
        raise ActionError(_("Choose the first day."))
    if terms["kind"] not in Terms.Kind.values:
        raise ActionError(_("Choose whether it is paid."))
    _check_order(terms["starts"], terms["ends"], terms["from_time"], terms["to_time"])
    return terms


def _parse_weekdays(texts: list[str], site: Site) -> list[int]:
    days = sorted({int(text) for text in texts if text in tuple("1234567")})
    if not days or (site.weekdays and set(days) - set(site.weekdays)):
        raise ActionError(_("Choose days when the site takes students."))
    return days


def _parse_hours(text: str) -> int:
    hours = parse_whole_number(text)
    if hours is None or not 1 <= hours <= 2000:
        raise ActionError(_("Enter the agreed hours as a number from 1 to 2000."))
    return hours


def _check_order(starts: date, ends: date | None, begin: time | None, end: time | None) -> None:
    if not date(2000, 1, 1) <= starts <= date(2100, 1, 1):
        raise ActionError(_("Check the year of the first day."))
    if ends and not starts <= ends <= starts + MAX_DURATION:
        raise ActionError(_("The last day cannot be before the first day, or more than two years after it."))
    if begin is None or end is None:
        raise ActionError(_("Enter a start time and an end time."))
    if begin >= end:
        raise ActionError(_("The end time is before the start time. Check both times."))


def terms_hash(agreement: Agreement) -> str:
    """Return a hash of what is signed: any change of words, days or mentor changes it."""
    facts: Mapping[str, Any] = {name: getattr(agreement, name) for name in TERM_FIELDS}
    facts = {**facts, "work": agreement.work, "mentor": agreement.mentor_id, "site": agreement.hold.site_id}
    text = json.dumps(facts, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
