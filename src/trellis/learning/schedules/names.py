"""What the keys of the engine are called on the page: lessons, sections, teachers, rooms and times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_sentence_list, format_time
from trellis.engines.timetable.week import Slot

from .days import DAY_NAMES, slot_key
from .models import TeamSection, WeekMeeting
from .week_contents import WeekContents
from .week_question import WHOLE_TEAM, meeting_key, split_lesson_key

SHOWN = 4
"""How many names a sentence lists before it counts the others."""


class WeekNames:
    """Names of one design's things. What is no longer there has an empty name."""

    def __init__(self, contents: WeekContents) -> None:
        self.contents = contents

    def lesson(self, key: str) -> str:
        """ "Science, 9-A", "Advisory 3", or "Team 10 planning"."""
        contents = self.contents
        subject_id, other = split_lesson_key(key)
        if subject_id is None:
            team = contents.teams.get(other)
            return _("%(team)s planning") % {"team": team.title} if team else ""
        subject, section = contents.subjects.get(subject_id), contents.sections.get(other)
        if subject is None:
            return ""
        group = self.section(section) if section else contents.teams[subject.team_id].title
        return _("%(subject)s, %(group)s") % {"subject": subject.title, "group": group}

    def meeting(self, meeting: WeekMeeting) -> str:
        return self.lesson(meeting_key(meeting))

    def lessons(self, keys: Iterable[str]) -> str:
        return self.listed(dict.fromkeys(self.lesson(key) for key in keys))

    def listed(self, names: Iterable[str]) -> str:
        """Some names as a sentence lists them, and how many more there are."""
        names = [name for name in names if name]
        shown = names[:SHOWN]
        if len(names) > SHOWN:
            shown.append(_("%(count)d more") % {"count": len(names) - SHOWN})
        return format_sentence_list(shown)

    def group(self, key: str) -> str:
        """A section or a team, by the key of the engine's group."""
        if key.startswith(WHOLE_TEAM):
            team = self.contents.teams.get(UUID(key.removeprefix(WHOLE_TEAM)))
            return team.title if team else ""
        section = self.contents.sections.get(UUID(key))
        return self.section(section) if section else ""

    def section(self, section: TeamSection) -> str:
        """A section, with its team where another has the same name."""
        if self._titles[section.title] == 1:
            return section.title
        return f"{self.contents.teams[section.team_id].title} {section.title}"

    @cached_property
    def _titles(self) -> Counter[str]:
        return Counter(section.title for section in self.contents.sections.values())

    def groups(self, keys: Iterable[str]) -> str:
        return self.listed(self.group(key) for key in keys)

    def team(self, key: str) -> str:
        team = self.contents.teams.get(UUID(key)) if key else None
        return team.title if team else ""

    def teacher(self, key: str) -> str:
        teacher = self.contents.teachers.get(UUID(key))
        return teacher.name if teacher else ""

    def teachers(self, keys: Iterable[str]) -> str:
        return self.listed(self.teacher(key) for key in keys)

    def room(self, key: str) -> str:
        room = self.contents.rooms.get(UUID(key)) if key else None
        return room.title if room else ""

    def day(self, day: str) -> str:
        return str(DAY_NAMES[day])

    def slot(self, slot: Slot) -> str:
        """ "Friday at 10:50 AM"."""
        return self.moment(slot.day, int(slot.period))

    def moment(self, day: str, number: int) -> str:
        period = self.contents.bells.get(slot_key(day, number))
        if period is None:
            return self.day(day)
        return _("%(day)s at %(time)s") % {"day": self.day(day), "time": format_time(period.starts)}

    def subject(self, key: str) -> str:
        """A subject by the engine's key, or a team's planning."""
        try:
            subject = self.contents.subjects.get(UUID(key))
        except ValueError:
            return _("Team planning")
        return subject.title if subject else ""

    def room_kind(self, kind: str) -> str:
        """A kind of room as the school writes it; "" for any classroom."""
        for room in self.contents.rooms.values():
            if room.kind.casefold() == kind:
                return room.kind
        for subject in self.contents.subjects.values():
            if subject.room_kind.casefold() == kind:
                return subject.room_kind
        return ""
