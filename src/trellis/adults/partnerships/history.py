"""Who changed an agreement, and when: from the ledger, in a few words each."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person
from trellis.core.foundation.models import Act

from .models import PartnerAgreement

LONGEST = 40
REASON = "tell whoever sees an agreement who changed it"
VERBS: dict[str, str | Promise] = {
    "begin an agreement": _("Draft started"),
    "save the terms of an agreement": _("Terms changed"),
    "choose the schools of an agreement": _("Schools changed"),
    "choose the data of an agreement": _("Data changed"),
    "add a party to an agreement": _("Signers changed"),
    "remove a party of an agreement": _("Signers changed"),
    "add a promise": _("Promises changed"),
    "remove a promise": _("Promises changed"),
    "send an agreement": _("Sent for signature"),
    "sign an agreement": _("Signed"),
    "note a signature on paper": _("Signed on paper"),
    "add the signed document": _("File added"),
    "note a delivery": _("Delivery recorded"),
    "end an agreement": _("Ended"),
    "complete a duty after an agreement": _("Duty done"),
}
"""The acts that are shown, by their verb in the ledger."""


class HistoryLine(NamedTuple):
    """What was done on a day, and by whom; "" for somebody without an account."""

    day: date
    label: str
    name: str


def history_of(agreement: PartnerAgreement) -> list[HistoryLine]:
    """What was done to an agreement that the viewer sees, the newest first; the same twice on a day is one."""
    acts = Act.objects.unscoped(REASON).filter(about_id=agreement.pk, verb__in=VERBS).order_by("-at")
    rows = list(acts.values_list("at", "verb", "person_id")[:LONGEST])
    people = Person.objects.unscoped(REASON).in_bulk({person for *_row, person in rows if person})
    lines = (
        HistoryLine(timezone.localdate(at), str(VERBS[verb]), people[person].name if person in people else "")
        for at, verb, person in rows
    )
    return list(dict.fromkeys(lines))
