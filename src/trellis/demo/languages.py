"""Languages of the invented newcomers: profiles, two scores of their English, and supports in projects."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from trellis.core.community.models import Network
from trellis.learning.languages.models import (
    Domain,
    HomeResource,
    LanguageProfile,
    LevelScaffold,
    Objective,
    Proficiency,
    ResourceUse,
    ServiceMinutes,
)
from trellis.learning.languages.scales import Scale, available_scales, overall_level
from trellis.learning.projects.models import Member, Project

from .rows import write_records

SUPPORTS = [
    ("reading", 1, 2, "Text with pictures and a glossary", "Each page has three pictures and ten words."),
    ("reading", 3, 4, "Paired reading", "Two read, one asks, then the other way round."),
    ("writing", 1, 3, "Sentence starters", "I noticed … because … . At first I thought … ."),
    ("speaking", 1, 2, "Say it twice", "First to a partner in any language, then in English."),
]
BANDS = LanguageProfile.Band.values


@dataclass
class LanguageRows:
    """What is recorded about students' English, to be written together."""

    profiles: list[LanguageProfile] = field(default_factory=list)
    proficiencies: list[Proficiency] = field(default_factory=list)
    minutes: list[ServiceMinutes] = field(default_factory=list)

    def write(self) -> None:
        """Write it all."""
        write_records(self.profiles)
        write_records(self.proficiencies)
        write_records(self.minutes)


def create_language_records(network: Network, today: date, random: Random) -> None:
    """Levels and minutes for multilingual learners of the schools that teach them; supports in most projects."""
    scale = available_scales()["nyseslat"].for_grade("09")  # the invented schools are high schools
    members: dict[UUID, list[Member]] = {}
    learners = Member.objects.system().filter(
        project__school__network=network,
        project__school__adoptions__package__slug="internationals",
        student__demographics__multilingual_learner=True,
    )
    for member in learners.select_related("student").order_by("student", "pk"):
        members.setdefault(member.student_id, []).append(member)
    rows = LanguageRows()
    for student, memberships in members.items():
        _add_student(student, memberships[0].student.home_languages, today, random, scale, rows)
    rows.write()
    projects = Project.objects.system().filter(
        pk__in={member.project_id for memberships in members.values() for member in memberships}
    )
    supported = {project.pk: project for project in projects.order_by("pk") if random.random() < 0.75}
    for project in supported.values():
        _add_supports(project)
    _add_resources(supported, members, today, random)


def _add_student(
    student: UUID, languages: list[str], today: date, random: Random, scale: Scale, rows: LanguageRows
) -> None:
    """Add a student's profile, two scores of their English, and three weeks of minutes."""
    rows.profiles.append(_make_profile(student, languages, random))
    before: dict[str, int] = {domain: random.randrange(1, 4) for domain in Domain.values}
    after: dict[str, int] = {domain: level + (random.random() < 0.4) for domain, level in before.items()}
    for days, source, levels in ((75, "test", before), (9, "teacher", after)):
        rows.proficiencies += [
            Proficiency(
                student_id=student,
                scale="nyseslat",
                domain=domain,
                level=level,
                at=today - timedelta(days=days),
                source=source,
            )
            for domain, level in levels.items()
        ]
    rows.minutes += _make_minutes(student, overall_level(after) or 1, today, random, scale)


def _make_profile(student: UUID, languages: list[str], random: Random) -> LanguageProfile:
    home = [language for language in languages if language != "en"]
    return LanguageProfile(
        student_id=student,
        scale="nyseslat",
        band=random.choice(BANDS),
        interrupted=random.random() < 0.2,
        literacy={language: random.choice(["well", "well", "some"]) for language in home},
    )


def _make_minutes(
    student: UUID, level: int, today: date, random: Random, scale: Scale
) -> list[ServiceMinutes]:
    """Minutes of the last three weeks: in most of them all that the level asks for, else half."""
    monday = today - timedelta(days=today.weekday())
    alone, integrated = scale.least(level)
    either = (scale.planned(level) or 0) - alone - integrated
    rows = []
    for back in (1, 2, 3):
        share = 1 if random.random() < 0.7 else 2
        rows += [
            ServiceMinutes(
                student_id=student,
                week=monday - timedelta(weeks=back),
                kind=kind,
                minutes=minutes // share,
            )
            for kind, minutes in (("alone", alone), ("integrated", integrated + either))
            if minutes
        ]
    return rows


def _add_supports(project: Project) -> None:
    """Add supports and an objective to a project."""
    LevelScaffold.objects.bulk_create(
        LevelScaffold(
            project=project,
            scale="nyseslat",
            domain=domain,
            least=least,
            most=most,
            title=title,
            about=about,
        )
        for domain, least, most, title, about in SUPPORTS
    )
    Objective.objects.create(
        project=project,
        discipline="Science",
        content="Explain what changes, and what stays the same, with evidence.",
        use="explain",
        language="Link a claim to its evidence: because, so, therefore.",
    )


def _add_resources(
    projects: dict[UUID, Project], members: dict[UUID, list[Member]], today: date, random: Random
) -> None:
    """Add something to read in the languages of the students, which about half of them used today."""
    resources: dict[tuple[UUID, str], HomeResource] = {}
    used = []
    for student, memberships in members.items():
        languages = memberships[0].student.home_languages
        home = next((language for language in languages if language != "en"), "")
        project = projects.get(memberships[0].project_id)
        if project and home and random.random() < 0.5:
            key = project.pk, home
            if key not in resources:
                resources[key] = HomeResource.objects.create(
                    project=project,
                    language=home,
                    title="Background reading",
                    about="On the shelf in the library.",
                )
            minutes = random.choice([10, 15, 20, 30])
            used.append(ResourceUse(resource=resources[key], student_id=student, day=today, minutes=minutes))
    write_records(used)
