"""What the page of a design shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.errors import ActionError
from trellis.engines.timetable import week

from .days import slot_key, split_slot
from .findings import read_findings
from .fix_wording import FixLine, word_fix
from .models import DesignTeam, WeekDesign, WeekMeeting
from .names import WeekNames
from .obstacle_wording import short_obstacle, word_broken_rule
from .permissions import may_design_at
from .services.moving import MovePreview, find_meeting, preview_move, unfix
from .shortage_wording import ShortageLine, ShortageWording
from .week_contents import WeekContents, load_contents
from .week_grid import GridRow, Target, WeekGrid
from .week_question import build_question, build_timetable, placement_of


def design_or_404(viewer: Viewer, design_id: UUID) -> WeekDesign:
    return get_object_or_404(
        WeekDesign.objects.seen_by(viewer).filter(deleted_at=None).select_related("school", "made_by"),
        pk=design_id,
    )


@dataclass
class MoveState:
    """A lesson that is being moved. words: sentences about the place that was chosen; is_possible: it may go there.

    is_simple: nothing else changes there.
    """

    meeting: WeekMeeting
    title: str
    origin: str
    row: UUID | None = None
    destination: str = ""
    slot: str = ""
    words: list[str] = field(default_factory=list)
    is_possible: bool = False
    is_simple: bool = False

    @property
    def query(self) -> str:
        return f"move={self.meeting.pk}"


@dataclass
class WeekPage:
    """A design as the viewer sees it. rows: of the week, by what `by` says."""

    design: WeekDesign
    contents: WeekContents
    grid: WeekGrid
    rows: list[GridRow]
    by: str
    team: UUID | None
    shortages: list[ShortageLine] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    fixes: list[list[FixLine]] = field(default_factory=list)
    enough: bool = True
    move: MoveState | None = None


def week_page(viewer: Viewer, design: WeekDesign, query: Mapping[str, str]) -> WeekPage:
    """Lay the page out. query: `by` and `team` choose the rows, `move` a meeting, and `to` a place for it."""
    contents = load_contents(design, viewer)
    names = WeekNames(contents)
    findings = read_findings(design)
    problems = {
        (lesson, rule.slot.day, int(rule.slot.period)): word_broken_rule(names, rule)
        for rule in findings.broken
        if rule.slot
        for lesson in rule.lessons
    }
    may_design = may_design_at(viewer, design.school_id)
    grid = WeekGrid(contents, problems if may_design else {})
    by = query.get("by", "") if query.get("by") in ("teacher", "room") else "team"
    team = next((row for row in contents.teams.values() if str(row.pk) == query.get("team")), None)
    rows = _rows(grid, by, team)
    wording = ShortageWording(names)
    page = WeekPage(design, contents, grid, rows, by, team.pk if team else None)
    if may_design:
        page.shortages = [wording.line(shortage) for shortage in findings.shortages]
        page.problems = list(dict.fromkeys(word_broken_rule(names, rule) for rule in findings.broken))
        page.fixes = [word_fix(names, fix) for fix in findings.fixes]
        page.enough = all(fix.enough for fix in findings.fixes)
        page.move = _move_state(page, names, query) if design.adopted_at is None else None
    return page


def count_without_group(contents: WeekContents) -> int:
    """Class groups and advisories that are not on the roster yet: their students see no lessons."""
    return sum(section.group_id is None for section in contents.sections.values())


def _rows(grid: WeekGrid, by: str, team: DesignTeam | None) -> list[GridRow]:
    if by == "teacher":
        return grid.by_teacher()
    if by == "room":
        return grid.by_room()
    return grid.of_team(team) if team else grid.by_team()


def _move_state(page: WeekPage, names: WeekNames, query: Mapping[str, str]) -> MoveState | None:
    """The lesson that the query names, with a target on each line of its row. Raises ActionError as the services do."""
    try:
        meeting = find_meeting(page.contents, UUID(query["move"]))
    except (KeyError, ValueError):
        return None
    row = page.grid.row_of(meeting, page.rows)
    state = MoveState(
        meeting, names.meeting(meeting), names.moment(meeting.day, meeting.number), row.key if row else None
    )
    if row is not None:
        mark_targets(page.contents, meeting, row, query.get("to", ""))
    slot = query.get("to", "")
    if slot and slot != slot_key(meeting.day, meeting.number):
        try:
            day, number = split_slot(slot)
        except ValueError:
            return state
        _describe_move(state, names, preview_move(page.contents, meeting, day, number))
    return state


def mark_targets(contents: WeekContents, meeting: WeekMeeting, row: GridRow, chosen: str) -> None:
    """Say on each line of a row whether the meeting could be there. Raises ActionError for an outdated week."""
    try:
        places = week.possible_places(
            unfix(build_question(contents), meeting), build_timetable(contents), placement_of(meeting)
        )
    except week.InvalidInputError as error:
        raise ActionError(
            _("Bell times or subjects have changed since this week was drafted. Draft it again first.")
        ) from error
    by_slot = {slot_key(place.slot.day, int(place.slot.period)): place for place in places}
    for line in (line for lines in row.days for line in lines):
        place = by_slot[line.slot]
        words = "" if place.is_free else short_obstacle(place.obstacles)
        line.target = Target(words, place.is_current, line.slot == chosen)


def _describe_move(state: MoveState, names: WeekNames, preview: MovePreview) -> None:
    move = preview.move
    state.destination = names.moment(preview.day, preview.number)
    state.slot = slot_key(preview.day, preview.number)
    state.is_possible = preview.is_possible
    broken = dict.fromkeys(word_broken_rule(names, rule) for rule in move.broken)
    state.words = list(broken) or _change_words(names, move)
    state.is_simple = state.is_possible and not move.moved


def _change_words(names: WeekNames, move: week.Move) -> list[str]:
    """What else a move changes."""
    words = [
        _("%(lesson)s moves to %(when)s.")
        % {"lesson": names.lesson(after.lesson), "when": names.slot(after.slot)}
        for _before, after in move.moved
    ]
    words += [
        _("%(lesson)s changes to %(room)s.")
        % {"lesson": names.lesson(after.lesson), "room": names.room(after.room)}
        for _before, after in move.room_changes
    ]
    return words or [_("No other lesson changes.")]
