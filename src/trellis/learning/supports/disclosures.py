"""What partners were told of a student: whom the family's record of it names. What was said stays in this room."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.disclosures import Shown
from trellis.core.community.models import Person

from .models import Referral


def told(student: Person) -> Iterator[Shown]:
    """Each partner that was asked, even where it was taken back since: it had been told."""
    referrals = Referral.objects.unscoped("what was told beyond the school").filter(need__student=student)
    for referral in referrals.select_related("partner"):
        yield Shown(timezone.localdate(referral.sent_at), referral.partner.name, _("supports"))
