"""Designs a school's week: lessons, rooms and common planning, with what is short counted before anything is tried.

    from trellis.engines.timetable import week

    days = tuple(
        week.Day(key, (week.Period("1", 510, 570), week.Period("2", 575, 635), week.Period("3", 640, 700)))
        for key in ("Mon", "Tue")
    )
    question = week.WeekQuestion(
        days=days,
        rooms=(week.Room("A"), week.Room("Lab", ("science", "general"))),
        teachers=(
            week.Teacher("joy", home_room="Lab"),
            week.Teacher("hana", away=week.slots_on(days, "Tue", periods=["3"])),
        ),
        groups=(
            week.Group("strand 1", frozenset({"amina", "luis"})),
            week.Group("strand 2", frozenset({"noor"})),
        ),
        lessons=(
            week.Lesson("science 1", "science", ("joy",), ("strand 1",), times=2, room_kind="science"),
            week.Lesson("math 2", "math", ("hana",), ("strand 2",), times=2, room_kind="general"),
            week.Lesson("planning", "planning", ("joy", "hana"), times=1),
        ),
        teams=(week.Team("team", ("joy", "hana"), ("strand 1", "strand 2"), planning_minutes=60),),
    )
    week.count_shortages(question)                        # (): nothing is short
    draft = week.draft_week(question, seconds=5)
    week.check_week(question, draft.timetable)            # []: every rule holds
    draft.counts.teacher_gaps                             # 0
    planning = draft.timetable.meetings("planning")[0]
    week.possible_places(question, draft.timetable, planning)       # for each slot, what stands in the way
    move = week.move_lesson(question, draft.timetable, planning, "Mon", "3")
    move.moved, move.broken                               # what else would change, and what would break
    week.price_wishes(question, draft.timetable, seconds=1)         # what each wish costs the others
    week.compute_figures(question, draft.timetable).planning        # {"team": minutes a week}

Rules always hold (`results.Rule`): nobody in two places, rooms that fit and are open, a lesson as often as it should
meet, fixed placements where they are. Wishes have weights (`Wishes`). Where no week keeps every rule, `draft.fixes`
says what could give way, and `draft.timetable` is the week with the first fix made: `check_week` names what it
breaks, such as a lesson without a room. Facts with keys come back; the words on screen belong to the app.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from .checking import check_week
from .counting import count_wishes
from .figures import WeekFigures, compute_figures
from .inputs import (
    Day,
    FixedPlacement,
    Group,
    InvalidInputError,
    LanguageNeed,
    Lesson,
    Period,
    Room,
    Slot,
    Teacher,
    Team,
    WeekQuestion,
    Wish,
    Wishes,
    slots_on,
)
from .results import (
    BrokenRule,
    Draft,
    Fix,
    GroupShortage,
    LanguageShortage,
    LessonShortage,
    Move,
    Obstacle,
    ObstacleKind,
    Placement,
    PlanningReason,
    PlanningShortage,
    PossiblePlace,
    Relaxation,
    RelaxationKind,
    RoomShortage,
    Rule,
    Shortage,
    TeacherShortage,
    Timetable,
    WishCounts,
    WishPrice,
)
from .shortages import count_shortages

if TYPE_CHECKING:
    from .designing import draft_week
    from .moving import move_lesson, possible_places
    from .pricing import price_wishes
    from .relaxing import explain_impossible, relax

__all__ = [
    "BrokenRule",
    "Day",
    "Draft",
    "Fix",
    "FixedPlacement",
    "Group",
    "GroupShortage",
    "InvalidInputError",
    "LanguageNeed",
    "LanguageShortage",
    "Lesson",
    "LessonShortage",
    "Move",
    "Obstacle",
    "ObstacleKind",
    "Period",
    "Placement",
    "PlanningReason",
    "PlanningShortage",
    "PossiblePlace",
    "Relaxation",
    "RelaxationKind",
    "Room",
    "RoomShortage",
    "Rule",
    "Shortage",
    "Slot",
    "Teacher",
    "TeacherShortage",
    "Team",
    "Timetable",
    "WeekFigures",
    "WeekQuestion",
    "Wish",
    "WishCounts",
    "WishPrice",
    "Wishes",
    "check_week",
    "compute_figures",
    "count_shortages",
    "count_wishes",
    "draft_week",
    "explain_impossible",
    "move_lesson",
    "possible_places",
    "price_wishes",
    "relax",
    "slots_on",
]

_MODULES_WITH_SOLVER = {
    "draft_week": "designing",
    "explain_impossible": "relaxing",
    "move_lesson": "moving",
    "possible_places": "moving",
    "price_wishes": "pricing",
    "relax": "relaxing",
}


def __getattr__(name: str) -> object:
    """Load what stands on the solver when it is asked for: it takes longer than all else at the start of a command."""
    if name not in _MODULES_WITH_SOLVER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_MODULES_WITH_SOLVER[name]}", __name__), name)
