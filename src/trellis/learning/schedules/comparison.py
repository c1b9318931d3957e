"""Figures by which two designs of a week are compared, each with the better one marked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_number, format_percent

from .days import slot_key
from .findings import read_findings
from .models import TeamSection
from .week_contents import WeekContents
from .week_question import minutes_of


@dataclass(frozen=True)
class DesignFigures:
    """Figures of one design; None where nothing is known. Minutes and hours are a week's."""

    adults_per_student: float | None
    advisory_size: float | None
    students_per_teacher: float | None
    planning_minutes: float | None
    internship_hours: float | None
    language_share: float | None


@dataclass(frozen=True)
class FigureRow:
    """A figure of two designs. better: 0 for the first, 1 for the second, None where they are equal or unknown."""

    label: str
    values: tuple[str, str]
    better: int | None
    words: str


def compute_design_figures(contents: WeekContents) -> DesignFigures:
    """The figures of a design, from its week as it was last drafted or moved, and from what is entered."""
    findings = read_findings(contents.design)
    figures = findings.figures if contents.meetings else None
    planning = list(planning_minutes(contents).values()) if contents.meetings else []
    language = None
    if figures and figures.language_needed:
        language = figures.language_given / figures.language_needed
    return DesignFigures(
        adults_per_student=figures.adults_per_student if figures else None,
        advisory_size=_advisory_size(contents),
        students_per_teacher=figures.students_per_teacher if figures else None,
        planning_minutes=fmean(planning) if planning else None,
        internship_hours=_internship_hours(contents),
        language_share=language,
    )


def planning_minutes(contents: WeekContents) -> dict[UUID, int]:
    """By team, the minutes a week that its planning is held for."""
    minutes = dict.fromkeys(contents.teams, 0)
    for meeting in contents.meetings:
        bell = contents.bells.get(slot_key(meeting.day, meeting.number))
        if meeting.subject_id is None and bell:
            minutes[meeting.team_id] += minutes_of(bell.ends) - minutes_of(bell.starts)
    return minutes


def _advisory_size(contents: WeekContents) -> float | None:
    students = advisories = 0
    for team in contents.teams.values():
        count = len(contents.sections_of(team, TeamSection.Kind.ADVISORY))
        if count:
            students, advisories = students + contents.student_count(team), advisories + count
    return students / advisories if advisories else None


def _internship_hours(contents: WeekContents) -> float | None:
    """Hours a week in which a student may be at an internship, on average over all students."""
    students = minutes = 0
    for team in contents.teams.values():
        count = contents.student_count(team)
        bells = [contents.bells[key] for key in team.away if key in contents.bells]
        minutes += count * sum(minutes_of(bell.ends) - minutes_of(bell.starts) for bell in bells)
        students += count
    return minutes / students / 60 if students else None


def compare_figures(first: DesignFigures, second: DesignFigures) -> list[FigureRow]:
    """Each figure of both designs, side by side."""
    return [_row(first, second, *line) for line in _LINES]


def _number(value: float) -> str:
    return format_number(value, 1)


def _whole(value: float) -> str:
    return format_number(value, 0)


_LINES: list[tuple[str, Callable[[], str], Callable[[float], str], bool, Callable[[], tuple[str, str]]]] = [
    (
        "adults_per_student",
        lambda: _("Adults who know each student well"),
        _number,
        True,
        lambda: (_("%(n)s more for each student"), _("%(n)s fewer for each student")),
    ),
    (
        "advisory_size",
        lambda: _("Students in an advisory"),
        _number,
        False,
        lambda: (_("%(n)s more in each advisory"), _("%(n)s fewer in each advisory")),
    ),
    (
        "students_per_teacher",
        lambda: _("Students per teacher a week"),
        _whole,
        False,
        lambda: (_("%(n)s more for each teacher"), _("%(n)s fewer for each teacher")),
    ),
    (
        "planning_minutes",
        lambda: _("Team planning, minutes a week"),
        _whole,
        True,
        lambda: (_("%(n)s more for each team"), _("%(n)s fewer for each team")),
    ),
    (
        "internship_hours",
        lambda: _("Hours a week open for internships"),
        _number,
        True,
        lambda: (_("%(n)s more for each student"), _("%(n)s fewer for each student")),
    ),
    (
        "language_share",
        lambda: _("Language service minutes met"),
        format_percent,
        True,
        lambda: (_("%(n)s more"), _("%(n)s less")),
    ),
]


def _row(
    first: DesignFigures,
    second: DesignFigures,
    name: str,
    label: Callable[[], str],
    words: Callable[[float], str],
    is_more_better: bool,
    sentences: Callable[[], tuple[str, str]],
) -> FigureRow:
    values = getattr(first, name), getattr(second, name)
    texts = _text(values[0], words), _text(values[1], words)
    better, sentence = None, ""
    if None not in values and texts[0] != texts[1]:
        difference = values[0] - values[1]
        better = 0 if (difference > 0) == is_more_better else 1
        more, fewer = sentences()
        sentence = (more if difference > 0 else fewer) % {"n": words(abs(difference))}
    elif None not in values:
        sentence = _("The same")
    else:
        sentence = _("Not known for both")
    return FigureRow(label(), texts, better, sentence)


def _text(value: float | None, words: Callable[[float], str]) -> str:
    return "–" if value is None else words(value)
