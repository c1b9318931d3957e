"""Finding times for everybody in a round: beside the request, all of it or nothing, and explained."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.foundation import background, ledger
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.refusal import Refusal
from trellis.design.blueprint.package import Package
from trellis.engines import timetable
from trellis.engines.timetable import Block, Left, Placed, Why

from .models import Exhibition, Panelist, Round
from .question import Question, ask
from .seats import SCHOOL

FORGOTTEN = timedelta(minutes=10)
"""After so long, times that were being looked for when the machine stopped may be looked for again."""


def begin_finding(held: Round, package: Package, by: UUID) -> None:
    """Look for times beside the request: it may take a minute. Raises Refusal while somebody else's look goes on."""
    now = timezone.now()
    with ledger.act("look for times", by=by, about=held.pk):
        rounds = Round.objects.unscoped("one look at a time").filter(pk=held.pk)
        free = rounds.filter(Q(finding_since=None) | Q(finding_since__lt=now - FORGOTTEN))
        if not free.update(finding_since=now, refused="", modified=now):
            raise Refusal(_("Times are being looked for already. They will be here in a minute."))
    language = translation.get_language()

    def look() -> None:
        with translation.override(language):
            _find(held, package, by)

    background.run(look)


def _find(held: Round, package: Package, by: UUID) -> None:
    """Find times; what refuses them is written on the round, and in any case the look is over."""
    refused = _("Something went wrong while looking. Nothing was changed; try again.")
    try:
        find_times(held, package, by)
        refused = ""
    except Refusal as no:
        refused = no.sentence[:400]
    finally:
        with ledger.act("end a look for times", by=by, about=held.pk):
            own = Round.objects.unscoped("the look is over").filter(pk=held.pk)
            own.update(finding_since=None, refused=refused, modified=timezone.now())


def find_times(held: Round, package: Package, by: UUID, seconds: float = 40.0) -> tuple[int, int]:
    """Find times for everybody in a round: how many have one now, and how many have not.

    What was set by hand, and what somebody has said yes to, stays. Solving happens before anything is
    written; then all is written or nothing.
    """
    asked = ask(held, package)
    people, rooms = list(asked.free.values()), list(asked.rooms.values())
    try:
        table = timetable.schedule(asked.wanted, people, rooms, grid=15, seconds=seconds)
    except timetable.Refused as no:
        raise Refusal(_in_names(str(no), asked)) from None
    if timetable.faults(table, asked.wanted, people, rooms):
        raise Refusal(
            _("The times that were found do not stand a check. Nothing was changed; please tell us.")
        )
    fixed = {one.key for one in asked.wanted if one.fixed}
    with ledger.act("find times for exhibitions", by=by, about=held.pk, placed=len(table.placed)):
        _still_as_asked(asked)
        for placed in table.placed:
            if placed.key not in fixed:
                _write(held, asked, placed)
        for left in table.left:
            _unplace(asked.exhibitions.get(left.key))
        told = [
            {"student": one.key, "name": asked.people[one.key].name, "why": why_said(one, asked)}
            for one in table.left
        ]
        Round.objects.unscoped("notes what came of it").filter(pk=held.pk).update(
            found_at=timezone.now(), left=told, modified=timezone.now()
        )
    return len(table.placed), len(table.left)


def _write(held: Round, asked: Question, placed: Placed) -> None:
    student = asked.people[placed.key]
    one = asked.exhibitions.get(placed.key)
    if one is None:
        one = Exhibition.objects.create(student=student, term=held.term, kind=held.kind, minutes=held.minutes)
    _set(one, starts=asked.moment(placed.start), room=placed.room, minutes=held.minutes)
    seats = Panelist.objects.unscoped("the panel of a found time").filter(exhibition=one, deleted_at=None)
    seats.filter(found=True, accepted_at=None).delete()
    now = timezone.now()
    if not seats.filter(part=Panelist.Part.STUDENT).exists():
        Panelist.objects.create(exhibition=one, person=student, part=Panelist.Part.STUDENT, accepted_at=now)
    must = next(each.must for each in asked.wanted if each.key == placed.key)
    panel = [(Panelist.Part.ADVISOR.value, key) for key in must if key != placed.key] + list(placed.chosen)
    for part, key in panel:
        comer, person = asked.comers.get(key), asked.people.get(key)
        if person and seats.filter(person=person).exists():
            continue
        Panelist.objects.create(
            exhibition=one,
            person=person,
            comer=comer,
            name="" if person else comer.called,
            email=(comer.email if comer else "") or (person.email if person else ""),
            part=part.partition(":")[0],
            found=True,
            accepted_at=now if part == Panelist.Part.ADVISOR else None,
        )


def _unplace(one: Exhibition | None) -> None:
    """An exhibition that lost its found time, so that nobody comes to one that is not held then."""
    if one and one.starts:
        _set(one, starts=None, room="")


def _set(one: Exhibition, **values: object) -> None:
    """Write these and nothing else: what somebody wrote into the packet meanwhile stays."""
    if any(getattr(one, name) != value for name, value in values.items()):
        own = Exhibition.objects.unscoped("the time that was found").filter(pk=one.pk)
        own.update(**values, revision=F("revision") + 1, modified=timezone.now())


def _still_as_asked(asked: Question) -> None:
    """Raises Refusal when somebody set a time by hand while times were looked for: theirs holds."""
    facts = ("starts", "room", "by_hand", "agreed_at")
    before = {one.pk: tuple(getattr(one, name) for name in facts) for one in asked.exhibitions.values()}
    rows = Exhibition.objects.unscoped("whether a time was set meanwhile").filter(pk__in=before)
    for key, *now in rows.select_for_update().values_list("pk", *facts):
        if tuple(now) != before[key]:
            raise Refusal(_("Somebody set a time while we looked. Nothing was changed. Find times again."))


def _in_names(sentence: str, asked: Question) -> str:
    for key, person in asked.people.items():
        sentence = sentence.replace(key, person.name)
    for key, comer in asked.comers.items():
        sentence = sentence.replace(key, comer.called)
    return sentence


def why_said(left: Left, asked: Question) -> str:
    """What keeps an exhibition from a time, in one or two sentences; the strongest reasons first."""
    return " ".join(_block_said(block, left, asked) for block in left.blocks[:2])


def _block_said(block: Block, left: Left, asked: Question) -> str:
    who = [_name(key, asked) for key in block.who]
    names = {"who": format_list(who), "n": block.times, "all": left.starts}
    if block.why == Why.NO_SHARED_TIME:
        return _("There is no hour at which %(who)s can come together.") % names
    if block.why == Why.NOBODY_FOR_PART:
        return _("When the others can come, nobody can as %(who)s.") % names
    if block.why == Why.NO_ROOM_OPEN:
        return _("No room is open while the others can come.")
    if block.why == Why.BUSY:
        told = _("%(who)s is elsewhere at %(n)d of %(all)d times.")
        return told % names
    if block.why == Why.PART_BUSY:
        return _("Everybody who could come as %(who)s is elsewhere at %(n)d of %(all)d times.") % names
    return _("Every room is taken at %(n)d of %(all)d times.") % names


def _name(key: str, asked: Question) -> str:
    parts = {
        "outside": _("outside adult"),
        "family": _("family"),
        "peer": _("peer"),
        "interpreter": _("interpreter"),
    }
    if key.startswith(f"{SCHOOL}:"):
        return _("adult of the school")
    if key in parts:
        return parts[key]
    person, comer = asked.people.get(key), asked.comers.get(key)
    return person.name if person else comer.called if comer else key
