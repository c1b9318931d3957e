"""Reading the library: one entry with its editions, who looked at it, what schools made of it and what followed."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.design.blueprint.wording import wording_of
from trellis.learning.projects.models import Author, Project
from trellis.learning.projects.project_transfer import project_body

from .comparison import FieldChange, FieldUpdate, field_changes, field_updates
from .forks import edition_of, updates_in_offer
from .models import Edition, EditionFile, Entry, Fork, Offer, ProjectReview
from .search_entries import projects_taught

MAX_FORKS = 12


def entry_or_404(viewer: Viewer, entry_id: UUID) -> Entry:
    """An entry of the viewer's libraries; what was withdrawn is gone for everybody but its own school."""
    entries = Entry.objects.seen_by(viewer).select_related("school", "network", "source")
    entry = get_object_or_404(entries, pk=entry_id)
    if entry.withdrawn_at and entry.school_id not in viewer.staff_schools:
        return get_object_or_404(entries.none())
    return entry


def editions_of(viewer: Viewer, entry: Entry) -> list[Edition]:
    """The newest first."""
    return list(Edition.objects.seen_by(viewer).filter(entry=entry).order_by("-number"))


def reviews_of(viewer: Viewer, entry: Entry) -> list[ProjectReview]:
    reviews = (
        ProjectReview.objects.seen_by(viewer).filter(edition__entry=entry).select_related("edition", "by")
    )
    return list(reviews.order_by("-created"))


def files_of(viewer: Viewer, edition: Edition) -> dict[str, EditionFile]:
    """By digest, what an edition brings along."""
    return {
        edition_file.digest: edition_file
        for edition_file in EditionFile.objects.seen_by(viewer).filter(edition=edition)
    }


@dataclass(frozen=True)
class TimeTaught:
    """One time that students worked in it: where, from which day, and with whom."""

    project: Project
    teachers: list[str]


def times_taught(entry: Entry) -> list[TimeTaught]:
    """Where it was taught, the newest first. Schools and teachers are named, students never."""
    projects = projects_taught(entry)[:20]
    names: dict[UUID, list[str]] = {}
    rows = Author.objects.unscoped("count who taught a library project").filter(
        project__in=[project.pk for project in projects], deleted_at=None
    )
    for row in rows.select_related("person").order_by("created"):
        names.setdefault(row.project_id, []).append(row.person.name)
    return [TimeTaught(project, names.get(project.pk, [])) for project in projects]


@dataclass(frozen=True)
class ForkSummary:
    """What one school made of an entry: since which edition, what it changed, what it offered, what was taken over."""

    fork: Fork
    changed: list[str]
    entry: Entry | None
    offers: list[Offer]


def fork_summaries(viewer: Viewer, entry: Entry) -> list[ForkSummary]:
    """What schools made of an entry, the newest first."""
    forks = Fork.objects.seen_by(viewer).filter(entry=entry).select_related("project", "project__school")
    newest_forks = list(forks.order_by("-created")[:MAX_FORKS])
    published = {
        published_entry.project_id: published_entry
        for published_entry in Entry.objects.seen_by(viewer).filter(
            project__in=[f.project_id for f in newest_forks], withdrawn_at=None
        )
    }
    offers: dict[UUID, list[Offer]] = {}
    for offer in Offer.objects.unscoped("count what followed from a change, without names").filter(
        fork__in=newest_forks, deleted_at=None, answered_at__isnull=False
    ):
        offers.setdefault(offer.fork_id, []).append(offer)
    return [
        ForkSummary(
            fork, _changed_titles(entry, fork), published.get(fork.project_id), offers.get(fork.pk, [])
        )
        for fork in newest_forks
    ]


def _changed_titles(entry: Entry, fork: Fork) -> list[str]:
    """What of a project its new school changed, by title."""
    base = edition_of(entry, fork.taken).read_body()
    return list(dict.fromkeys(change.title for change in field_changes(base, project_body(fork.project))))


def changes_since(entry: Entry, number: int) -> list[FieldChange]:
    """Return what is new in the newest edition for somebody who knows an older one."""
    old, new = edition_of(entry, number), edition_of(entry, entry.edition)
    return field_changes(old.read_body(), new.read_body())


def changes_from_source(entry: Entry) -> list[FieldChange]:
    """How an entry differs from the one that it was made from, as that one is now."""
    if entry.source is None:
        return []
    source_edition = edition_of(entry.source, entry.source.edition)
    return field_changes(source_edition.read_body(), edition_of(entry, entry.edition).read_body())


def fork_of(viewer: Viewer, project: Project) -> Fork | None:
    forks = Fork.objects.seen_by(viewer).filter(project=project).select_related("project", "entry")
    return forks.first()


def entry_of(viewer: Viewer, project: Project) -> Entry | None:
    return Entry.objects.seen_by(viewer).filter(project=project).first()


def updates_for(fork: Fork) -> list[FieldUpdate]:
    """What is new in the edition that a school's project could follow now."""
    if fork.entry is None or fork.entry.withdrawn_at or fork.taken == fork.entry.edition:
        return []
    base, new = edition_of(fork.entry, fork.taken), edition_of(fork.entry, fork.entry.edition)
    return field_updates(base.read_body(), project_body(fork.project), new.read_body())


def open_offers(viewer: Viewer, project: Project) -> QuerySet[Offer]:
    """What other schools offer to a project and nobody has answered yet, the oldest first."""
    offers = Offer.objects.open().seen_by(viewer).filter(fork__entry__project=project)
    return offers.select_related(
        "fork", "fork__entry", "fork__entry__project", "fork__project", "fork__project__school", "by"
    ).order_by("created")


def offers_to(viewer: Viewer, project: Project) -> list[tuple[Offer, list[FieldUpdate]]]:
    """The open offers, each with what it would change in the project."""
    return [(offer, updates_in_offer(offer)) for offer in open_offers(viewer, project)]


def schools_with_projects(viewer: Viewer) -> list[School]:
    """Schools of the viewer where a project can be made, by name."""
    schools = School.objects.seen_by(viewer).filter(pk__in=viewer.staff_schools).order_by("name")
    return [school for school in schools if (words := wording_of(school.pk)).package and words.has("project")]
