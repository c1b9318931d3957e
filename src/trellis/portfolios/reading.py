"""Reading apart: each reader for themselves. Nothing here tells a reader of another's reading before both have read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.community.models import Person
from trellis.evidence.judged import first_without
from trellis.foundation import ledger, typed
from trellis.foundation.kindly import without_status
from trellis.foundation.refusal import Refusal

from .agreeing import go_on
from .models import OwnReading, Reader, RowReading, Sitting
from .so_far import Ground, held, own_reading, scale_of


@dataclass(frozen=True)
class Said:
    """One reading as it was sent: a level by row, words, and a level of language as typed, which may be empty."""

    levels: Mapping[str, int]
    comment: str = ""
    language: str = ""


def read(seat: Reader, ground: Ground, said: Said, by: UUID | None) -> Sitting:
    """Keep one reading. It may be changed until both have read; then it settles, or asks for talk or for a third.

    Raises Refusal for a row without a level, a level of language that is none, and once both have read.
    """
    comment = without_status(typed.words(said.comment, 2000), about_work=True)
    with ledger.act("read a task", by=by, about=seat.sitting_id):
        sitting, own = _still_reading(seat, ground, said, comment)
        if own is None:
            return sitting
        open_row = first_without(ground.rows, said.levels)
        if open_row:
            raise Refusal(_("“%(row)s” has no level yet. Choose one in each row.") % {"row": open_row.title})
        scale, language = _language(sitting.task.student, said.language)
        kept = OwnReading.objects.unscoped("one's own reading").update_or_create(
            reader=own,
            defaults={
                "read_at": timezone.now(),
                "comment": comment,
                "scale": scale,
                "language": language,
            },
        )[0]
        rows = RowReading.objects.unscoped("one's own reading")
        rows.filter(reading=kept).exclude(row__in=[one.key for one in ground.rows]).delete()
        for one in ground.rows:
            rows.update_or_create(reading=kept, row=one.key, defaults={"level": said.levels[one.key]})
        go_on(sitting, ground, by)
    return sitting


def _still_reading(seat: Reader, ground: Ground, said: Said, comment: str) -> tuple[Sitting, Reader | None]:
    """The sitting, held so that two who read at once come one after the other, and the reader's place in it.

    No place: what is sent is what already stands, once more. Raises Refusal for anything else that comes too late.
    """
    sitting = held(seat)
    own = Reader.objects.unscoped("one's own place").filter(pk=seat.pk, deleted_at=None).first()
    if own is None:
        raise Refusal(_("Somebody else reads this now. Thank you."))
    if not (sitting.open_at or (sitting.third_at and own.place != 3)):
        return sitting, own
    stands = own_reading(own)
    again = {row.key: said.levels.get(row.key) for row in ground.rows}
    if stands.reading is None or (stands.levels, stands.reading.comment) != (again, comment):
        raise Refusal(_("Both have read this. What you read stays as it is. Thank you."))
    return sitting, None


def _language(student: Person, text: str) -> tuple[str, int | None]:
    text = text.strip()
    if not text:
        return "", None
    found = scale_of(student)
    if found is None:
        raise Refusal(_("No scale of language is kept for this student. Leave it open."))
    key, scale = found
    top = len(scale.levels)
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= top):
        raise Refusal(_("A level is a whole number from 1 to %(top)d.") % {"top": top})
    return key, int(text)
