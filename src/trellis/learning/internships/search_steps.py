"""The facts of the stages of a search: when each was done, with whom, who agreed, and a photo of a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.files import clean_photo_or_voice_note
from trellis.core.foundation.revisions import create_or_save_if_current

from .models import PlacementSearch, SearchStep


@dataclass(frozen=True)
class StepFacts:
    """What is known of a stage. done_on: counts once the stage is done. contact: a person at the site."""

    done_on: date
    contact: str = ""
    agreed_by: str = ""
    note: str = ""
    file: UploadedFile | None = None


def save_step(
    search: PlacementSearch, stage: str, facts: StepFacts, is_done: bool, by: UUID, seen: int | None = None
) -> SearchStep:
    """Save the facts of a stage; a file that was sent before stays. Call it inside the act that it belongs to.

    Raises ActionError for a file that is neither a photo nor a voice note, EditConflict when somebody changed the
    facts since `seen`.
    """
    values: dict[str, object] = {
        "contact": facts.contact,
        "agreed_by": facts.agreed_by,
        "note": reject_immigration_status(facts.note, about_work=True),
        "recorded_by_id": by,
    }
    if is_done:
        values["done_on"] = facts.done_on
    if facts.file is not None:
        values |= _store_file(facts.file)
    labels = {"contact": _("Contact at the site"), "agreed_by": _("Who agreed"), "note": _("Note")}
    return create_or_save_if_current(SearchStep, {"search": search, "stage": stage}, values, seen, labels)


def _store_file(sent: UploadedFile) -> dict[str, object]:
    """Store a file; return what the row says of it."""
    content, media_type = clean_photo_or_voice_note(sent)
    step = SearchStep()
    step.file.save(content.name or "photo.jpg", content, save=False)
    return {"file": step.file.name, "media_type": media_type}
