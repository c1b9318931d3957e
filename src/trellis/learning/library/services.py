"""Publishing a project into the library, reviewing it, and withdrawing it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person, School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_text
from trellis.core.foundation.revisions import EditConflict, differences_between
from trellis.learning.projects.body import ProjectBody
from trellis.learning.projects.models import Author, Project, Resource, TuningComment
from trellis.learning.projects.project_transfer import project_body

from .forks import fork_of_project
from .models import SHARE_ALIKE_LICENCES, Edition, EditionFile, Entry, Licence, ProjectReview, Standing
from .search_entries import update_shelf

REASON = "publish a project with all its parts"
LANGUAGES = ("en", "es", "fr", "ht", "ar", "zh-Hans", "bn", "vi", "pt")
MIN_TUNERS = 2


@dataclass(frozen=True)
class PublicationDetails:
    """What a publisher enters about an edition."""

    licence: str
    language: str
    grade_low: int
    grade_high: int
    note: str = ""


def publish_project(
    project: Project, details: PublicationDetails, tuned: bool, by: Person, seen: int | None = None
) -> Entry:
    """Put a project into its network's library, or a new edition of it. The same words again make no edition.

    Raises ActionError for a project without a driving question, for a licence that its source does not allow, and for
    "tuned" while colleagues' words have no answer; EditConflict when a colleague published it otherwise since `seen`.
    """
    _check_details(project, details)
    with ledger.act("publish a project", by=by.pk, about=project.pk):
        body = project_body(project)
        if not body.driving_question:
            raise ActionError(_("Write the driving question first. It is what others search for."))
        if tuned:
            _check_tuned(project)
        _check_conflict(project, details, seen)
        entry = _build_entry(project, details, body)
        edition = _save_edition(entry, project, body, details.note, by)
        if tuned and entry.standing == Standing.DRAFT:
            ProjectReview.objects.create(edition=edition, standing=Standing.TUNED, by=by)
            entry.standing = Standing.TUNED
        entry.save()
        update_shelf(entry)
    return entry


def _check_details(project: Project, details: PublicationDetails) -> None:
    if details.licence not in Licence.values:
        raise ActionError(_("Choose a license."))
    if details.language not in LANGUAGES:
        raise ActionError(_("Choose the language the project is written in."))
    if not 0 <= details.grade_low <= details.grade_high <= 13:
        raise ActionError(_("Choose a grade range, from the lowest to the highest grade."))
    clean_text(details.note, 600)
    fork = fork_of_project(project)
    source_licence = fork.attribution.get("licence", "") if fork else ""
    if source_licence in SHARE_ALIKE_LICENCES and details.licence != source_licence:
        raise ActionError(
            _("The original project has the license %(licence)s. Publish yours under the same license.")
            % {"licence": source_licence}
        )


def _check_conflict(project: Project, details: PublicationDetails, seen: int | None) -> None:
    """Raise EditConflict when the entry says something else than was shown and is sent."""
    existing = Entry.objects.unscoped(REASON).filter(project=project).first()
    if existing is None or seen in (None, existing.revision):
        return
    values = {name: getattr(details, name) for name in ("licence", "language", "grade_low", "grade_high")}
    labels = {
        "licence": _("License"),
        "language": _("Language"),
        "grade_low": _("From grade"),
        "grade_high": _("To grade"),
    }
    differences = differences_between(existing, values, labels)
    if differences:
        raise EditConflict(differences, existing.revision)


def _check_tuned(project: Project) -> None:
    tunings = TuningComment.objects.unscoped(REASON).filter(project=project, deleted_at=None)
    authors = Author.objects.unscoped(REASON).filter(project=project, deleted_at=None).values("person")
    others = tunings.exclude(by__in=authors)
    if others.values("by").distinct().count() < MIN_TUNERS:
        raise ActionError(
            _("A tuned project needs feedback from %(n)d colleagues outside the team. Ask them first.")
            % {"n": MIN_TUNERS}
        )
    if others.filter(answered_at=None).exists():
        raise ActionError(
            _("Answer your colleagues’ feedback first. Then you can mark the project as tuned.")
        )


def _build_entry(project: Project, details: PublicationDetails, body: ProjectBody) -> Entry:
    """The project's entry as it will be; made when it is published for the first time."""
    school = School.objects.unscoped(REASON).get(pk=project.school_id)
    fork = fork_of_project(project)
    entry = Entry.objects.unscoped(REASON).select_for_update().filter(project=project).first()
    entry = entry or Entry(project=project, edition=0, source_id=fork.entry_id if fork else None)
    entry.network_id, entry.school, entry.withdrawn_at = school.network_id, school, None
    entry.title, entry.question = body.title, body.driving_question
    entry.licence, entry.language = details.licence, details.language
    entry.grade_low, entry.grade_high = details.grade_low, details.grade_high
    entry.revision += 1
    return entry


