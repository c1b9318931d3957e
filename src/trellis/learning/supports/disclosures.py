"""Which partners were told of a student, for the family's record of disclosures; what they were told is not in it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.disclosures import Disclosure
from trellis.core.community.models import Person
from trellis.core.foundation.prepared_queries import PreparedQuery

from .models import Referral

_REFERRALS = PreparedQuery(Referral, lambda referrals: referrals.select_related("partner"))


def disclosures_to_partners(student: Person) -> Iterator[Disclosure]:
    """Yield each partner that was asked, also where the referral was withdrawn: the partner had received it."""
    reason = "list what was shared outside the school, for the family"
    for referral in _REFERRALS.unscoped(reason, need__student=student):
        yield Disclosure(timezone.localdate(referral.sent_at), referral.partner.name, _("supports"))
