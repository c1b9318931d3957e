"""What an internship is, as a form says it: days, hours, pay and work; checked, and printed for signatures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.typed import day_of, time_of, whole_number
from trellis.engines import labor

from .models import Agreement, Site, Terms

LONGEST = timedelta(days=800)
TERMS = ("starts", "ends", "weekdays", "from_time", "to_time", "hours_agreed", "kind", "tasks")


def labels_of_terms() -> dict[str, str]:
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


def terms_of(post: QueryDict, site: Site) -> dict[str, Any]:
    """The terms that a form says, by column. Raises Refusal, with what to change, for terms that cannot be."""
    terms = {
        "starts": day_of(post.get("starts", "")),
        "ends": day_of(post.get("ends", "")),
        "weekdays": _days(post.getlist("days"), site),
        "from_time": time_of(post.get("from", "")),
        "to_time": time_of(post.get("to", "")),
        "hours_agreed": _hours(post.get("hours", "")),
        "kind": post.get("kind", "") or Terms.Kind.UNPAID,
        "tasks": sorted({task.key for task in labor.tasks()} & set(post.getlist("task"))),
    }
    if terms["starts"] is None:
        raise Refusal(_("Choose the first day."))
    if terms["kind"] not in Terms.Kind.values:
        raise Refusal(_("Choose whether it is paid."))
    _in_order(terms["starts"], terms["ends"], terms["from_time"], terms["to_time"])
    return terms


def _days(texts: list[str], site: Site) -> list[int]:
    days = sorted({int(text) for text in texts if text in tuple("1234567")})
    if not days or (site.weekdays and set(days) - set(site.weekdays)):
        raise Refusal(_("Choose days when the site takes students."))
    return days


def _hours(text: str) -> int:
    hours = whole_number(text)
    if hours is None or not 1 <= hours <= 2000:
        raise Refusal(_("Enter the agreed hours as a number from 1 to 2000."))
    return hours


def _in_order(starts: date, ends: date | None, begin: time | None, end: time | None) -> None:
    if not date(2000, 1, 1) <= starts <= date(2100, 1, 1):
        raise Refusal(_("Check the year of the first day."))
    if ends and not starts <= ends <= starts + LONGEST:
        raise Refusal(_("The last day cannot be before the first day, or more than two years after it."))
    if begin is None or end is None:
        raise Refusal(_("Enter a start time and an end time."))
    if begin >= end:
        raise Refusal(_("The end time is before the start time. Check both times."))


def wording(agreement: Agreement) -> str:
    """A print of what is signed: another word, day or mentor makes another print."""
    facts: Mapping[str, Any] = {name: getattr(agreement, name) for name in TERMS}
    facts = {**facts, "work": agreement.work, "mentor": agreement.mentor_id, "site": agreement.hold.site_id}
    text = json.dumps(facts, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
