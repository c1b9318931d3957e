"""What is left to do once an agreement has ended: the kinds of duties, as data, with the source of each.

Read on November 29, 2026. Where nobody prescribes a duty, its source says so. A network changes a day where the
agreement, the district or the state asks for another one: "Check each rule with the district" stands on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import AgreementPromise, PartnerAgreement

Side = AgreementPromise.Side
DELETION_DAYS = 60
"""Days to delete data after the end where the agreement names none: those of the national agreement, article IV."""
NATIONAL = _("National Data Privacy Agreement (A4L), articles II and IV and exhibit D")
NEW_YORK = _("8 NYCRR 121.3 and 121.6 (New York Education Law 2-d)")
OUR_CHOICE = _("Common practice. No rule names it.")


@dataclass(frozen=True)
class EndDuty:
    """One kind of duty. side: who does it. about_data: only after an agreement on data; else after any other.

    after_deletion_days: it is due so many days after the end as the agreement gives to delete data; otherwise `days`.
    """

    key: str
    side: str
    label: str | Promise
    source: str | Promise
    about_data: bool = True
    after_deletion_days: bool = False
    days: int = 0
    for_subcontractors: bool = False

    def applies_to(self, agreement: PartnerAgreement, data_stays: bool) -> bool:
        """Whether an agreement leaves this duty. data_stays: another agreement goes on covering the data."""
        if not self.about_data:
            return agreement.kind != PartnerAgreement.Kind.DATA
        has_subcontractors = bool(agreement.subcontractors.strip())
        return (
            agreement.covers_data and not data_stays and (has_subcontractors or not self.for_subcontractors)
        )

    def due_on(self, agreement: PartnerAgreement, ended: date) -> date:
        """The day by which it is to be done."""
        deletion_days = agreement.deletion_days or DELETION_DAYS
        return ended + timedelta(days=deletion_days if self.after_deletion_days else self.days)


END_DUTIES = {
    duty.key: duty
    for duty in (
        EndDuty("access", Side.NETWORK, _("End the network’s access and open links"), OUR_CHOICE),
        EndDuty("return", Side.NETWORK, _("Return a full copy of the data"), NEW_YORK),
        EndDuty("directive", Side.PARTNER, _("Say in writing which data to delete or transfer"), NATIONAL),
        EndDuty("deletion", Side.NETWORK, _("Delete the data"), NATIONAL, after_deletion_days=True),
        EndDuty(
            "subcontractors",
            Side.NETWORK,
            _("Make sure that subcontractors deleted the data"),
            NEW_YORK,
            after_deletion_days=True,
            for_subcontractors=True,
        ),
        EndDuty(
            "certificate",
            Side.NETWORK,
            _("Send a signed certificate of deletion"),
            NATIONAL,
            after_deletion_days=True,
        ),
        EndDuty(
            "families",
            Side.PARTNER,
            _("Tell families what happened to the data, if your rules ask for it"),
            OUR_CHOICE,
            after_deletion_days=True,
        ),
        EndDuty(
            "closing",
            Side.NETWORK,
            _("Agree on invoices, loans, and what the school keeps using"),
            OUR_CHOICE,
            about_data=False,
            days=30,
        ),
    )
}


def duties_of(agreement: PartnerAgreement, data_stays: bool) -> Iterator[EndDuty]:
    """The duties that an agreement leaves."""
    return (duty for duty in END_DUTIES.values() if duty.applies_to(agreement, data_stays))
