"""Referrals that are open, and taking one back."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone

from trellis.core.community import links
from trellis.core.foundation import ledger

from .models import Referral

LINK_PURPOSE = "referral"


def open_referrals() -> QuerySet[Referral]:
    return Referral.objects.open().unscoped("find the open referrals of a need")


def mark_referral_withdrawn(referral: Referral, by: UUID | None) -> None:
    """Withdraw a referral for the school; its link stops working."""
    now = timezone.now()
    with ledger.act("withdraw a referral", by=by, about=referral.pk):
        referrals = open_referrals().filter(pk=referral.pk)
        referrals.update(withdrawn_at=now, revision=F("revision") + 1, modified=now)
        links.revoke_links(LINK_PURPOSE, referral.pk, by)
