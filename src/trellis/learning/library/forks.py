"""A project of the library becomes a school's own, follows it, and offers back what the school changed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person, School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.learning.projects.models import Project, Resource
from trellis.learning.projects.project_transfer import create_project, project_body, write_fields

from .comparison import FieldUpdate, field_changes, field_updates
from .models import Attribution, Edition, EditionFile, Entry, Fork, Offer

REASON = "compare a project with the library project it was copied from"


def fork_entry(entry: Entry, school: School, starts: date, by: Person) -> Project:
    """Make a project of one's own school from the newest edition. Who wrote it stays named."""
    if entry.withdrawn_at:
        raise ActionError(_("The school that shared this project has removed it from the library."))
    edition = edition_of(entry, entry.edition)
    with ledger.act("copy a library project", by=by.pk, about=entry.pk):
        project = create_project(edition.read_body(), school, starts, by, files_of(edition))
        Fork.objects.create(
            project=project,
            entry=entry,
            taken=edition.number,
            attribution=attribution_of(entry, edition),
            by=by,
        )
    return project


def attribution_of(entry: Entry, edition: Edition) -> Attribution:
    """Where a project comes from, as every copy says it."""
    return {
        "title": entry.title,
        "authors": edition.authors,
        "licence": entry.licence,
        "edition": edition.number,
    }


def edition_of(entry: Entry, number: int) -> Edition:
    return Edition.objects.unscoped(REASON).get(entry=entry, number=number)


def files_of(edition: Edition) -> dict[str, str]:
    """By digest, what the disk calls a file that an edition brings along."""
    return dict(EditionFile.objects.unscoped(REASON).filter(edition=edition).values_list("digest", "file"))


def fork_of_project(project: Project) -> Fork | None:
    """Where a project was copied from; None for one that the school began itself."""
    return Fork.objects.unscoped(REASON).filter(project=project, deleted_at=None).first()


def update_fork(fork: Fork, to: int, keys: Iterable[str], by: Person) -> int:
    """Take over what was chosen of the newest edition, and follow it from now on; return how many fields changed.

    What was not chosen is not offered again until it changes once more.
    """
    if fork.entry is None:
        raise ActionError(_("The original of this project is no longer in the library."))
    if to != fork.entry.edition or to == fork.taken:
        raise ActionError(_("There is a newer edition now. Look at it first. Nothing was changed."))
    new, chosen = edition_of(fork.entry, to), set(keys)
    base = edition_of(fork.entry, fork.taken).read_body()
    with ledger.act("update to an edition", by=by.pk, about=fork.project_id, edition=to):
        differences = field_updates(base, project_body(fork.project), new.read_body())
        values = {difference.key: difference.value for difference in differences if difference.key in chosen}
        write_fields(fork.project, values, by.pk, files_of(new))
        forks = Fork.objects.unscoped(REASON).filter(pk=fork.pk, taken=fork.taken)
        if not forks.update(taken=to, modified=timezone.now()):
            raise ActionError(
                _("A colleague did this first. Open the page again. Your choices were not saved.")
            )
    return len(values)


def offer_changes(fork: Fork, words: str, by: Person) -> Offer:
    """Offer what one's school changed to the team that wrote the project."""
    words = " ".join(words.replace("\x00", "").split())
    if not words or len(words) > 600:
        raise ActionError(_("Write a sentence about what you changed and why, up to 600 characters."))
    if fork.entry is None or fork.entry.project_id is None or fork.entry.withdrawn_at:
        raise ActionError(_("No one works on the original project anymore."))
    base = edition_of(fork.entry, fork.taken).read_body()
    body = project_body(fork.project)
    if not field_changes(base, body):
        raise ActionError(_("Your project is the same as the original. There is nothing to send."))
    with ledger.act("offer a change", by=by.pk, about=fork.entry_id):
        earlier = Offer.objects.open().unscoped(REASON).filter(fork=fork)
        earlier.update(deleted_at=timezone.now(), modified=timezone.now())  # the newer one stands for both
        return Offer.objects.create(
            fork=fork, taken=fork.taken, body=body.model_dump(mode="json"), words=words, by=by
        )


def updates_in_offer(offer: Offer) -> list[FieldUpdate]:
    """Return what an offer would change in the project that it is made to."""
    entry, project = _original_of(offer)
    base = edition_of(entry, offer.taken).read_body()
    return field_updates(base, project_body(project), offer.read_body())


def _original_of(offer: Offer) -> tuple[Entry, Project]:
    """The entry that an offer is made to, and its project. Raises ActionError where either is gone."""
    entry = offer.fork.entry
    if entry is None or entry.project is None:
        raise ActionError(_("No one works on the original project anymore."))
    return entry, entry.project


def answer_offer(offer: Offer, keys: Iterable[str], words: str, by: Person) -> int:
    """Take over what was chosen of an offer, and answer whoever made it; return how many fields changed."""
    words = " ".join(words.replace("\x00", "").split())
    if not words or len(words) > 600:
        raise ActionError(_("Write an answer. “Thank you, we added it” is enough."))
    chosen = set(keys)
    entry, project = _original_of(offer)
    with ledger.act("answer an offered change", by=by.pk, about=entry.pk):
        values_by_key = {
            difference.key: difference.value
            for difference in updates_in_offer(offer)
            if difference.key in chosen
        }
        files = Resource.objects.unscoped(REASON).filter(project=offer.fork.project)
        write_fields(project, values_by_key, by.pk, dict(files.values_list("digest", "file")))
        open_offers = Offer.objects.open().unscoped(REASON).filter(pk=offer.pk)
        if not open_offers.update(
            answer=words,
            fields=sorted(values_by_key),
            answered_at=timezone.now(),
            answered_by=by,
            modified=timezone.now(),
        ):
            raise ActionError(_("Someone already answered this. Nothing was changed."))
    return len(values_by_key)
