"""What is short, in words: counted before a week is built."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatchmethod

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.engines.timetable import week

from .names import WeekNames
from .week_question import planning_times, split_lesson_key


@dataclass(frozen=True)
class ShortageLine:
    """title: what is short. detail: who or what needs it. lessons: keys of the lessons, to mark them in the week."""

    title: str
    detail: str = ""
    lessons: tuple[str, ...] = ()


class ShortageWording:
    """Puts shortages of one design into words."""

    def __init__(self, names: WeekNames) -> None:
        self.names = names

    @singledispatchmethod
    def line(self, shortage: week.Shortage) -> ShortageLine:
        raise TypeError(shortage)

    @line.register
    def _room(self, shortage: week.RoomShortage) -> ShortageLine:
        names = self.names
        title = self._room_title(shortage)
        return ShortageLine(
            title,
            _("Needed by %(lessons)s.") % {"lessons": names.lessons(shortage.lessons)},
            shortage.lessons,
        )

    def _room_title(self, shortage: week.RoomShortage) -> str:
        facts = {"needed": shortage.needed, "available": shortage.available}
        kind = self.names.room_kind(shortage.kind)
        if shortage.room:
            facts["room"] = self.names.room(shortage.room)
            return (
                _("Lessons need %(room)s for %(needed)d periods a week. It is open for %(available)d.")
                % facts
            )
        if len(shortage.slots) == 1:
            facts |= {"when": self.names.slot(shortage.slots[0]), "kind": kind}
            if kind:
                return (
                    ngettext(
                        "Rooms needed on %(when)s with “%(kind)s”: %(needed)d. There is %(available)d.",
                        "Rooms needed on %(when)s with “%(kind)s”: %(needed)d. There are %(available)d.",
                        shortage.available,
                    )
                    % facts
                )
            return (
                ngettext(
                    "Rooms needed on %(when)s: %(needed)d. There is %(available)d.",
                    "Rooms needed on %(when)s: %(needed)d. There are %(available)d.",
                    shortage.available,
                )
                % facts
            )
        if kind:
            facts["kind"] = kind
            return (
                _("Lessons need rooms with “%(kind)s” for %(needed)d periods. There are %(available)d.")
                % facts
            )
        return _("Lessons need rooms for %(needed)d periods. There are %(available)d.") % facts

    @line.register
    def _teacher(self, shortage: week.TeacherShortage) -> ShortageLine:
        planning = self._planning_periods(shortage.lessons) if shortage.limit else 0
        facts = {
            "teacher": self.names.teacher(shortage.teacher),
            "needed": shortage.needed - planning,
            "available": shortage.available - planning,
        }
        if shortage.limit:
            title = _("%(teacher)s would teach %(needed)d periods. The most is %(available)d.") % facts
        else:
            title = _("%(teacher)s would teach %(needed)d periods and is free for %(available)d.") % facts
        return ShortageLine(title, self.names.lessons(shortage.lessons), shortage.lessons)

    def _planning_periods(self, lessons: tuple[str, ...]) -> int:
        """Periods of planning among some lessons: a limit on lessons does not count them."""
        contents = self.names.contents
        keys = (split_lesson_key(key) for key in lessons)
        return sum(
            planning_times(contents, contents.teams[team]) for subject, team in keys if subject is None
        )

    @line.register
    def _group(self, shortage: week.GroupShortage) -> ShortageLine:
        facts = {
            "group": self.names.groups(shortage.groups),
            "needed": shortage.needed,
            "available": shortage.available,
        }
        if shortage.unfilled:
            title = _("%(group)s has lessons for %(needed)d of %(available)d periods.") % facts
            detail = _("Add lessons, or allow students free periods.")
            return ShortageLine(title, detail, shortage.lessons)
        title = (
            _("%(group)s has lessons for %(needed)d periods. The week has %(available)d for them.") % facts
        )
        return ShortageLine(title, self.names.lessons(shortage.lessons), shortage.lessons)

    @line.register
    def _planning(self, shortage: week.PlanningShortage) -> ShortageLine:
        facts = {
            "team": self.names.team(shortage.team) or self.names.lesson(shortage.lesson),
            "needed": shortage.needed,
            "available": shortage.available,
        }
        reasons = week.PlanningReason
        if shortage.reason == reasons.TEACHERS_AWAY:
            title = (
                _("%(team)s plans %(needed)d times. All its teachers are at school for %(available)d.")
                % facts
            )
            return ShortageLine(title, self.names.teachers(shortage.who), (shortage.lesson,))
        if shortage.reason == reasons.NO_TIME_LEFT:
            title = _("%(team)s plans for %(needed)d periods. Its lessons leave %(available)d.") % facts
            detail = _("Fewer lessons by the team's own teachers would leave more.")
            return ShortageLine(title, detail, (shortage.lesson,))
        title = (
            _(
                "While %(team)s plans, its students need %(needed)d teachers from outside the team. "
                "There are %(available)d."
            )
            % facts
        )
        return ShortageLine(title, self.names.groups(shortage.who), (shortage.lesson,))

    @line.register
    def _language(self, shortage: week.LanguageShortage) -> ShortageLine:
        facts = {
            "group": self.names.group(shortage.group),
            "needed": shortage.needed,
            "available": shortage.available,
        }
        return ShortageLine(
            _("%(group)s gets %(available)d of %(needed)d minutes of language service.") % facts,
            _("Mark more of its subjects as language service, or let one meet more often."),
        )

    @line.register
    def _lesson(self, shortage: week.LessonShortage) -> ShortageLine:
        facts = {
            "lesson": self.names.lesson(shortage.lesson),
            "needed": shortage.needed,
            "available": shortage.available,
        }
        title = _("%(lesson)s meets %(needed)d times. There are %(available)d times that fit.") % facts
        return ShortageLine(title, "", (shortage.lesson,))
