"""Reading apart: each reader for themselves; then what both say settles a level, calls for talk, or for a third.

Nothing here tells a reader of another's reading before both have read. A third reads without the first two as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.blueprint.package.portfolio import Task as Asked
from trellis.community.models import Person
from trellis.evidence.judged import Judged, Row, first_without, keep_as_evidence
from trellis.foundation import ledger, typed
from trellis.foundation.kindly import without_status
from trellis.foundation.refusal import Refusal
from trellis.frameworks.models import Outcome
from trellis.languages.actions import show_in_work
from trellis.languages.models import LanguageProfile
from trellis.languages.scales import Scale, available

from . import settling
from .finding import families_of
from .models import OwnReading, PartOf, Reader, RowReading, Settled, Sitting

DOMAIN = {PartOf.WRITTEN: "writing", PartOf.ORAL: "speaking"}
USUAL = "wida"


@dataclass(frozen=True)
class Ground:
    """What a part is read on: the task of the model, its rows, and the outcomes that it becomes evidence of."""

    asked: Asked
    rows: Sequence[Row]
    outcomes: Mapping[str, Outcome]


@dataclass(frozen=True)
class Said:
    """One reading as it was sent: a level by row, words, and a level of language as typed, which may be empty."""

    levels: Mapping[str, int]
    comment: str = ""
    language: str = ""


@dataclass
class Read:
    """One reader and what they read; `reading` is None until they have."""

    reader: Reader
    reading: OwnReading | None = None
    levels: dict[str, int] = field(default_factory=dict)


def scale_of(student: Person) -> tuple[str, Scale] | None:
    """The scale on which the student's English is read; None for whoever speaks nothing else at home."""
    held = LanguageProfile.objects.unscoped("which scale a reading of language is on").filter(student=student)
    key = held.values_list("scale", flat=True).first()
    if key is None and not set(student.home_languages) - {"en"}:
        return None
    found = available().get(key or USUAL)
    return (key or USUAL, found) if found else None


def readings_of(sitting: Sitting) -> list[Read]:
    """The readers of a sitting by their place, and what each has read. For verbs, and for pages once it lies open."""
    seats = Reader.objects.unscoped("settles what was read").filter(sitting=sitting, deleted_at=None)
    told = {seat.pk: Read(seat) for seat in seats.select_related("person").order_by("place")}
    for one in OwnReading.objects.unscoped("settles what was read").filter(reader__in=told):
        told[one.reader_id].reading = one
    rows = RowReading.objects.unscoped("settles what was read").filter(reading__reader__in=told)
    for seat, row, level in rows.values_list("reading__reader_id", "row", "level"):
        told[seat].levels[row] = level
    return list(told.values())


def settled_of(sitting: Sitting) -> dict[str, Settled]:
    """By row, what a reader's own sitting came to."""
    found = Settled.objects.unscoped("what a reader's own sitting came to").filter(sitting=sitting)
    return {one.row: one for one in found}


def own_reading(seat: Reader) -> Read:
    """What one reader has read so far, for their own page."""
    told = Read(seat, OwnReading.objects.unscoped("one's own reading").filter(reader=seat).first())
    if told.reading:
        rows = RowReading.objects.unscoped("one's own reading").filter(reading=told.reading)
        told.levels = dict(rows.values_list("row", "level"))
    return told


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
        _go_on(sitting, ground, by)
    return sitting


def _still_reading(seat: Reader, ground: Ground, said: Said, comment: str) -> tuple[Sitting, Reader | None]:
    """The sitting, held so that two who read at once come one after the other, and the reader's place in it.

    No place: what is sent is what already stands, once more. Raises Refusal for anything else that comes too late.
    """
    sitting = _held(seat)
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


def _held(seat: Reader) -> Sitting:
    """The sitting of a place. Raises Refusal for somebody who has become the student's family since they were asked."""
    own = Sitting.objects.unscoped("settles once").select_for_update(of=("self",))
    found = own.select_related("task__student", "task__school", "version").get(pk=seat.sitting_id)
    student = found.task.student_id
    if seat.person_id and (student, seat.person_id) in families_of([student]):
        raise Refusal(_("Neither students nor the student’s family read. Ask somebody else."))
    return found


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


def _shared(read: Sequence[Read], ground: Ground) -> list[dict[str, int]]:
    """The levels of each reading in the rows that all have, in their order: a model may change a rubric meanwhile."""
    rows = [row.key for row in ground.rows if all(row.key in one.levels for one in read)]
    return [{row: one.levels[row] for row in rows} for one in read]


def _anew(sitting: Sitting, read: Sequence[Read], ground: Ground) -> None:
    """No row was read by all: whoever read on other rows reads once more. Their words stay, and nothing lies open."""
    wanted = {row.key for row in ground.rows}
    old = [one.reading for one in read if one.reading and wanted - set(one.levels)]
    RowReading.objects.unscoped("levels of rows that are no more").filter(reading__in=old).delete()
    sitting.third_at = sitting.open_at = None
    sitting.save(update_fields=["third_at", "open_at", "modified"])
    _word_again(sitting)


