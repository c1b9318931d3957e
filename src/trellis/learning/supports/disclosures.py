"""Which partners were told of a student, for the family's record of disclosures; what they were told is not in it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.disclosures import Disclosure
from trellis.core.community.models import Person

from .models import Referral


def disclosures_to_partners(student: Person) -> Iterator[Disclosure]:
    """Yield each partner that was asked, also where the referral was withdrawn: the partner had received it."""
    referrals = Referral.objects.unscoped("list what was shared outside the school, for the family").filter(
        need__student=student
    )
    for referral in referrals.select_related("partner"):
        yield Disclosure(timezone.localdate(referral.sent_at), referral.partner.name, _("supports"))
