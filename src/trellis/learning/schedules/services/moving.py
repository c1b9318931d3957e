"""Moving lessons by hand: what a move would do, doing it, undoing it, and locking lessons where they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.engines.timetable import week

from ..days import slot_key
from ..findings import dump_findings, read_findings
from ..models import WeekChange, WeekDesign, WeekMeeting
from ..week_contents import REASON, WeekContents, load_contents
from ..week_question import build_question, build_timetable, placement_of
from .designs import lock_open_design
from .drafting import describe_week, is_drafting, write_meetings

State = dict[str, object]
STATE_FIELDS = ("day", "number", "room_id", "fixed")


@dataclass(frozen=True)
class MovePreview:
    """A meeting, where it would go, and what the engine says of it."""

    meeting: WeekMeeting
    day: str
    number: int
    move: week.Move

    @property
    def is_possible(self) -> bool:
        return not self.move.broken


def find_meeting(contents: WeekContents, meeting_id: UUID) -> WeekMeeting:
    """The meeting of a design. Raises ActionError where a new draft has replaced it."""
    for meeting in contents.meetings:
        if meeting.pk == meeting_id:
            return meeting
    raise ActionError(_("This lesson is no longer in the week. Choose it again."))


def preview_move(contents: WeekContents, meeting: WeekMeeting, day: str, number: int) -> MovePreview:
    """What moving a meeting would do. Nothing is changed. Raises ActionError for a time that the week does not have."""
    if slot_key(day, number) not in contents.bells:
        raise ActionError(_("The week has no lessons at this time."))
    try:
        move = week.move_lesson(
            unfix(build_question(contents), meeting),
            build_timetable(contents),
            placement_of(meeting),
            day,
            str(number),
        )
    except week.InvalidInputError as error:
        raise ActionError(
            _("Bell times or subjects have changed since this week was drafted. Draft it again first.")
        ) from error
    return MovePreview(meeting, day, number, move)


def unfix(question: week.WeekQuestion, meeting: WeekMeeting) -> week.WeekQuestion:
    """The question without the lock of one meeting: who moves it by hand may move what a hand put there."""
    placement = placement_of(meeting)
    fixed = tuple(
        row
        for row in question.fixed
        if (row.lesson, row.day, row.period) != (placement.lesson, placement.day, placement.period)
    )
    return replace(question, fixed=fixed)


def move_meeting(
    design: WeekDesign, meeting_id: UUID, day: str, number: int, by: UUID, seen: int, is_forced: bool = False
) -> MovePreview:
    """Move a meeting and lock it there; others move only where they must. The same move again changes nothing.

    seen: `week_revision` of the week that the page showed. Raises ActionError when somebody changed the week since,
    while it is being drafted, and, unless `is_forced`, where a rule would break.
    """
    with ledger.act("move a lesson", by=by, about=design.pk):
        now = lock_open_design(design)
        contents = load_contents(now)
        meeting = find_meeting(contents, meeting_id)
        preview = preview_move(contents, meeting, day, number)
        if (meeting.day, meeting.number) == (day, number) and meeting.fixed:
            return preview
        _check_current(now, seen)
        if not preview.is_possible and not is_forced:
            raise ActionError(_("This move breaks a rule of the week. Look at what it would do first."))

        def write() -> None:
            write_meetings(contents, preview.move.timetable.placements)
            moved = next(
                row
                for row in load_contents(now).meetings
                if placement_of(row).lesson == placement_of(meeting).lesson
                and (row.day, row.number) == (day, number)
            )
            WeekMeeting.objects.unscoped(REASON).filter(pk=moved.pk).update(
                fixed=True, modified=timezone.now()
            )

        _record_change(now, contents.meetings, write, by)
        return preview


def lock_meeting(design: WeekDesign, meeting_id: UUID, is_fixed: bool, by: UUID) -> None:
    """Lock a meeting where it is, so that a new draft leaves it there, or unlock it."""
    with ledger.act("lock a lesson" if is_fixed else "unlock a lesson", by=by, about=design.pk):
        now = lock_open_design(design)
        rows = WeekMeeting.objects.unscoped(REASON).filter(design=now, pk=meeting_id)
        if not rows.exists():
            raise ActionError(_("This lesson is no longer in the week. Choose it again."))
        rows.exclude(fixed=is_fixed).update(fixed=is_fixed, modified=timezone.now())


def unlock_all(design: WeekDesign, by: UUID) -> int:
    """Unlock every meeting; return how many were locked."""
    with ledger.act("unlock all lessons", by=by, about=design.pk):
        now = lock_open_design(design)
        rows = WeekMeeting.objects.unscoped(REASON).filter(design=now, fixed=True)
        return rows.update(fixed=False, modified=timezone.now())


def undo_change(design: WeekDesign, by: UUID, seen: int) -> None:
    """Put back what the last move by hand changed. Raises ActionError where the week changed otherwise since."""
    with ledger.act("undo a move", by=by, about=design.pk):
        now = lock_open_design(design)
        _check_current(now, seen)
        change = last_change(now)
        if change is None or change.revision != now.week_revision:
            raise ActionError(_("There is no move to undo."))
        rows = {str(row.pk): row for row in WeekMeeting.objects.unscoped(REASON).filter(design=now)}
        if {str(state["id"]) for state in change.before} - rows.keys():
            raise ActionError(_("There is no move to undo."))
        for state in change.before:
            row = rows[str(state["id"])]
            for name in STATE_FIELDS:
                setattr(row, name, state[name])
        changed = [rows[str(state["id"])] for state in change.before]
        WeekMeeting.objects.unscoped(REASON).bulk_update(changed, ["day", "number", "room", "fixed"])
        change.undone_at = timezone.now()
        change.save()
        earlier = last_change(now)
        now.week_revision = F("week_revision") + 1
        now.save()
        now.refresh_from_db()
        if earlier is not None and earlier.revision == change.revision - 1:
            earlier.revision = now.week_revision
            earlier.save()
        _describe_anew(now)


def last_change(design: WeekDesign) -> WeekChange | None:
    """The last move by hand that has not been undone."""
    rows = WeekChange.objects.unscoped(REASON).filter(design=design, undone_at=None)
    return rows.order_by("-revision", "-created").first()


def _check_current(design: WeekDesign, seen: int) -> None:
    if is_drafting(design):
        raise ActionError(_("The week is being drafted. Wait until it is done."))
    if design.week_revision != seen:
        raise ActionError(_("Someone changed this week while you had it open. Here it is as it is now."))


def _record_change(
    design: WeekDesign, meetings: Iterable[WeekMeeting], write: Callable[[], object], by: UUID
) -> None:
    """Write, and keep how each meeting that changes was before and is after."""
    before = {str(row.pk): _state(row) for row in meetings}
    write()
    after = {str(row.pk): _state(row) for row in load_contents(design).meetings}
    changed = [pk for pk, state in before.items() if after.get(pk) != state]
    design.week_revision += 1
    design.save()
    WeekChange.objects.create(
        design=design,
        by_id=by,
        revision=design.week_revision,
        before=[before[pk] for pk in changed],
        after=[after[pk] for pk in changed if pk in after],
    )
    _describe_anew(design)


def _state(meeting: WeekMeeting) -> State:
    room = str(meeting.room_id) if meeting.room_id else None
    return {
        "id": str(meeting.pk),
        "day": meeting.day,
        "number": meeting.number,
        "room_id": room,
        "fixed": meeting.fixed,
    }


def _describe_anew(design: WeekDesign) -> None:
    """Count again what the week breaks and leaves of the requests. Prices were for another week."""
    contents = load_contents(design)
    findings = read_findings(design)
    describe_week(build_question(contents), build_timetable(contents), findings)
    findings.prices, findings.fixes = None, ()
    design.findings = dump_findings(findings)
    design.save()
