"""People who have done something before and are glad to be asked: one's own entries, and the directory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Tie
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer, active_at
from trellis.core.foundation import ledger, revisions

from ..models import DirectoryEntry

REASON = "name the schools at which people of the directory work"


def own_entries(viewer: Viewer) -> QuerySet[DirectoryEntry]:
    rows = DirectoryEntry.objects.seen_by(viewer).filter(person=viewer.person_id, deleted_at=None)
    return rows.select_related("event").order_by("created")


def search_directory(viewer: Viewer, text: str, topic: str) -> QuerySet[DirectoryEntry]:
    """Entries about a topic whose words, event or person match every word that was typed, the latest first."""
    rows = DirectoryEntry.objects.seen_by(viewer).filter(deleted_at=None)
    if topic:
        rows = rows.filter(Q(topic=topic) | Q(event__topic=topic))
    for word in text.split():
        rows = rows.filter(
            Q(text__icontains=word)
            | Q(event__title__icontains=word)
            | Q(person__given_name__icontains=word)
            | Q(person__preferred_name__icontains=word)
            | Q(person__family_name__icontains=word)
        )
    return rows.select_related("person", "event").order_by("-created")


@dataclass(frozen=True)
class DirectoryLine:
    """An entry with the names of the schools at which the person works now, and its topic in words."""

    entry: DirectoryEntry
    schools: list[str]
    topic: str


def directory_lines(
    viewer: Viewer, entries: list[DirectoryEntry], topics: Mapping[str, str]
) -> list[DirectoryLine]:
    add_distinctions([entry.person for entry in entries])
    schools = _schools_of({entry.person_id for entry in entries}, viewer)
    return [
        DirectoryLine(
            entry,
            schools[entry.person_id],
            topics.get(entry.topic or (entry.event.topic if entry.event else ""), ""),
        )
        for entry in entries
    ]


def _schools_of(people: set[UUID], viewer: Viewer) -> dict[UUID, list[str]]:
    """By person, the schools at which they work now: by a tie to it or to a group of it."""
    ties = Tie.objects.unscoped(REASON).filter(
        active_at(viewer.now), person__in=people, role__in=SCHOOL_ROLES
    )
    schools: dict[UUID, list[str]] = defaultdict(list)
    for person, name, name_of_group in ties.values_list(
        "person", "to_school__name", "to_group__school__name"
    ):
        school = name or name_of_group
        if school and school not in schools[person]:
            schools[person].append(school)
    return schools


def add_entry(person_id: UUID, network_id: UUID, values: Mapping[str, object]) -> DirectoryEntry:
    """Stand in the directory with something. The same words, or the same event, are one entry."""
    rows = DirectoryEntry.objects.unscoped("write an entry of the directory").filter(
        person=person_id, deleted_at=None
    )
    same = Q(text=values["text"]) | (Q(event=values["event"]) if values["event"] else Q(pk=None))
    with ledger.act("offer to be asked", by=person_id):
        return rows.filter(same).first() or DirectoryEntry.objects.create(
            person_id=person_id, network_id=network_id, **values
        )


def save_entry(
    row: DirectoryEntry, values: Mapping[str, object], by: UUID, seen: int | None, labels: Mapping[str, str]
) -> None:
    with ledger.act("change what they can be asked", by=by, about=row.pk):
        revisions.save_if_current(row, values, seen, labels)
