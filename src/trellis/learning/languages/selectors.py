"""What pages say about language: levels over the years, minutes planned and provided, and what supports whom."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.learning.projects.models import Member, Product, Project

from . import scales
from .levels import order_by_day
from .models import (
    Domain,
    HomeResource,
    LanguageInWork,
    LanguageProfile,
    LevelScaffold,
    Objective,
    Proficiency,
    ScaffoldUse,
    ServiceMinutes,
)

WEEKS_SHOWN = 6


@dataclass
class LanguageSummary:
    """A student's language: the scale, the newest level by domain, and every reading, the newest day first."""

    profile: LanguageProfile | None
    scale: scales.Scale
    levels: dict[str, int] = field(default_factory=dict)
    history: list[tuple[date, str, dict[str, int]]] = field(default_factory=list)

    @property
    def scale_key(self) -> str:
        return self.profile.scale if self.profile else "wida"

    @property
    def overall(self) -> int | None:
        return scales.overall_level(self.levels)

    @property
    def named(self) -> list[tuple[str, int | None, str]]:
        """Each domain's label, level and the level's name."""
        return [
            (str(label), level := self.levels.get(key), self.scale.name(level) if level else "")
            for key, label in Domain.choices
        ]

    @property
    def planned(self) -> int | None:
        """Minutes of service a week by the scale's rule; None where it names none, or nothing was read."""
        return self.scale.planned(self.overall) if self.overall else None

    @property
    def least(self) -> list[tuple[str, int]]:
        """Of the planned minutes, how many at least of each kind, by its label; empty where the rule has no kinds."""
        if not (self.planned and self.scale.by_kind):
            return []
        pairs = zip(ServiceMinutes.Kind.labels, self.scale.least(self.overall or 1), strict=True)
        return [(str(label), minutes) for label, minutes in pairs if minutes]


def language_summaries(viewer: Viewer, students: Iterable[Person]) -> dict[UUID, LanguageSummary]:
    """The language of each of some students, in two queries."""
    grades = {student.pk: student.grade for student in students}
    keys = list(grades)
    profiles = {
        profile.student_id: profile
        for profile in LanguageProfile.objects.seen_by(viewer).filter(student__in=keys)
    }
    summary_by_student = {
        key: LanguageSummary(
            profile := profiles.get(key),
            scales.available_scales()[profile.scale if profile else "wida"].for_grade(grades[key]),
        )
        for key in keys
    }
    days: dict[UUID, dict[tuple[date, str, str, str], dict[str, int]]] = defaultdict(dict)
    read = order_by_day(Proficiency.objects.seen_by(viewer).filter(student__in=keys))
    for proficiency in reversed(list(read)):
        summary = summary_by_student[proficiency.student_id]
        if proficiency.scale == summary.scale_key:
            summary.levels.setdefault(proficiency.domain, proficiency.level)
        read_by = proficiency.what or proficiency.get_source_display()
        key = proficiency.at, str(proficiency.of or proficiency.source), proficiency.scale, str(read_by)
        days[proficiency.student_id].setdefault(key, {})[proficiency.domain] = proficiency.level
    for key, readings in days.items():
        summary_by_student[key].history = [
            (at, f"{scales.available_scales()[scale].title}, {read_by}", levels)
            for (at, _of, scale, read_by), levels in readings.items()
        ]
    return summary_by_student


def language_summary(viewer: Viewer, student: Person) -> LanguageSummary:
    """The language of one student."""
    return language_summaries(viewer, [student])[student.pk]


def language_in_work(viewer: Viewer, student: Person) -> list[LanguageInWork]:
    """Return what scorers saw of a student's English in work, newest first."""
    rows = LanguageInWork.objects.seen_by(viewer).filter(student=student)
    return list(rows.select_related("product", "reader").order_by("-read_at")[:12])


def own_levels_in_work(viewer: Viewer, student: Person, product: Product) -> dict[str, int]:
    """By domain, what the viewer read in one work."""
    rows = LanguageInWork.objects.seen_by(viewer).filter(
        student=student, product=product, reader=viewer.person_id
    )
    return dict(rows.values_list("domain", "level"))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def recent_weeks(today: date) -> list[date]:
    """The Mondays of the last six weeks, this one last."""
    return [monday_of(today) - timedelta(weeks=back) for back in range(WEEKS_SHOWN - 1, -1, -1)]


