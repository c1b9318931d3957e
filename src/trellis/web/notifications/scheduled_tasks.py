"""The daily email: one to each person with something to know, in their language."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db.models import Q, QuerySet

from trellis.core.community.models import Person, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation.daily_tasks import PageUrlBuilder

from .models import Preference
from .registry import SOURCES
from .selectors import DAILY, draft_digest
from .services import send_digest

logger = logging.getLogger(__name__)


def send_digests(now: datetime, address: PageUrlBuilder) -> int:
    """Send today's email to everybody who has one to get; return how many. What fails for one is tried tomorrow.

    Raises the last error when every email failed, so that whoever runs it learns that the mail server is down.
    """
    address("home")  # without an address of our own there are no links to send
    sent, error = 0, None
    for person in _people_with_email(now).order_by("pk"):
        try:
            draft = draft_digest(person, now)
            sent += bool(draft and send_digest(draft, now, address))
        except Exception as failure:  # nobody goes without theirs because of another's mailbox or records
            logger.exception("The daily email of person %s failed.", person.pk)
            error = failure
    if error and not sent:
        raise error
    return sent


def _people_with_email(now: datetime) -> QuerySet[Person]:
    roles = {role for source in SOURCES.values() for role in source.roles}
    ties = Tie.objects.system().filter(active_at(now), role__in=roles)
    without = Preference.objects.system().filter(kind=DAILY, off=True)
    is_reader = Q(pk__in=ties.values("person"))
    for source in SOURCES.values():
        if source.readers is not None:
            is_reader |= Q(pk__in=source.readers())
    people = Person.objects.system().filter(is_reader, deleted_at=None)
    return people.exclude(email="").exclude(pk__in=without.values("person"))
