"""Indexing an entry for the search, and counting how often it was taught."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from trellis.core.community.clock import today_by_time_zone
from trellis.core.foundation.daily_tasks import PageUrlBuilder
from trellis.learning.projects.body import ProjectBody
from trellis.learning.projects.models import Member, Project

from . import index, words
from .models import Edition, Entry, Fork, SearchEntry, Standing

REASON = "bring the search index up to date"
STANDING_RANK: dict[str, int] = {standing: number for number, standing in enumerate(Standing.values)}


def update_shelf(entry: Entry) -> None:
    """Make the entry's shelf and its words anew; take both away once it is withdrawn."""
    shelves = SearchEntry.objects.unscoped(REASON)
    if entry.withdrawn_at or entry.deleted_at:
        withdrawn_ids = list(shelves.filter(entry=entry).values_list("pk", flat=True))
        index.remove_words(withdrawn_ids)
        shelves.filter(pk__in=withdrawn_ids).delete()
        return
    edition = Edition.objects.unscoped(REASON).get(entry=entry, number=entry.edition)
    body = edition.read_body()
    shelf, _created = shelves.update_or_create(
        entry=entry,
        defaults={
            "network_id": entry.network_id,
            "standing": STANDING_RANK[entry.standing],
            "licence": entry.licence,
            "language": entry.language,
            "grade_low": entry.grade_low,
            "grade_high": entry.grade_high,
            "times_run": len(projects_taught(entry)),
            "outcomes": join_with_bars(outcome.key for outcome in body.outcomes),
        },
    )
    index.index_words(shelf.pk, search_columns(body, edition.authors, entry.language))


def join_with_bars(keys: Iterable[str]) -> str:
    """Join keys with bars, so that each can be found with its bars around it."""
    text = "".join(f"|{key}" for key in sorted(set(keys)))
    return f"{text}|" if text and len(text) < 600 else ""


def search_columns(body: ProjectBody, authors: Iterable[dict[str, str]], language: str) -> list[list[str]]:
    """What is searched of a project, by weight: title; question; what it is about; everything else."""
    rest = [
        *(part.text for part in body.parts),
        *(f"{benchmark.title} {benchmark.note}" for benchmark in body.benchmarks),
        *(f"{scaffold.title} {scaffold.about}" for scaffold in body.scaffolds),
        *(file.title for file in body.files),
        *(f"{standard.code} {standard.title}" for standard in body.standards),
        *(f"{author['name']} {author['school']}" for author in authors),
    ]
    about = [
        body.audience,
        *(outcome.title for outcome in body.outcomes),
        *(f"{product.title} {product.about}" for product in body.products),
    ]
    texts = (body.title, body.driving_question, "\n".join(about), "\n".join(rest))
    return [words.index_terms(text, language) for text in texts]


def projects_taught(entry: Entry, now: datetime | None = None) -> list[Project]:
    """Projects that students began to work in: the entry's own, and those made from it. The newest first."""
    return list(
        _begun_projects(now)
        .filter(pk__in=_project_ids_of(entry))
        .select_related("school")
        .order_by("-starts")
    )


def _project_ids_of(entry: Entry) -> set[UUID]:
    forks = Fork.objects.unscoped("list the schools that taught a library project").filter(
        entry=entry, deleted_at=None
    )
    project_ids = {entry.project_id} if entry.project_id else set()
    return project_ids | set(forks.values_list("project_id", flat=True))


def _begun_projects(now: datetime | None) -> QuerySet[Project]:
    members = Member.objects.unscoped("check whether someone works in a copied project").filter(
        project=OuterRef("pk"), deleted_at=None
    )
    begun = Q(pk=None)
    for zone, today in today_by_time_zone(now or timezone.now()).items():
        begun |= Q(school__time_zone=zone, starts__lte=today)
    return Project.objects.unscoped("list the schools that taught a library project").filter(
        begun, Exists(members), deleted_at=None
    )


def update_taught_counts(now: datetime, _address: PageUrlBuilder) -> int:
    """Count how often every project of the library was taught; return how many counts changed."""
    began = set(_begun_projects(now).values_list("pk", flat=True))
    counts: dict[UUID, int] = {}
    for project, entry in (
        *Entry.objects.unscoped(REASON).exclude(project=None).values_list("project_id", "pk"),
        *Fork.objects.unscoped(REASON)
        .filter(deleted_at=None)
        .exclude(entry=None)
        .values_list("project_id", "entry_id"),
    ):
        if project in began:
            counts[entry] = counts.get(entry, 0) + 1
    changed = 0
    for pk, entry, saved_count in SearchEntry.objects.unscoped(REASON).values_list(
        "pk", "entry_id", "times_run"
    ):
        if saved_count != counts.get(entry, 0):
            changed += (
                SearchEntry.objects.unscoped(REASON).filter(pk=pk).update(times_run=counts.get(entry, 0))
            )
    return changed
