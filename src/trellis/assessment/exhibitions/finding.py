"""Finding times for everybody in a round: beside the request, all of it or nothing, and explained."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.foundation import background, ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_list
from trellis.design.blueprint.package import Package
from trellis.engines import timetable
from trellis.engines.timetable import BlockKind, PlacedExhibition, TimeBlock, UnplacedExhibition

from .models import Exhibition, Panelist, Round
from .question import SchedulingProblem, build_problem
from .seats import SCHOOL_PART

FINDING_TIMEOUT = timedelta(minutes=10)
"""After so long, times that were being looked for when the machine stopped may be looked for again."""


def start_finding_times(exhibition_round: Round, package: Package, by: UUID) -> None:
    """Look for times beside the request: it may take a minute. Raises ActionError while somebody else's look goes
    on."""
    now = timezone.now()
    with ledger.act("look for times", by=by, about=exhibition_round.pk):
        rounds = Round.objects.unscoped("lock the round while times are found").filter(pk=exhibition_round.pk)
        free = rounds.filter(Q(finding_since=None) | Q(finding_since__lt=now - FINDING_TIMEOUT))
        if not free.update(finding_since=now, refused="", modified=now):
            raise ActionError(_("We are already finding times. They will be here in a minute."))
    language = translation.get_language()

    def find_in_language() -> None:
        with translation.override(language):
            _find_and_record(exhibition_round, package, by)

    background.run_in_background(find_in_language)


def _find_and_record(exhibition_round: Round, package: Package, by: UUID) -> None:
    """Find times; what refuses them is written on the round, and in any case the look is over."""
    refused = _("Something went wrong. Nothing was changed. Try again.")
    try:
        find_times(exhibition_round, package, by)
        refused = ""
    except ActionError as error:
        refused = error.message[:400]
    finally:
        with ledger.act("end a look for times", by=by, about=exhibition_round.pk):
            rows = Round.objects.unscoped("mark the search for times as finished").filter(
                pk=exhibition_round.pk
            )
            rows.update(finding_since=None, refused=refused, modified=timezone.now())


def find_times(exhibition_round: Round, package: Package, by: UUID, seconds: float = 40.0) -> tuple[int, int]:
    """Find times for everybody in a round: how many have one now, and how many have not.

    What was set by hand, and what somebody has said yes to, stays. Solving happens before anything is
    written; then all is written or nothing.
    """
    question = build_problem(exhibition_round, package)
    people, rooms = list(question.free.values()), list(question.rooms.values())
    try:
        table = timetable.schedule(question.requests, people, rooms, grid=15, seconds=seconds)
    except timetable.InvalidInputError as error:
        raise ActionError(_replace_keys_with_names(str(error), question)) from None
    if timetable.find_faults(table, question.requests, people, rooms):
        raise ActionError(
            _(
                "The times we found did not pass our check. Nothing was changed. Please tell the person "
                "who runs Trellis."
            )
        )
    fixed = {event.key for event in question.requests if event.fixed}
    with ledger.act("find times for exhibitions", by=by, about=exhibition_round.pk, placed=len(table.placed)):
        _check_times_unchanged(question)
        for placed in table.placed:
            if placed.key not in fixed:
                _write_exhibition(exhibition_round, question, placed)
        for left in table.left:
            _clear_time(question.exhibitions.get(left.key))
        unplaced = [
            {
                "student": left.key,
                "name": question.people[left.key].name,
                "why": explain_unplaced(left, question),
            }
            for left in table.left
        ]
        Round.objects.unscoped("save the result of a search for times").filter(pk=exhibition_round.pk).update(
            found_at=timezone.now(), left=unplaced, modified=timezone.now()
        )
    return len(table.placed), len(table.left)


def _write_exhibition(exhibition_round: Round, question: SchedulingProblem, placed: PlacedExhibition) -> None:
    student = question.people[placed.key]
    exhibition = question.exhibitions.get(placed.key)
    if exhibition is None:
        exhibition = Exhibition.objects.create(
            student=student,
            term=exhibition_round.term,
            kind=exhibition_round.kind,
            minutes=exhibition_round.minutes,
        )
    _update_exhibition(
        exhibition, starts=question.moment(placed.start), room=placed.room, minutes=exhibition_round.minutes
    )
    seats = Panelist.objects.unscoped("read the panel of a time that was found").filter(
        exhibition=exhibition, deleted_at=None
    )
    seats.filter(found=True, accepted_at=None).delete()
    now = timezone.now()
    if not seats.filter(part=Panelist.Part.STUDENT).exists():
        Panelist.objects.create(
            exhibition=exhibition, person=student, part=Panelist.Part.STUDENT, accepted_at=now
        )
    must = next(event.must for event in question.requests if event.key == placed.key)
    panel = [(Panelist.Part.ADVISOR.value, key) for key in must if key != placed.key] + list(placed.chosen)
    for part, key in panel:
        comer, person = question.comers.get(key), question.people.get(key)
        if person and seats.filter(person=person).exists():
            continue
        Panelist.objects.create(
            exhibition=exhibition,
            person=person,
            comer=comer,
            name="" if person else question.comers[key].called,
            email=(comer.email if comer else "") or (person.email if person else ""),
            part=part.partition(":")[0],
            found=True,
            accepted_at=now if part == Panelist.Part.ADVISOR else None,
        )


def _clear_time(exhibition: Exhibition | None) -> None:
    """Clear the time of an exhibition that lost it, so that nobody comes to one that is not held then."""
    if exhibition and exhibition.starts:
        _update_exhibition(exhibition, starts=None, room="")


def _update_exhibition(exhibition: Exhibition, **values: object) -> None:
    """Write these and nothing else: what somebody wrote into the packet meanwhile stays."""
    if any(getattr(exhibition, name) != value for name, value in values.items()):
        rows = Exhibition.objects.unscoped("read the time that was found").filter(pk=exhibition.pk)
        rows.update(**values, revision=F("revision") + 1, modified=timezone.now())


def _check_times_unchanged(question: SchedulingProblem) -> None:
    """Raise ActionError when somebody set a time by hand meanwhile: theirs holds."""
    facts = ("starts", "room", "by_hand", "agreed_at")
    before = {
        exhibition.pk: tuple(getattr(exhibition, name) for name in facts)
        for exhibition in question.exhibitions.values()
    }
    rows = Exhibition.objects.unscoped("check whether someone set a time by hand").filter(pk__in=before)
    for key, *now in rows.select_for_update().values_list("pk", *facts):
        if tuple(now) != before[key]:
            raise ActionError(
                _(
                    "Someone set a time by hand while we were finding times. Nothing was changed. Find times "
                    "again."
                )
            )


def _replace_keys_with_names(sentence: str, question: SchedulingProblem) -> str:
    for key, person in question.people.items():
        sentence = sentence.replace(key, person.name)
    for key, comer in question.comers.items():
        sentence = sentence.replace(key, comer.called)
    return sentence


def explain_unplaced(left: UnplacedExhibition, question: SchedulingProblem) -> str:
    """Return why an exhibition has no time, in one or two sentences; the strongest reasons first."""
    return " ".join(_block_sentence(block, left, question) for block in left.blocks[:2])


def _block_sentence(block: TimeBlock, left: UnplacedExhibition, question: SchedulingProblem) -> str:
    who = [_name_of_key(key, question) for key in block.who]
    names = {"who": format_list(who), "n": block.times, "all": left.starts}
    if block.why == BlockKind.NO_SHARED_TIME:
        return _("There is no time when all of these can come: %(who)s.") % names
    if block.why == BlockKind.NOBODY_FOR_PART:
        return _("When the others can come, no %(who)s can.") % names
    if block.why == BlockKind.NO_ROOM_OPEN:
        return _("No room is open when the others can come.")
    if block.why == BlockKind.BUSY:
        sentence = _("Busy at %(n)d of %(all)d times: %(who)s.")
        return sentence % names
    if block.why == BlockKind.PART_BUSY:
        return _("Everyone who could take this role is busy at %(n)d of %(all)d times: %(who)s.") % names
    return _("Every room is taken at %(n)d of %(all)d times.") % names


def _name_of_key(key: str, question: SchedulingProblem) -> str:
    parts = {
        "outside": _("outside adult"),
        "family": _("family"),
        "peer": _("peer"),
        "interpreter": _("interpreter"),
    }
    if key.startswith(f"{SCHOOL_PART}:"):
        return _("adult from the school")
    if key in parts:
        return parts[key]
    person, comer = question.people.get(key), question.comers.get(key)
    return person.name if person else comer.called if comer else key
