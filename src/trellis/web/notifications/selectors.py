"""Which kinds of email a person can get, which they turned off, and what a daily email would tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone, translation

from trellis.core.community.clock import zone_of_viewer
from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.languages import recipient_language
from trellis.design.blueprint.wording import wording_of

from .models import Digest, Preference
from .registry import IMMEDIATE_KINDS, SOURCES, DigestItem, ImmediateKind, Source

DAILY = "daily"
"""The kind of a preference that stands for the whole daily email."""
FIRST_PERIOD, LONGEST_PERIOD = timedelta(days=1), timedelta(days=7)
"""What the first daily email looks back on, and what any does at most."""
REMINDER_INTERVAL = timedelta(days=6, hours=12)
"""What only waits is a reason for an email once a week."""
MAX_ITEMS = 12
"""Lines of one email. A longer one would not be read; the pages show the rest."""


@dataclass(frozen=True)
class DigestDraft:
    """A daily email that has not been sent. day: at the person's school. has_more: there was more than it tells."""

    person: Person
    language: str
    day: date
    items: list[DigestItem]
    has_more: bool


def kinds_off(person_id: UUID) -> set[str]:
    """Return the kinds that a person turned off."""
    preferences = Preference.objects.unscoped("find out what a person wants to be emailed about")
    return set(preferences.filter(person=person_id, off=True).values_list("kind", flat=True))


def sources_for(viewer: Viewer) -> list[Source]:
    """What the daily email may tell this person, by their roles and the parts of their schools' models."""
    return [source for source in SOURCES.values() if _is_for(viewer, source) and _has_part(viewer, source)]


def _is_for(viewer: Viewer, source: Source) -> bool:
    if source.roles & viewer.roles:
        return True
    return source.readers is not None and source.readers().filter(pk=viewer.person_id).exists()


def immediate_kinds_for(viewer: Viewer) -> list[ImmediateKind]:
    """What this person may be emailed about at once."""
    return [
        kind
        for kind in IMMEDIATE_KINDS.values()
        if (not kind.roles or kind.roles & viewer.roles) and _has_part(viewer, kind)
    ]


def _has_part(viewer: Viewer, kind: Source | ImmediateKind) -> bool:
    return not kind.part or any(wording_of(school).has(kind.part) for school in viewer.schools)


def draft_digest(person: Person, now: datetime) -> DigestDraft | None:
    """Return today's email for a person; None when they had it, want none, or there is nothing to tell."""
    viewer = Viewer.of(person, now)
    zone, off = zone_of_viewer(viewer), kinds_off(person.pk)
    day = now.astimezone(zone).date()
    sources = [source for source in sources_for(viewer) if source.key not in off]
    last = Digest.objects.seen_by(viewer).exclude(sent_at=None).order_by("-day").first()
    if not sources or DAILY in off or (last and last.day >= day):
        return None
    since = max(last.sent_at, now - LONGEST_PERIOD) if last else now - FIRST_PERIOD
    language = recipient_language(*person.reads)
    with translation.override(language), timezone.override(zone):
        items = [item for source in sources for item in source.collect(viewer, since)]
    is_reminder_due = last is None or last.sent_at <= now - REMINDER_INTERVAL
    if not items or not (is_reminder_due or any(item.is_new for item in items)):
        return None
    items.sort(key=lambda item: not item.is_new)
    return DigestDraft(person, language, day, items[:MAX_ITEMS], len(items) > MAX_ITEMS)
