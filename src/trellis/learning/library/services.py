"""Publishing into the library, saying how far a project is, and taking it off again."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person, School
from trellis.core.foundation import ledger
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.revisions import Conflict, differences_between
from trellis.core.foundation.typed import words
from trellis.learning.projects.body import Body
from trellis.learning.projects.models import Author, Project, Resource, Tuning
from trellis.learning.projects.travelling import whole

from .models import ALIKE, Edition, Entry, Fork, HeldFile, Licence, Look, Standing
from .shelving import shelve

WHY = "publishes a project"
LANGUAGES = ("en", "es", "fr", "ht", "ar", "zh-Hans", "bn", "vi", "pt")
TUNERS = 2


@dataclass(frozen=True)
class Said:
    """What is said of an edition as it is published."""

    licence: str
    language: str
    grade_low: int
    grade_high: int
    note: str = ""


def publish(project: Project, details: Said, tuned: bool, by: Person, seen: int | None = None) -> Entry:
    """Put a project into its network's library, or a new edition of it. The same words again make no edition.

    Raises Refusal for a project without a driving question, for a licence that its source does not allow, and for
    "tuned" while colleagues' words have no answer; Conflict when a colleague published it otherwise since `seen`.
    """
    _check(project, details)
    with ledger.act("publish a project", by=by.pk, about=project.pk):
        body = whole(project)
        if not body.driving_question:
            raise Refusal(_("Write the driving question first. It is what others search for."))
        if tuned:
            _check_tuned(project)
        _check_seen(project, details, seen)
        entry = _entry(project, details, body)
        edition = _edition(entry, project, body, details.note, by)
        if tuned and entry.standing == Standing.DRAFT:
            Look.objects.create(edition=edition, standing=Standing.TUNED, by=by)
            entry.standing = Standing.TUNED
        entry.save()
        shelve(entry)
    return entry


def _check(project: Project, details: Said) -> None:
    if details.licence not in Licence.values:
        raise Refusal(_("Choose a license."))
    if details.language not in LANGUAGES:
        raise Refusal(_("Choose the language the project is written in."))
    if not 0 <= details.grade_low <= details.grade_high <= 13:
        raise Refusal(_("Choose a grade range, from the lowest to the highest grade."))
    words(details.note, 600)
    fork = Fork.objects.unscoped(WHY).filter(project=project, deleted_at=None).first()
    wants = fork.attribution.get("licence", "") if fork else ""
    if wants in ALIKE and details.licence != wants:
        raise Refusal(
            _("The original project has the license %(licence)s. Publish yours under the same license.")
            % {"licence": wants}
        )


def _check_seen(project: Project, details: Said, seen: int | None) -> None:
    """Raise Conflict when the entry says something else than was shown and is sent."""
    existing = Entry.objects.unscoped(WHY).filter(project=project).first()
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
        raise Conflict(differences, existing.revision)


def _check_tuned(project: Project) -> None:
    tunings = Tuning.objects.unscoped(WHY).filter(project=project, deleted_at=None)
    authors = Author.objects.unscoped(WHY).filter(project=project, deleted_at=None).values("person")
    others = tunings.exclude(by__in=authors)
    if others.values("by").distinct().count() < TUNERS:
        raise Refusal(
            _("A tuned project needs feedback from %(n)d colleagues outside the team. Ask them first.")
            % {"n": TUNERS}
        )
    if others.filter(answered_at=None).exists():
        raise Refusal(_("Answer your colleagues’ feedback first. Then you can mark the project as tuned."))


def _entry(project: Project, details: Said, body: Body) -> Entry:
    """The project's entry as it will be; made when it is published for the first time."""
    school = School.objects.unscoped(WHY).get(pk=project.school_id)
    fork = Fork.objects.unscoped(WHY).filter(project=project, deleted_at=None).first()
    entry = Entry.objects.unscoped(WHY).select_for_update().filter(project=project).first()
    entry = entry or Entry(project=project, edition=0, source_id=fork.entry_id if fork else None)
    entry.network_id, entry.school, entry.withdrawn_at = school.network_id, school, None
    entry.title, entry.question = body.title, body.driving_question
    entry.licence, entry.language = details.licence, details.language
    entry.grade_low, entry.grade_high = details.grade_low, details.grade_high
    entry.revision += 1
    return entry


def _edition(entry: Entry, project: Project, body: Body, note: str, by: Person) -> Edition:
    content = body.model_dump(mode="json")
    last = Edition.objects.unscoped(WHY).filter(entry=entry.pk, number=entry.edition).first()
    if last is not None and last.body == content:
        return last
    entry.edition += 1
    entry.standing = Standing.DRAFT
    entry.save()
    edition = Edition.objects.create(
        entry=entry, number=entry.edition, body=content, authors=authors_of(project), note=note.strip(), by=by
    )
    HeldFile.objects.bulk_create(
        HeldFile(
            edition=edition,
            digest=resource.digest,
            file=resource.file.name,
            name=resource.name,
            media_type=resource.media_type,
        )
        for resource in {
            row.digest: row for row in Resource.objects.unscoped(WHY).filter(project=project, deleted_at=None)
        }.values()
    )
    return edition


def authors_of(project: Project) -> list[dict[str, str]]:
    """Who is named: the project's teachers, and before them those of the project that it comes from."""
    school = School.objects.unscoped(WHY).get(pk=project.school_id)
    authors = Author.objects.unscoped(WHY).filter(project=project, deleted_at=None).select_related("person")
    named_authors = [
        {"name": author.person.name, "school": school.name} for author in authors.order_by("created")
    ]
    fork = Fork.objects.unscoped(WHY).filter(project=project, deleted_at=None).first()
    before = fork.attribution.get("authors", []) if fork else []
    return [*before, *(author for author in named_authors if author not in before)][:40]


def look(entry: Entry, standing: str, words: str, by: Person) -> None:
    """The network says how far an edition is. It holds for this edition; the next one begins anew."""
    if standing not in Standing.values:
        raise Refusal(_("Choose a status."))
    words = " ".join(words.split())
    if not words or len(words) > 600:
        raise Refusal(_("Write a sentence about what you reviewed, up to 600 characters."))
    authors = Author.objects.unscoped(WHY).filter(project=entry.project_id, deleted_at=None)
    if entry.project_id and authors.filter(person=by).exists():
        raise Refusal(_("You wrote this project. Someone else needs to review it."))
    with ledger.act("look at a project of the library", by=by.pk, about=entry.pk, standing=standing):
        edition = Edition.objects.unscoped(WHY).get(entry=entry, number=entry.edition)
        Look.objects.create(edition=edition, standing=standing, words=words, by=by)
        entries = Entry.objects.unscoped(WHY).filter(pk=entry.pk, edition=entry.edition)
        if not entries.update(standing=standing, modified=timezone.now()):
            raise Refusal(_("There is a newer edition now. Look at it first. Nothing was changed."))
        entry.standing = standing
        shelve(entry)


def withdraw(entry: Entry, by: Person) -> None:
    """Take a project off the shelf. Projects that were made from it stay, with the names of its authors."""
    with ledger.act("take a project out of the library", by=by.pk, about=entry.pk):
        entry.withdrawn_at = timezone.now()
        entry.save(update_fields=["withdrawn_at", "modified"])
        shelve(entry)
