"""Languages of the invented newcomers: what they bring, two readings of their English, and what meets them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from trellis.core.community.models import Network
from trellis.learning.languages.models import (
    Domain,
    HomeResource,
    LanguageProfile,
    LevelScaffold,
    Objective,
    Proficiency,
    ServiceMinutes,
    Used,
)
from trellis.learning.languages.scales import available_scales, overall_level
from trellis.learning.projects.models import Member, Project

SUPPORTS = [
    ("reading", 1, 2, "Text with pictures and a glossary", "Each page has three pictures and ten words."),
    ("reading", 3, 4, "Paired reading", "Two read, one asks, then the other way round."),
    ("writing", 1, 3, "Sentence starters", "I noticed … because … . At first I thought … ."),
    ("speaking", 1, 2, "Say it twice", "First to a partner in any language, then in English."),
]
BANDS = LanguageProfile.Band.values


def create_language_records(network: Network, today: date, random: Random) -> None:
    """Levels and minutes for multilingual learners of the schools that teach them; supports in most projects."""
    scale = available_scales()["nyseslat"].for_grade("09")  # the invented schools are high schools
    members: dict[UUID, list[Any]] = {}
    learners = Member.objects.system().filter(
        project__school__network=network,
        project__school__adoptions__package__slug="internationals",
        student__demographics__multilingual_learner=True,
    )
    for member in learners.select_related("student").order_by("student", "pk"):
        members.setdefault(member.student_id, []).append(member)
    rows: dict[Any, list[Any]] = {LanguageProfile: [], Proficiency: [], ServiceMinutes: []}
    for student, parts in members.items():
        _add_student(student, parts[0].student.home_languages, today, random, scale, rows)
    for model, instances in rows.items():
        model.objects.bulk_create(instances, batch_size=2000)
    projects = Project.objects.system().filter(
        pk__in={member.project_id for parts in members.values() for member in parts}
    )
    supported = {project.pk: project for project in projects.order_by("pk") if random.random() < 0.75}
    for project in supported.values():
        _add_supports(project)
    _add_resources(supported, members, today, random)


def _add_student(
    student: UUID, tongues: list[str], today: date, random: Random, scale: Any, rows: dict[Any, list[Any]]
) -> None:
    """Add a student's profile, two readings of their English, and three weeks of minutes."""
    rows[LanguageProfile].append(_make_profile(student, tongues, random))
    before = {domain: random.randrange(1, 4) for domain in Domain.values}
    after = {domain: level + (random.random() < 0.4) for domain, level in before.items()}
    for days, source, levels in ((75, "test", before), (9, "teacher", after)):
        rows[Proficiency] += [
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
    rows[ServiceMinutes] += _make_minutes(student, overall_level(after) or 1, today, random, scale)


def _make_profile(student: UUID, tongues: list[str], random: Random) -> LanguageProfile:
    home = [tongue for tongue in tongues if tongue != "en"]
    return LanguageProfile(
        student_id=student,
        scale="nyseslat",
        band=random.choice(BANDS),
        interrupted=random.random() < 0.2,
        literacy={tongue: random.choice(["well", "well", "some"]) for tongue in home},
    )


def _make_minutes(student: UUID, level: int, today: date, random: Random, scale: Any) -> list[ServiceMinutes]:
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
    projects: dict[UUID, Project], members: dict[UUID, list[Any]], today: date, random: Random
) -> None:
    """Add something to read in the languages of the students, which about half of them used today."""
    resources: dict[tuple[UUID, str], HomeResource] = {}
    used = []
    for student, parts in members.items():
        home = next((tongue for tongue in parts[0].student.home_languages if tongue != "en"), "")
        project = projects.get(parts[0].project_id)
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
            used.append(Used(resource=resources[key], student_id=student, day=today, minutes=minutes))
    Used.objects.bulk_create(used, batch_size=2000)
