"""Writing notes from shadowing and interviews, and taking them out when consent is withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from trellis.core.foundation import ledger
from trellis.core.foundation.revisions import save_if_current

from ..models import Aim, AimNote
from ..text_checks import check_text

REASON = "write a note that the caller may write"
TEXTS = ("prompt", "words", "theme")


def add_note(aim: Aim, key: UUID, values: Mapping[str, object], by: UUID) -> AimNote:
    """Keep a note. Sent twice under one id, it is one. Raises ActionError where it names a student."""
    with ledger.act("add a note to an aim", by=by, about=aim.pk):
        existing = AimNote.objects.unscoped(REASON).filter(pk=key).first()
        if existing is not None:
            return existing
        note = AimNote(sourced_id=key, aim=aim, by_id=by, **values)
        for name in TEXTS:
            check_text(getattr(note, name), aim.place, name)
        note.save(force_insert=True)
        return note


def update_note(
    note: AimNote, values: Mapping[str, object], seen: int | None, labels: Mapping[str, str], by: UUID
) -> None:
    """Change a note. Raises EditConflict where somebody wrote since."""
    with ledger.act("change a note of an aim", by=by, about=note.aim_id):
        for name in TEXTS:
            check_text(str(values[name]), note.aim.place, name)
        save_if_current(note, values, seen, labels)


def withdraw_note(note: AimNote, by: UUID) -> None:
    """Delete the words permanently: the person has taken their consent back. That there was a note stays."""
    with ledger.act("withdraw a note of an aim", by=by, about=note.aim_id):
        rows = AimNote.objects.unscoped(REASON).filter(pk=note.pk, withdrawn_at=None)
        rows.update(words="", prompt="", theme="", withdrawn_at=timezone.now())
