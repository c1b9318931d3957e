"""The inventory of agreements as a spreadsheet: the columns of the inventory that New York's districts publish."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.core.foundation.requests import Request

from .models import AgreementParty, PartnerAgreement

PRODUCT = "Trellis"


def inventory_rows(request: Request, agreements: Iterable[PartnerAgreement]) -> Iterator[list[object]]:
    """A row for each agreement, under a row of titles."""
    yield [
        _("Product"), _("Network"), _("District or school"), _("Agreement"), _("Kind"), _("Status"), _("First day"),
        _("Last day"), _("Signed agreement"), _("Signed by the network"), _("Signed by the district or school"),
        _("Information on data"), _("Protections"),
    ]  # fmt: skip
    rows = list(agreements)
    signed = _signing_days(request, rows)
    for agreement in rows:
        page = request.build_absolute_uri(reverse("partner-agreement-data", args=[agreement.pk]))
        partner = agreement.partner
        yield [
            PRODUCT,
            agreement.network.name,
            partner.name if partner else "",
            agreement.title,
            agreement.get_kind_display(),
            agreement.get_status_display(),
            agreement.starts or "",
            agreement.ends or "",
            agreement.file_name,
            signed[agreement.pk, True],
            signed[agreement.pk, False],
            page if agreement.covers_data else "",
            agreement.storage,
        ]


def _signing_days(request: Request, agreements: list[PartnerAgreement]) -> dict[tuple[UUID, bool], object]:
    """By agreement, and whether it is the network's own, the day of the last signature; "" for none."""
    parties = AgreementParty.objects.seen_by(request.viewer).filter(agreement__in=agreements)
    days: dict[tuple[UUID, bool], object] = defaultdict(str)
    for agreement, role, day in parties.exclude(signed_on=None).values_list("agreement", "role", "signed_on"):
        days[agreement, role == AgreementParty.Role.NETWORK] = day
    return days
