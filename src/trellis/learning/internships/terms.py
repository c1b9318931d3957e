"""The terms of an internship (days, hours, pay and work): their columns and labels, and their hash for signatures."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

from django.utils.translation import gettext as _

from .models import Agreement

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


def terms_hash(agreement: Agreement) -> str:
    """Return a hash of what is signed: any change of words, days or mentor changes it."""
    facts: dict[str, object] = {name: getattr(agreement, name) for name in TERM_FIELDS}
    facts |= {"work": agreement.work, "mentor": agreement.mentor_id, "site": agreement.hold.site_id}
    if agreement.hold.search.host_school_id:
        facts["school"] = agreement.hold.search.host_school_id
    text = json.dumps(facts, sort_keys=True, default=str)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
