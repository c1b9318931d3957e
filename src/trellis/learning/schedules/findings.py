"""What the last draft of a week found, kept with the design: shortages, ways out, what each request costs, figures."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from trellis.engines.timetable import week

from .models import WeekDesign


@dataclass
class WeekFindings:
    """Facts of the engine with its keys (see `week_question.py`). counts: None where no week was found.

    prices: None until they have been computed, after the week itself.
    """

    rooms: tuple[week.RoomShortage, ...] = ()
    teachers: tuple[week.TeacherShortage, ...] = ()
    groups: tuple[week.GroupShortage, ...] = ()
    planning: tuple[week.PlanningShortage, ...] = ()
    language: tuple[week.LanguageShortage, ...] = ()
    lessons: tuple[week.LessonShortage, ...] = ()
    fixes: tuple[week.Fix, ...] = ()
    broken: tuple[week.BrokenRule, ...] = ()
    counts: week.WishCounts | None = None
    figures: week.WeekFigures | None = None
    prices: tuple[week.WishPrice, ...] | None = None
    proven: bool = False

    @property
    def shortages(self) -> tuple[week.Shortage, ...]:
        return (
            *self.rooms,
            *self.teachers,
            *self.planning,
            *self.groups,
            *self.lessons,
            *self.language,
        )


_ADAPTER = TypeAdapter(WeekFindings)
_FIELDS: dict[type, str] = {
    week.RoomShortage: "rooms",
    week.TeacherShortage: "teachers",
    week.GroupShortage: "groups",
    week.PlanningShortage: "planning",
    week.LanguageShortage: "language",
    week.LessonShortage: "lessons",
}


def sort_shortages(shortages: tuple[week.Shortage, ...]) -> WeekFindings:
    """Findings with these shortages, each under its kind."""
    findings = WeekFindings()
    for shortage in shortages:
        name = _FIELDS[type(shortage)]
        setattr(findings, name, (*getattr(findings, name), shortage))
    return findings


def dump_findings(findings: WeekFindings) -> dict[str, object]:
    """Findings as a JSON document."""
    return _ADAPTER.dump_python(findings, mode="json")


def read_findings(design: WeekDesign) -> WeekFindings:
    """The findings of a design's last draft; empty where there are none, or where an older version wrote them."""
    try:
        return _ADAPTER.validate_python(design.findings or {})
    except ValidationError:
        return WeekFindings()
