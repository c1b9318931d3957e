"""Finding times for everybody in a round: beside the request, all of it or nothing, and explained."""

from __future__ import annotations

from datetime import datetime, timedelta
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
from .scheduling_problem import SchedulingProblem, build_problem
from .seats import SCHOOL_PART
from .time_changes import announce_time_change

FINDING_TIMEOUT = timedelta(minutes=10)
"""After so long, times that were being looked for when the machine stopped may be looked for again."""


def start_finding_times(exhibition_round: Round, package: Package, by: UUID) -> None:
    """Look for times beside the request: it may take a minute. Raises ActionError while somebody else's look goes
    on."""
    now = timezone.now()
    with ledger.act("search for times", by=by, about=exhibition_round.pk):
        rounds = Round.objects.unscoped("lock the round while times are found").filter(pk=exhibition_round.pk)
        free = rounds.filter(Q(search_started_at=None) | Q(search_started_at__lt=now - FINDING_TIMEOUT))
        if not free.update(search_started_at=now, search_error="", modified=now):
            raise ActionError(_("We are already finding times. They will be here in a minute."))
    language = translation.get_language()

    def find_in_language() -> None:
        with translation.override(language):
            _find_and_record(exhibition_round, package, by)

    background.run_in_background(find_in_language)


def _find_and_record(exhibition_round: Round, package: Package, by: UUID) -> None:
    """Find times; what refuses them is written on the round, and in any case the look is over."""
    search_error = _("Something went wrong. Nothing was changed. Try again.")
    try:
        find_times(exhibition_round, package, by)
        search_error = ""
    except ActionError as error:
        search_error = error.message[:400]
    finally:
        with ledger.act("end a search for times", by=by, about=exhibition_round.pk):
            rows = Round.objects.unscoped("mark the search for times as finished").filter(
                pk=exhibition_round.pk
            )
            rows.update(search_started_at=None, search_error=search_error, modified=timezone.now())


def find_times(exhibition_round: Round, package: Package, by: UUID, seconds: float = 40.0) -> tuple[int, int]:
    """Find times for everybody in a round: how many have one now, and how many have not.

    What was set by hand, and what somebody has said yes to, stays. Solving happens before anything is
    written; then all is written or nothing.
    """
    problem = build_problem(exhibition_round, package)
    people, rooms = list(problem.free.values()), list(problem.rooms.values())
    try:
        table = timetable.schedule(problem.requests, people, rooms, grid=15, seconds=seconds)
    except timetable.InvalidInputError as error:
        raise ActionError(_replace_keys_with_names(str(error), problem)) from None
    if timetable.find_faults(table, problem.requests, people, rooms):
        raise ActionError(
            _(
                "The times we found did not pass our check. Nothing was changed. Please tell the person "
                "who runs Trellis."
            )
        )
    fixed = {event.key for event in problem.requests if event.fixed}
    with ledger.act("schedule exhibitions", by=by, about=exhibition_round.pk, placed=len(table.placed)):
        _check_times_unchanged(problem)
        for placed in table.placed:
            if placed.key not in fixed:
                _write_exhibition(exhibition_round, problem, placed)
        for unplaced in table.left:
            _clear_time(problem.exhibitions.get(unplaced.key))
        unplaced_rows = [
            {
                "student": unplaced.key,
                "name": problem.people[unplaced.key].name,
                "why": explain_unplaced(unplaced, problem),
            }
            for unplaced in table.left
        ]
        Round.objects.unscoped("save the result of a search for times").filter(pk=exhibition_round.pk).update(
            times_found_at=timezone.now(), unplaced=unplaced_rows, modified=timezone.now()
        )
    return len(table.placed), len(table.left)


def _write_exhibition(exhibition_round: Round, problem: SchedulingProblem, placed: PlacedExhibition) -> None:
    student = problem.people[placed.key]
    exhibition = problem.exhibitions.get(placed.key)
    if exhibition is None:
        exhibition = Exhibition.objects.create(
            student=student,
            term=exhibition_round.term,
            kind=exhibition_round.kind,
            minutes=exhibition_round.minutes,
        )
    _update_exhibition(
        exhibition, starts=problem.moment(placed.start), room=placed.room, minutes=exhibition_round.minutes
    )
    seats = Panelist.objects.unscoped("read the panel of a time that was found").filter(
        exhibition=exhibition, deleted_at=None
    )
    seats.filter(is_proposed=True, accepted_at=None).delete()
    now = timezone.now()
    if not seats.filter(part=Panelist.Part.STUDENT).exists():
        Panelist.objects.create(
            exhibition=exhibition, person=student, part=Panelist.Part.STUDENT, accepted_at=now
        )
    must = next(event.must for event in problem.requests if event.key == placed.key)
    panel = [(Panelist.Part.ADVISOR.value, key) for key in must if key != placed.key] + list(placed.chosen)
    for part, key in panel:
        attendee, person = problem.attendees.get(key), problem.people.get(key)
        if person and seats.filter(person=person).exists():
            continue
        Panelist.objects.create(
            exhibition=exhibition,
            person=person,
            attendee=attendee,
            name="" if person else problem.attendees[key].display_name,
            email=(attendee.email if attendee else "") or (person.email if person else ""),
            part=part.partition(":")[0],
            is_proposed=True,
            accepted_at=now if part == Panelist.Part.ADVISOR else None,
        )


def _clear_time(exhibition: Exhibition | None) -> None:
    """Clear the time of an exhibition that lost it, so that nobody comes to one that is not held then."""
    if exhibition and exhibition.starts:
        _update_exhibition(exhibition, starts=None, room="")


def _update_exhibition(exhibition: Exhibition, starts: datetime | None, **others: object) -> None:
    """Write these and nothing else: what somebody wrote into the packet meanwhile stays."""
    values = {"starts": starts, **others}
    if any(getattr(exhibition, name) != value for name, value in values.items()):
        rows = Exhibition.objects.unscoped("read the time that was found").filter(pk=exhibition.pk)
        rows.update(**values, revision=F("revision") + 1, modified=timezone.now())
        announce_time_change(exhibition, exhibition.starts, starts)


def _check_times_unchanged(problem: SchedulingProblem) -> None:
    """Raise ActionError when somebody set a time by hand meanwhile: theirs holds."""
    facts = ("starts", "room", "by_hand", "agreed_at")
    before = {
        exhibition.pk: tuple(getattr(exhibition, name) for name in facts)
        for exhibition in problem.exhibitions.values()
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


def _replace_keys_with_names(sentence: str, problem: SchedulingProblem) -> str:
    for key, person in problem.people.items():
        sentence = sentence.replace(key, person.name)
    for key, attendee in problem.attendees.items():
        sentence = sentence.replace(key, attendee.display_name)
    return sentence


def explain_unplaced(unplaced: UnplacedExhibition, problem: SchedulingProblem) -> str:
    """Return why an exhibition has no time, in one or two sentences; the strongest reasons first."""
    return " ".join(_block_sentence(block, unplaced, problem) for block in unplaced.blocks[:2])


def _block_sentence(block: TimeBlock, unplaced: UnplacedExhibition, problem: SchedulingProblem) -> str:
    who = [_name_of_key(key, problem) for key in block.who]
    names = {"who": format_list(who), "n": block.times, "all": unplaced.starts}
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


def _name_of_key(key: str, problem: SchedulingProblem) -> str:
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
    person, attendee = problem.people.get(key), problem.attendees.get(key)
    return person.name if person else attendee.display_name if attendee else key