def _go_on(sitting: Sitting, ground: Ground, by: UUID | None) -> None:
    """What follows once somebody has read: nothing, until both have."""
    told = {one.reader.place: one for one in readings_of(sitting) if one.reading and one.levels}
    wanted = (1, 2, 3) if sitting.third_at else (1, 2)
    if any(place not in told for place in wanted):
        return
    levels = _shared([told[place] for place in wanted], ground)
    if not levels[0]:
        _anew(sitting, list(told.values()), ground)
        return
    if sitting.third_at:
        _by_third(sitting, ground, levels, by)
        return
    first, second = levels
    wants = settling.asked_for(first, second, ground.asked.third_when, ground.asked.passes)
    now = timezone.now()
    if wants == settling.AGREED:
        _settle(sitting, ground, {row: (level, settling.AGREED, "") for row, level in first.items()}, by)
    elif wants == settling.TALK:
        sitting.open_at = now
        sitting.save(update_fields=["open_at", "modified"])
        _word_again(sitting)
    else:
        sitting.third_at = now
        sitting.save(update_fields=["third_at", "modified"])
        _go_on(sitting, ground, by)  # a third may have read before the first two read anew


def _word_again(sitting: Sitting) -> None:
    """Its readers hear once more: something else is wanted of them now."""
    own = Reader.objects.unscoped("hear once more").filter(sitting=sitting, deleted_at=None)
    own.update(told_at=None, modified=timezone.now())


def _by_third(sitting: Sitting, ground: Ground, levels: Sequence[Mapping[str, int]], by: UUID | None) -> None:
    first, second, third = levels
    told = {
        row: (level, settling.AGREED, "")
        if level == second[row]
        else (settling.middle(level, second[row], third[row]), settling.THIRD, "")
        for row, level in first.items()
    }
    _settle(sitting, ground, told, by)


def talk(seat: Reader, ground: Ground, levels: Mapping[str, int], words: str, by: UUID | None) -> Sitting:
    """Write down what two readers came to where they lay a little apart. Rows that both read alike stay.

    Raises Refusal before both have read, once it is settled, without a sentence, for a level that lies outside what the
    two read, and where the rubric has no row left that both read: then they read anew.
    """
    words = typed.line(words, 600, _("Write a sentence of what you talked about."))
    without_status(words, about_work=True)
    with ledger.act("settle a task by talk", by=by, about=seat.sitting_id):
        sitting = _held(seat)
        if sitting.settled_at:
            raise Refusal(_("This was settled already. What stands is below."))
        if sitting.open_at is None:
            raise Refusal(_("You talk once both have read."))
        read_by = [one for one in readings_of(sitting) if one.reading and one.reader.place != 3]
        first, second = _shared(read_by, ground)
        told: dict[str, tuple[int, str, str]] = {}
        for row in ground.rows:
            if row.key not in first:
                continue
            both = first[row.key], second[row.key]
            if len(set(both)) == 1:
                told[row.key] = both[0], settling.AGREED, ""
                continue
            level = levels.get(row.key, 0)
            if not settling.between(level, both):
                raise Refusal(
                    _("For “%(row)s”, choose a level that one of you read, or one between.")
                    % {"row": row.title}
                )
            told[row.key] = level, settling.TALK, words
        if told:
            _settle(sitting, ground, told, by)
        else:
            _anew(sitting, read_by, ground)
            seat.sitting = sitting
    if not told:  # said after the act, which stands: both read anew
        raise Refusal(_("The rubric is another one now. Read it once more, each for yourself."))
    return sitting


def _settle(
    sitting: Sitting, ground: Ground, told: Mapping[str, tuple[int, str, str]], by: UUID | None
) -> None:
    """Write the levels down, once, and what follows from them: evidence of the work, and what its language shows."""
    now = timezone.now()
    person = Person.objects.unscoped("who settled it").filter(pk=by).first() if by else None
    for row, (level, how, words) in told.items():
        Settled.objects.create(sitting=sitting, row=row, level=level, how=how, words=words, by=person)
    sitting.open_at = sitting.open_at or now
    sitting.settled_at = now
    sitting.passed = all(level >= ground.asked.passes for level, _how, _words in told.values())
    sitting.save()
    task = sitting.task
    with translation.override(settings.LANGUAGE_CODE):  # kept for everybody, whoever reads in which language
        title = f"{sitting.version.title} ({sitting.get_part_display()})"
    one = Judged(task.student_id, title, sitting.version.created, now, person)
    rows = [row for row in ground.rows if row.key in told]
    keep_as_evidence(one, rows, {row: level for row, (level, _h, _w) in told.items()}, ground.outcomes)
    _language_shown(sitting, by)


def _language_shown(sitting: Sitting, by: UUID | None) -> None:
    """What the work's language shows, apart from its levels: the lower of what its readers gave, never a mean.

    A level on a scale that the student has left since is not carried over.
    """
    student = sitting.task.student
    found = scale_of(student)
    given = [
        one.reading.language
        for one in readings_of(sitting)
        if one.reading and one.reading.language and found and one.reading.scale == found[0]
    ]
    if given:
        domain, title = DOMAIN[PartOf(sitting.part)], sitting.version.title
        show_in_work(student, found[0], domain, min(given), sitting.pk, title, by)
