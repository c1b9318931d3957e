"""Finding times for everybody in a round: beside the request, all of it or nothing, and explained."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.foundation import background, ledger
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.refusal import ActionError
from trellis.design.blueprint.package import Package
from trellis.engines import timetable
from trellis.engines.timetable import Block, Left, Placed, Why

from .models import Exhibition, Panelist, Round
from .question import Question, ask
from .seats import SCHOOL

FORGOTTEN = timedelta(minutes=10)
"""After so long, times that were being looked for when the machine stopped may be looked for again."""


def begin_finding(exhibition_round: Round, package: Package, by: UUID) -> None:
    """Look for times beside the request: it may take a minute. Raises ActionError while somebody else's look goes
    on."""
    now = timezone.now()
    with ledger.act("look for times", by=by, about=exhibition_round.pk):
        rounds = Round.objects.unscoped("one look at a time").filter(pk=exhibition_round.pk)
        free = rounds.filter(Q(finding_since=None) | Q(finding_since__lt=now - FORGOTTEN))
        if not free.update(finding_since=now, refused="", modified=now):
            raise ActionError(_("We are already finding times. They will be here in a minute."))
    language = translation.get_language()

    def look() -> None:
        with translation.override(language):
            _find(exhibition_round, package, by)

    background.run_in_background(look)


def _find(exhibition_round: Round, package: Package, by: UUID) -> None:
    """Find times; what refuses them is written on the round, and in any case the look is over."""
    refused = _("Something went wrong. Nothing was changed. Try again.")
    try:
        find_times(exhibition_round, package, by)
        refused = ""
    except ActionError as error:
        refused = error.message[:400]
    finally:
        with ledger.act("end a look for times", by=by, about=exhibition_round.pk):
            rows = Round.objects.unscoped("the look is over").filter(pk=exhibition_round.pk)
            rows.update(finding_since=None, refused=refused, modified=timezone.now())


def find_times(exhibition_round: Round, package: Package, by: UUID, seconds: float = 40.0) -> tuple[int, int]:
    """Find times for everybody in a round: how many have one now, and how many have not.

    What was set by hand, and what somebody has said yes to, stays. Solving happens before anything is
    written; then all is written or nothing.
    """
    question = ask(exhibition_round, package)
    people, rooms = list(question.free.values()), list(question.rooms.values())
    try:
        table = timetable.schedule(question.requests, people, rooms, grid=15, seconds=seconds)
    except timetable.Refused as error:
        raise ActionError(_in_names(str(error), question)) from None
    if timetable.faults(table, question.requests, people, rooms):
        raise ActionError(
            _(
                "The times we found did not pass our check. Nothing was changed. Please tell the person "
                "who runs Trellis."
            )
        )
    fixed = {event.key for event in question.requests if event.fixed}
    with ledger.act("find times for exhibitions", by=by, about=exhibition_round.pk, placed=len(table.placed)):
        _still_as_asked(question)
        for placed in table.placed:
            if placed.key not in fixed:
                _write(exhibition_round, question, placed)
        for left in table.left:
            _unplace(question.exhibitions.get(left.key))
        unplaced = [
            {"student": left.key, "name": question.people[left.key].name, "why": why_said(left, question)}
            for left in table.left
        ]
        Round.objects.unscoped("notes what came of it").filter(pk=exhibition_round.pk).update(
            found_at=timezone.now(), left=unplaced, modified=timezone.now()
        )
    return len(table.placed), len(table.left)


def _write(exhibition_round: Round, question: Question, placed: Placed) -> None:
    student = question.people[placed.key]
    exhibition = question.exhibitions.get(placed.key)
    if exhibition is None:
        exhibition = Exhibition.objects.create(
            student=student,
            term=exhibition_round.term,
            kind=exhibition_round.kind,
            minutes=exhibition_round.minutes,
        )
    _set(exhibition, starts=question.moment(placed.start), room=placed.room, minutes=exhibition_round.minutes)
    seats = Panelist.objects.unscoped("the panel of a found time").filter(
        exhibition=exhibition, deleted_at=None
    )
    seats.filter(found=True, accepted_at=None).delete()
    now = timezone.now()
    if not seats.filter(part=Panelist.Part.STUDENT).exists():
        Panelist.objects.create(
            exhibition=exhibition, person=student, part=Panelist.Part.STUDENT, accepted_at=now
        )
    must = next(each.must for each in question.requests if each.key == placed.key)
    panel = [(Panelist.Part.ADVISOR.value, key) for key in must if key != placed.key] + list(placed.chosen)
    for part, key in panel:
        comer, person = question.comers.get(key), question.people.get(key)
        if person and seats.filter(person=person).exists():
            continue
        Panelist.objects.create(
            exhibition=exhibition,
            person=person,
            comer=comer,
            name="" if person else comer.called,
            email=(comer.email if comer else "") or (person.email if person else ""),
            part=part.partition(":")[0],
            found=True,
            accepted_at=now if part == Panelist.Part.ADVISOR else None,
        )


def _unplace(exhibition: Exhibition | None) -> None:
    """An exhibition that lost its found time, so that nobody comes to one that is not held then."""
    if exhibition and exhibition.starts:
        _set(exhibition, starts=None, room="")


def _set(exhibition: Exhibition, **values: object) -> None:
    """Write these and nothing else: what somebody wrote into the packet meanwhile stays."""
    if any(getattr(exhibition, name) != value for name, value in values.items()):
        rows = Exhibition.objects.unscoped("the time that was found").filter(pk=exhibition.pk)
        rows.update(**values, revision=F("revision") + 1, modified=timezone.now())


def _still_as_asked(question: Question) -> None:
    """Raises ActionError when somebody set a time by hand while times were looked for: theirs holds."""
    facts = ("starts", "room", "by_hand", "agreed_at")
    before = {
        exhibition.pk: tuple(getattr(exhibition, name) for name in facts)
        for exhibition in question.exhibitions.values()
    }
    rows = Exhibition.objects.unscoped("whether a time was set meanwhile").filter(pk__in=before)
    for key, *now in rows.select_for_update().values_list("pk", *facts):
        if tuple(now) != before[key]:
            raise ActionError(
                _(
                    "Someone set a time by hand while we were finding times. Nothing was changed. Find times "
                    "again."
                )
            )


def _in_names(sentence: str, question: Question) -> str:
    for key, person in question.people.items():
        sentence = sentence.replace(key, person.name)
    for key, comer in question.comers.items():
        sentence = sentence.replace(key, comer.called)
    return sentence


def why_said(left: Left, question: Question) -> str:
    """What keeps an exhibition from a time, in one or two sentences; the strongest reasons first."""
    return " ".join(_block_said(block, left, question) for block in left.blocks[:2])


def _block_said(block: Block, left: Left, question: Question) -> str:
    who = [_name(key, question) for key in block.who]
    names = {"who": format_list(who), "n": block.times, "all": left.starts}
    if block.why == Why.NO_SHARED_TIME:
        return _("There is no time when all of these can come: %(who)s.") % names
    if block.why == Why.NOBODY_FOR_PART:
        return _("When the others can come, no %(who)s can.") % names
    if block.why == Why.NO_ROOM_OPEN:
        return _("No room is open when the others can come.")
    if block.why == Why.BUSY:
        sentence = _("Busy at %(n)d of %(all)d times: %(who)s.")
        return sentence % names
    if block.why == Why.PART_BUSY:
        return _("Everyone who could take this role is busy at %(n)d of %(all)d times: %(who)s.") % names
    return _("Every room is taken at %(n)d of %(all)d times.") % names


def _name(key: str, question: Question) -> str:
    parts = {
        "outside": _("outside adult"),
        "family": _("family"),
        "peer": _("peer"),
        "interpreter": _("interpreter"),
    }
    if key.startswith(f"{SCHOOL}:"):
        return _("adult from the school")
    if key in parts:
        return parts[key]
    person, comer = question.people.get(key), question.comers.get(key)
    return person.name if person else comer.called if comer else key
