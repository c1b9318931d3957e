"""What happens by itself: certificates, a day after an event."""

from __future__ import annotations

from datetime import datetime

from trellis.core.foundation.daily_tasks import PageUrlBuilder

from .records.certificates import events_to_certify, issue_certificates


def issue_all_certificates(now: datetime, address: PageUrlBuilder) -> int:
    """Issue the certificates of events whose sessions take no codes any more, and return how many."""
    return sum(issue_certificates(event, None) for event in events_to_certify(now))
