"""Saving what a coach writes at a visit: each entry once, and no text ever written over another that was not seen."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.device_entries import fingerprint
from trellis.core.foundation.errors import ActionError

from .models import CoachVisit, NoteVersion, PrivateNote, VisitNote
from .named_people import reject_names
from .note_versions import StandingText, Version, standing_texts

REASON = "check whether a device sent the same entry before"


@dataclass(frozen=True)
class WrittenNote:
    """A text as it came. row: a key of the review rubric, "" for the private note."""

    entry_id: UUID
    text: str
    replaces: tuple[str, ...]
    written_at: datetime
    row: str = ""
    title: str = ""
    level: int | None = None

    def fingerprint_for(self, visit: CoachVisit, by: UUID) -> str:
        return fingerprint(visit.pk, by, self.row, self.text, self.level, sorted(self.replaces))


def save_note(visit: CoachVisit, written: WrittenNote, by: UUID) -> None:
    """Save one version of a note. The same one sent again changes nothing. Raises ActionError for a named person."""
    reject_names(written.text, visit.school_id, "text")
    note = (
        VisitNote(row=written.row, title=written.title, level=written.level) if written.row else PrivateNote()
    )
    note.sourced_id, note.visit, note.by_id = written.entry_id, visit, by
    note.text, note.replaces = written.text, list(written.replaces)
    note.written_at, note.fingerprint = written.written_at, written.fingerprint_for(visit, by)
    _save_once(note, by)


def _save_once(note: VisitNote | PrivateNote, by: UUID) -> None:
    if _was_saved(note):
        return
    verb = "write a visit note" if isinstance(note, VisitNote) else "write a private note"
    try:
        with ledger.act(verb, by=by, about=note.visit_id):
            note.save(force_insert=True)
    except IntegrityError:
        if not _was_saved(note):
            raise


def _was_saved(note: NoteVersion) -> bool:
    """Whether this entry was saved before. Another text under its id is refused."""
    existing = type(note).objects.unscoped(REASON).filter(pk=note.pk).first()
    if existing is not None and existing.fingerprint != note.fingerprint:
        raise ActionError(
            _("We could not save this entry because another one has the same ID. Enter it again.")
        )
    return existing is not None


def _version(note: NoteVersion, level: int | None) -> Version:
    return Version(note.pk.hex, note.text, level, note.written_at, frozenset(note.replaces))


def notes_of(viewer: Viewer, visit: CoachVisit) -> dict[str, list[StandingText]]:
    """By row of the rubric, the texts that stand; several where they are to be chosen from."""
    by_row: dict[str, list[Version]] = defaultdict(list)
    for note in VisitNote.objects.seen_by(viewer).filter(visit=visit, deleted_at=None):
        by_row[note.row].append(_version(note, note.level))
    return {row: standing_texts(versions) for row, versions in by_row.items()}


def titles_of_notes(viewer: Viewer, visit: CoachVisit) -> dict[str, str]:
    """By row, its title when the note was written: for rows that the model has no more."""
    rows = VisitNote.objects.seen_by(viewer).filter(visit=visit, deleted_at=None)
    return dict(rows.order_by("written_at").values_list("row", "title"))


def private_notes_of(viewer: Viewer, visit: CoachVisit) -> list[StandingText]:
    """The viewer's private note; several texts where they are to be chosen from."""
    notes = PrivateNote.objects.seen_by(viewer).filter(visit=visit, deleted_at=None)
    return standing_texts(_version(note, None) for note in notes)


def last_levels(viewer: Viewer, visit: CoachVisit) -> dict[str, tuple[int, CoachVisit]]:
    """By row, the level of the newest earlier visit that has one, with that visit."""
    earlier = VisitNote.objects.seen_by(viewer).filter(
        visit__school=visit.school_id, visit__day__lt=visit.day, level__isnull=False, deleted_at=None
    )
    levels: dict[str, tuple[int, CoachVisit]] = {}
    for note in earlier.select_related("visit").order_by("visit__day", "written_at"):
        levels[note.row] = (note.level, note.visit)
    return levels
