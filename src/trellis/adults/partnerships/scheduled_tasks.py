"""Every day, agreements whose last day is over end, where they do not renew; what they leave to do is laid out."""

from __future__ import annotations

from datetime import datetime, timedelta

from trellis.core.community.clock import zone_named
from trellis.core.foundation.daily_tasks import PageUrlBuilder

from .models import PartnerAgreement
from .services import end_agreement


def end_past_agreements(now: datetime, _page_url: PageUrlBuilder) -> int:
    """End each signed agreement that ends on its last day, the day after it. Return how many ended."""
    signed = PartnerAgreement.objects.system().filter(
        status=PartnerAgreement.Status.SIGNED,
        renewal=PartnerAgreement.Renewal.NONE,
        ends__lt=now.date() + timedelta(days=1),
        deleted_at=None,
    )
    ended = 0
    for agreement in signed.select_related("network").order_by("pk"):
        today = now.astimezone(zone_named(agreement.network.time_zone)).date()
        if agreement.ends and agreement.ends < today:
            end_agreement(agreement, None, agreement.ends)
            ended += 1
    return ended
