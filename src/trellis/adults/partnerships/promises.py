"""What both sides promise in an agreement, and how much of it was delivered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.school_years import FIRST_MONTH, school_year_around
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_number

from .models import AgreementPromise, AgreementSchool, PartnerAgreement, PromiseDelivery
from .services import changing_terms

REASON = "write a promise of an agreement"
SLACK = 0.75
"""A promise counts as behind when less than this share of what would be due by now was delivered."""
Period = AgreementPromise.Period


@dataclass
class PromiseLine:
    """A promise with what was delivered of it in its period. is_behind: less than would be due by now."""

    promise: AgreementPromise
    delivered: int = 0
    due_share: float = 0.0
    deliveries: list[PromiseDelivery] = field(default_factory=list)

    @property
    def is_behind(self) -> bool:
        amount = self.promise.amount
        if not amount:
            return False
        if self.promise.period == Period.WEEK:
            return bool(self.deliveries) and self.delivered < amount
        return self.delivered < SLACK * self.due_share * amount

    @property
    def shown(self) -> int:
        """Where the bar ends: at most at the promised amount."""
        return min(self.delivered, self.promise.amount or 0)

    @property
    def amounts(self) -> str:
        """What was delivered of what was promised: "13 of 36 days"."""
        numbers = {
            "delivered": format_number(self.delivered),
            "amount": format_number(self.promise.amount or 0),
            "unit": self.promise.unit,
        }
        if self.promise.period == Period.WEEK:
            return _("%(delivered)s of %(amount)s %(unit)s a week") % numbers
        return _("%(delivered)s of %(amount)s %(unit)s") % numbers

    @property
    def words(self) -> str:
        """The newest note, or how it goes."""
        newest = self.deliveries[0].note if self.deliveries else ""
        if newest or not self.promise.amount:
            return newest or _("Nothing delivered yet.")
        if not self.deliveries and not self.is_behind:
            return _("Nothing delivered yet.")
        if self.delivered >= self.promise.amount:
            return _("Delivered in full.")
        return _("Less than planned by now.") if self.is_behind else _("On pace.")


def promise_lines(viewer: Viewer, agreements: Iterable[PartnerAgreement], today: date) -> list[PromiseLine]:
    """The promises of some agreements, the network's first. Two queries, and the school year of each agreement."""
    by_key = {agreement.pk: agreement for agreement in agreements}
    promises = AgreementPromise.objects.seen_by(viewer).filter(agreement__in=by_key).order_by("created", "pk")
    deliveries: dict[UUID, list[PromiseDelivery]] = defaultdict(list)
    rows = PromiseDelivery.objects.seen_by(viewer).filter(promise__in=promises).select_related("by")
    for delivery in rows.order_by("-on", "-created"):
        deliveries[delivery.promise_id].append(delivery)
    years = {key: _year_of(viewer, agreement, today) for key, agreement in by_key.items()}
    lines = []
    for promise in promises:
        agreement = by_key[promise.agreement_id]
        starts, ends = years[agreement.pk]
        if promise.period == Period.WHOLE and agreement.starts:
            starts, ends = agreement.starts, agreement.ends or ends
        lines.append(_promise_line(promise, deliveries[promise.pk], (starts, ends), today))
    return sorted(lines, key=lambda line: line.promise.by != AgreementPromise.Side.NETWORK)


def _promise_line(
    promise: AgreementPromise, deliveries: list[PromiseDelivery], period: tuple[date, date], today: date
) -> PromiseLine:
    starts, ends = period
    if promise.period == Period.WEEK:
        delivered = deliveries[0].amount or 0 if deliveries else 0
    else:
        delivered = sum(each.amount or 0 for each in deliveries if starts <= each.on <= ends)
    share = (today - starts).days / max(1, (ends - starts).days)
    return PromiseLine(promise, delivered, min(max(share, 0.0), 1.0), deliveries)


def _year_of(viewer: Viewer, agreement: PartnerAgreement, today: date) -> tuple[date, date]:
    """The school year of the first school that the agreement covers; August to June where its calendar is not known."""
    covered = AgreementSchool.objects.seen_by(viewer).filter(agreement=agreement).select_related("school")
    first_row = covered.order_by("school__name").first()
    year = school_year_around(first_row.school, today) if first_row else None
    if year:
        return year.starts, year.ends
    first = today.year if today.month >= FIRST_MONTH else today.year - 1
    return date(first, FIRST_MONTH, 1), date(first + 1, 6, 30)


def add_promise(
    agreement: PartnerAgreement,
    side: str,
    text: str,
    by: UUID,
    amount: int | None = None,
    unit: str = "",
    period: str = Period.YEAR,
) -> AgreementPromise:
    """Add what one side promises; the same words of the same side are one promise."""
    with changing_terms(agreement, "add a promise", by):
        promise, _created = AgreementPromise.objects.unscoped(REASON).update_or_create(
            agreement=agreement,
            by=side,
            text=text,
            defaults={"amount": amount, "unit": unit, "period": period},
        )
    return promise


def remove_promise(agreement: PartnerAgreement, promise: AgreementPromise, by: UUID) -> None:
    """Take a promise out of an agreement that is not signed yet."""
    with changing_terms(agreement, "remove a promise", by):
        AgreementPromise.objects.unscoped(REASON).filter(pk=promise.pk).delete()


def note_delivery(
    promise: AgreementPromise, key: UUID, delivered_on: date, amount: int | None, note: str, by: UUID
) -> None:
    """Note what was delivered. The same key twice is one note. Raises ActionError for a day that has not come."""
    if delivered_on > timezone.localdate():
        raise ActionError(_("This day has not come yet. Note what was delivered once it was."))
    if amount is None and not note:
        raise ActionError(_("Enter an amount or a note."), field="amount")
    with ledger.act("note a delivery", by=by, about=promise.agreement_id):
        PromiseDelivery.objects.unscoped(REASON).get_or_create(
            pk=key,
            defaults={
                "promise": promise,
                "on": delivered_on,
                "amount": amount,
                "note": note,
                "by_id": by,
            },
        )
