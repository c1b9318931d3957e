"""Outcomes over time and by course: the same sums as the gradebook's, as they stood on a day, or for one project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.db.models import Q

from trellis.core.community.models import Group, Person, Role, School, Term
from trellis.core.community.selectors import students_in
from trellis.core.community.viewer import Viewer
from trellis.design.frameworks.models import Outcome
from trellis.engines.summary import Summary, SummaryRule
from trellis.learning.projects.models import Project

from . import gradebook
from .models import Work

MAX_PERIODS = 12
PARTS_OF_YEAR = (Term.Kind.SEMESTER, Term.Kind.TERM, Term.Kind.GRADING_PERIOD)
"""The kinds of a year's parts, the finest last."""
BEGINNING_OF_TIME = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ReportingPeriod:
    """A part of a school year: its title, where its year begins, and the moment at which it is over."""

    title: str
    since: datetime
    until: datetime


@dataclass(frozen=True)
class OutcomeLine:
    """One outcome: what it came to in each column, None where nothing was scored."""

    outcome: Outcome
    sums: list[Summary | None]


@dataclass(frozen=True)
class CourseSummary:
    """A course, or a project, and what each outcome comes to in it: the mean of its students' sums, and of how many."""

    title: str
    group: Group | None
    cells: list[tuple[float, int] | None]


def reporting_periods(
    viewer: Viewer, school: School, today: date, zone: tzinfo | None
) -> list[ReportingPeriod]:
    """The terms of the school that have begun, the oldest first: all of one kind, so that none lies within another. It
    is the kind into which the newest year is cut most finely; a year without it stands as a whole."""
    seen = Term.objects.seen_by(viewer).filter(Q(school=school) | Q(school=None), starts__lte=today)
    terms = list(seen.order_by("starts", "ends"))
    years = _own_terms([term for term in terms if term.kind == Term.Kind.YEAR])
    parts = _own_terms([term for term in terms if term.kind != Term.Kind.YEAR])
    kind, term_stretches = "", []
    for year in reversed(years):
        within = [term for term in parts if year.starts <= term.starts and term.ends <= year.ends]
        counts = Counter(term.kind for term in within)
        kind = kind or max(
            counts, key=lambda term_kind: (counts[term_kind], PARTS_OF_YEAR.index(term_kind)), default=""
        )
        begun = datetime.combine(year.starts, time(), tzinfo=zone)
        for term in reversed([part for part in within if part.kind == kind] or [year]):
            over = datetime.combine(min(term.ends, today) + timedelta(days=1), time(), tzinfo=zone)
            term_stretches.append(ReportingPeriod(term.title, begun, over))
    return term_stretches[:MAX_PERIODS][::-1]


def _own_terms(terms: list[Term]) -> list[Term]:
    """A school's own terms, where it has some beside the network's."""
    return [term for term in terms if term.school_id] or terms


def outcomes_over_time(
    viewer: Viewer,
    students: Sequence[Person],
    outcomes: Sequence[Outcome],
    rule: SummaryRule,
    top: int,
    columns: Sequence[ReportingPeriod],
) -> list[tuple[Person, list[OutcomeLine]]]:
    """By student, what each outcome stood at when a stretch was over, from the scores of its school year."""
    column_summaries = [
        gradebook.summarize_scores(
            viewer, students, outcomes, rule, top, column.since, Q(shown_at__lt=column.until)
        )
        for column in columns
    ]
    return [
        (
            student,
            [
                OutcomeLine(outcome, [each.get((student.pk, outcome.pk)) for each in column_summaries])
                for outcome in outcomes
            ],
        )
        for student in students
    ]


def summaries_by_project(
    viewer: Viewer, student: Person, outcomes: Sequence[Outcome], rule: SummaryRule, top: int
) -> list[CourseSummary]:
    """What a student's work came to, project by project over all years, and in work outside projects."""
    works = Work.objects.seen_by(viewer).filter(student=student)
    project_ids = works.exclude(product=None).values_list("product__project", flat=True).distinct()
    projects = list(
        Project.objects.unscoped("name the projects of work that the viewer sees")
        .filter(pk__in=list(project_ids))
        .order_by("starts")
    )
    titled_conditions = [(project.title, Q(product__project=project.pk)) for project in projects] + [
        ("", Q(product=None))
    ]
    courses = []
    for title, within in titled_conditions:
        sums = gradebook.summarize_scores(viewer, [student], outcomes, rule, top, BEGINNING_OF_TIME, within)
        cells = [sums.get((student.pk, outcome.pk)) for outcome in outcomes]
        if any(cells):
            courses.append(
                CourseSummary(title, None, [(cell.value, cell.count) if cell else None for cell in cells])
            )
    return courses


def courses_of(viewer: Viewer, school: School) -> list[Group]:
    """The groups that the viewer advises or teaches at a school; a leader's: all of them. By kind and title.

    Work groups last for days: what is scored over a year is not summed up by them.
    """
    mine = Q(pk__in=viewer.to("group", Role.ADVISOR, Role.TEACHER))
    if school.pk in viewer.to("school", Role.LEADER):
        mine |= Q(school=school)
    groups = Group.objects.seen_by(viewer).filter(mine, school=school).exclude(kind=Group.Kind.WORK)
    return list(groups.order_by("kind", "title", "pk"))


def summaries_by_course(
    viewer: Viewer,
    groups: Sequence[Group],
    outcomes: Sequence[Outcome],
    rule: SummaryRule,
    top: int,
    since: datetime,
) -> list[CourseSummary]:
    """Course by outcome: of the students in it, the mean of their sums this year, and how many have one."""
    inside = {group: students_in(viewer, group) for group in groups}
    everybody = {student.pk: student for students in inside.values() for student in students}
    sums = gradebook.summarize_scores(viewer, everybody.values(), outcomes, rule, top, since)
    courses = []
    for group, students in inside.items():
        cells: list[tuple[float, int] | None] = []
        for outcome in outcomes:
            values = [
                sums[student.pk, outcome.pk].value for student in students if (student.pk, outcome.pk) in sums
            ]
            cells.append((sum(values) / len(values), len(values)) if values else None)
        courses.append(CourseSummary(group.title, group, cells))
    return courses