def _save_edition(entry: Entry, project: Project, body: ProjectBody, note: str, by: Person) -> Edition:
    content = body.model_dump(mode="json")
    last = Edition.objects.unscoped(REASON).filter(entry=entry.pk, number=entry.edition).first()
    if last is not None and last.body == content:
        return last
    entry.edition += 1
    entry.standing = Standing.DRAFT
    entry.save()
    edition = Edition.objects.create(
        entry=entry, number=entry.edition, body=content, authors=authors_of(project), note=note.strip(), by=by
    )
    EditionFile.objects.bulk_create(
        EditionFile(
            edition=edition,
            digest=resource.digest,
            file=resource.file.name,
            name=resource.name,
            media_type=resource.media_type,
        )
        for resource in {
            row.digest: row
            for row in Resource.objects.unscoped(REASON).filter(project=project, deleted_at=None)
        }.values()
    )
    return edition


def authors_of(project: Project) -> list[dict[str, str]]:
    """Who is named: the project's teachers, and before them those of the project that it comes from."""
    school = School.objects.unscoped(REASON).get(pk=project.school_id)
    authors = (
        Author.objects.unscoped(REASON).filter(project=project, deleted_at=None).select_related("person")
    )
    named_authors = [
        {"name": author.person.name, "school": school.name} for author in authors.order_by("created")
    ]
    fork = fork_of_project(project)
    before = fork.attribution.get("authors", []) if fork else []
    return [*before, *(author for author in named_authors if author not in before)][:40]


def review_entry(entry: Entry, standing: str, words: str, by: Person) -> None:
    """Record the network's review of an edition and its standing. The next edition starts again as a draft."""
    if standing not in Standing.values:
        raise ActionError(_("Choose a status."))
    words = " ".join(words.split())
    if not words or len(words) > 600:
        raise ActionError(_("Write a sentence about what you reviewed, up to 600 characters."))
    authors = Author.objects.unscoped(REASON).filter(project=entry.project_id, deleted_at=None)
    if entry.project_id and authors.filter(person=by).exists():
        raise ActionError(_("You wrote this project. Someone else needs to review it."))
    with ledger.act("review a library project", by=by.pk, about=entry.pk, standing=standing):
        edition = Edition.objects.unscoped(REASON).get(entry=entry, number=entry.edition)
        ProjectReview.objects.create(edition=edition, standing=standing, words=words, by=by)
        entries = Entry.objects.unscoped(REASON).filter(pk=entry.pk, edition=entry.edition)
        if not entries.update(standing=standing, modified=timezone.now()):
            raise ActionError(_("There is a newer edition now. Look at it first. Nothing was changed."))
        entry.standing = standing
        update_shelf(entry)


def withdraw_entry(entry: Entry, by: Person) -> None:
    """Withdraw a project from the library. Projects made from it stay, with the names of its authors."""
    with ledger.act("withdraw a project from the library", by=by.pk, about=entry.pk):
        entry.withdrawn_at = timezone.now()
        entry.save(update_fields=["withdrawn_at", "modified"])
        update_shelf(entry)
