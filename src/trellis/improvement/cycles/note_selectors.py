"""Reading notes from shadowing and interviews."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from trellis.core.community.viewer import Viewer

from .models import Aim, AimNote
from .permissions import may_write
from .selectors import OWNER, today_of


@dataclass(frozen=True)
class NotePage:
    """The notes of one aim that the viewer reads, by theme. writes: whether the viewer adds notes."""

    aim: Aim
    writes: bool
    today: date
    themes: list[tuple[str, list[AimNote]]]
    withdrawn: int


def note_page_or_404(viewer: Viewer, aim_id: UUID) -> NotePage:
    """The notes, for who reads the aim; each note for whom the person let it go."""
    aim = get_object_or_404(Aim.objects.seen_by(viewer).select_related(*OWNER), pk=aim_id)
    notes = AimNote.objects.seen_by(viewer).filter(aim=aim, deleted_at=None).select_related("by")
    by_theme: dict[str, list[AimNote]] = defaultdict(list)
    standing = [note for note in notes.order_by("-day", "-created") if note.withdrawn_at is None]
    for note in standing:
        by_theme[note.theme].append(note)
    themes = sorted(by_theme.items(), key=lambda pair: (not pair[0], pair[0].casefold()))
    return NotePage(
        aim,
        adds_notes(viewer, aim),
        today_of(aim),
        [(theme or _("No theme yet"), rows) for theme, rows in themes],
        notes.exclude(withdrawn_at=None).count(),
    )


def adds_notes(viewer: Viewer, aim: Aim) -> bool:
    """Who works at the school adds notes to its aims; to those of a team or a network, who writes them."""
    if aim.school_id:
        return aim.school_id in viewer.staff_schools
    return may_write(viewer, aim)


def may_withdraw(viewer: Viewer, note: AimNote) -> bool:
    """Who wrote a note takes it out when the person asks; so does who writes the aim."""
    return note.by_id == viewer.person_id or may_write(viewer, note.aim)