def multilingual_students(viewer: Viewer, students: Iterable[Person]) -> list[Person]:
    """Return the students who have a home language other than English, or whose English was scored."""
    students = list(students)
    read = set(
        Proficiency.objects.seen_by(viewer).filter(student__in=students).values_list("student_id", flat=True)
    )
    return [student for student in students if student.pk in read or set(student.home_languages) - {"en"}]


def objectives_of(viewer: Viewer, project: Project) -> list[Objective]:
    return list(Objective.objects.seen_by(viewer).filter(project=project).order_by("discipline", "created"))


def scaffolds_of(viewer: Viewer, project: Project) -> list[LevelScaffold]:
    """Every support by level, by domain and level."""
    return list(
        LevelScaffold.objects.seen_by(viewer).filter(project=project).order_by("domain", "least", "created")
    )


def resources_of(viewer: Viewer, project: Project) -> list[HomeResource]:
    return list(HomeResource.objects.seen_by(viewer).filter(project=project).order_by("language", "created"))


def scaffolds_for(scaffolds: Iterable[LevelScaffold], student: LanguageSummary) -> list[LevelScaffold]:
    """Those supports that are for a student's levels on the student's scale; of a domain in which nothing was read, and
    of another scale, all of them: a support too many does less harm than one too few."""
    levels = student.levels
    return [
        scaffold
        for scaffold in scaffolds
        if scaffold.scale != student.scale_key
        or scaffold.domain not in levels
        or scaffold.least <= levels[scaffold.domain] <= scaffold.most
    ]


def help_records_of(viewer: Viewer, student: Person) -> list[ScaffoldUse]:
    """Which supports helped a student, the newest first."""
    rows = ScaffoldUse.objects.seen_by(viewer).filter(student=student)
    return list(rows.select_related("scaffold", "by").order_by("-day", "-created")[:12])


def scaffolds_noted_on(viewer: Viewer, project: Project, day: date, by: UUID) -> set[UUID]:
    """Return the ids of a project's scaffolds that somebody marked as helpful on a day."""
    rows = ScaffoldUse.objects.seen_by(viewer).filter(scaffold__project=project, day=day, by=by)
    return set(rows.values_list("scaffold_id", flat=True))


def students_for_scaffolds(viewer: Viewer, project: Project) -> dict[UUID, list[Person]]:
    """Return, by scaffold of a project, its multilingual students whose level the scaffold is for."""
    members = Member.objects.seen_by(viewer).filter(project=project).select_related("student")
    students = multilingual_students(viewer, [member.student for member in members])
    summary_by_student = language_summaries(viewer, students)
    students_by_scaffold: dict[UUID, list[Person]] = defaultdict(list)
    scaffolds = scaffolds_of(viewer, project)
    for student in students:
        for scaffold in scaffolds_for(scaffolds, summary_by_student[student.pk]):
            students_by_scaffold[scaffold.pk].append(student)
    return students_by_scaffold


def common_scale_in_project(viewer: Viewer, project: Project) -> str:
    """The scale that most of a project's students are read on, for a form to begin with."""
    members = Member.objects.seen_by(viewer).filter(project=project).values("student")
    return _most_common_scale(LanguageProfile.objects.seen_by(viewer).filter(student__in=members))


def common_scale_at_school(viewer: Viewer, school: School) -> str:
    """The scale that most of a school's students are read on, for a profile to begin with."""
    ties = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), role=Role.STUDENT, to_school=school)
    profiles = LanguageProfile.objects.seen_by(viewer).filter(student__in=ties.values("person"))
    return _most_common_scale(profiles)


def _most_common_scale(profiles: QuerySet[LanguageProfile]) -> str:
    counted = Counter(profiles.values_list("scale", flat=True))
    return counted.most_common(1)[0][0] if counted else "wida"


def resources_for(resources: Iterable[HomeResource], student: Person) -> list[HomeResource]:
    """Those resources that are in one of the student's home languages."""
    home = {tag.partition("-")[0].lower() for tag in student.home_languages}
    return [resource for resource in resources if resource.language.partition("-")[0].lower() in home]
