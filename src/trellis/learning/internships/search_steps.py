"""The facts of the stages of a search: when each was done, with whom, who agreed, and a photo of a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.files import clean_photo_or_voice_note

from .models import PlacementSearch, SearchStep


@dataclass(frozen=True)
class StepFacts:
    """What is known of a stage. done_on: counts once the stage is done. contact: a person at the site."""

    done_on: date
    contact: str = ""
    agreed_by: str = ""
    note: str = ""
    file: UploadedFile | None = None


def save_step(search: PlacementSearch, stage: str, facts: StepFacts, is_done: bool, by: UUID) -> SearchStep:
    """Save the facts of a stage; a file that was sent before stays. Call it inside the act that it belongs to.

    Raises ActionError for a file that is neither a photo nor a voice note.
    """
    rows = SearchStep.objects.unscoped("keep one row for each stage of a search")
    step = rows.filter(search=search, stage=stage).first() or SearchStep(search=search, stage=stage)
    step.contact, step.agreed_by = facts.contact, facts.agreed_by
    step.note = reject_immigration_status(facts.note, about_work=True)
    step.done_on = facts.done_on if is_done else step.done_on
    step.recorded_by_id = by
    if facts.file is not None:
        content, step.media_type = clean_photo_or_voice_note(facts.file)
        step.file.save(content.name or "photo.jpg", content, save=False)
    step.save()
    return step
