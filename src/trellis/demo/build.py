"""Building the invented network, in one act: schools first, then people, then their days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from uuid import UUID

from trellis.core.community.models import District, Network, Role, School, Term
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint.models import ModelPackage
from trellis.design.blueprint.package import Package, builtin_packages, read_package
from trellis.design.blueprint.services import adopt_package, load_package
from trellis.design.frameworks.models import Outcome

from . import (
    alumni,
    apprenticeships,
    cast,
    change_ideas,
    coaching,
    cohorts,
    cycles,
    drivers,
    families,
    growth,
    handovers,
    joining,
    languages,
    learning_events,
    measure_questions,
    models,
    names,
    network_learning,
    organizations,
    own_learning,
    partnerships,
    pathways,
    portfolios,
    practice,
    reviews,
    schedules,
    shelf,
    story,
    supports,
    surveys,
    teams,
    years,
)
from .days import SchoolDays
from .plan import NetworkShape, school_sizes
from .students import SchoolBuilder

ProgressCallback = Callable[[int, int], None]


def school_year(today: date) -> tuple[date, date]:
    """The school year of `today`: 1 September to 20 June; in summer, the one that just ended."""
    first = today.year if today.month >= 9 else today.year - 1
    return date(first, 9, 1), date(first + 1, 6, 20)


def build_network(
    shape: NetworkShape, today: date, seed: int = 7, progress: ProgressCallback = lambda done, total: None
) -> Network:
    """Build the whole network, or nothing. The same seed gives the same people (their ids differ).

    Raises ActionError when the database holds a network that is not invented.
    """
    if Network.objects.system().filter(invented=False).exists():
        raise ActionError(
            "This database holds a real network. A demonstration wants a data folder of its own."
        )
    random = Random(seed)
    with ledger.act("build the demo"):
        network = Network.objects.create(name="Confluence Schools", slug="confluence", invented=True)
        packages = {slug: load_package(read_package(path)) for slug, path in builtin_packages().items()}
        scored_outcomes = {slug: _scored_outcomes(package) for slug, package in packages.items()}
        plan = [
            *["big-picture"] * shape.big_picture,
            *["internationals"] * shape.internationals,
            *["new-tech"] * shape.new_tech,
        ]
        for number, (slug, students) in enumerate(zip(plan, school_sizes(shape), strict=True)):
            school = _create_school(network, number, len(plan), packages[slug])
            terms = _create_terms(network, school, today)
            _fill_school(
                SchoolBuilder(network, school, slug, terms, today, random, scored_outcomes[slug]),
                shape,
                number,
                students,
            )
            progress(number + 1, len(plan))
        _fill_network(network, shape, today, random)
        return network


def _fill_network(network: Network, shape: NetworkShape, today: date, random: Random) -> None:
    """What is made for all schools at once, once their people are there."""
    shelf.create_library(network, today)
    families.create_contacts(network, today, random)
    languages.create_language_records(network, today, random)
    supports.create_supports(network, today, random)
    cohorts.create_cohorts(network, school_year(today)[1], random)
    teams.create_team_work(network, today, random, shape.full)
    portfolios.create_portfolios(network, today, random)
    practice.create_practice(network, today)
    models.create_adaptations(network, today)
    organizations.create_organizations(network, today)
    partnerships.create_partnerships(network, today)
    joining.create_joining_schools(network, school_year(today)[0], today)
    pathways.create_pathways(network, today)
    apprenticeships.create_apprenticeships(network, today)
    learning_events.create_learning_events(network, today)
    coaching.create_coaching(network, today)
    own_learning.create_own_learning(network, today)
    reviews.create_reviews(network, today)
    schools = list(School.objects.system().filter(network=network).order_by("created"))
    schedules.create_weeks(schools, school_year(today)[0])
    growth.create_growth_plan(network, school_year(today)[1].year)
    years.create_years(network, *school_year(today), today)
    handovers.create_handover(network, today)
    alumni.create_alumni(network, today)
    cycles.create_cycles(network, today)
    drivers.create_driver_diagram(network, today)
    measure_questions.create_measure_questions(network, today)
    network_learning.create_network_learning(network, today)
    change_ideas.create_change_ideas(network, today)
    surveys.create_surveys(network, today)


def _fill_school(builder: SchoolBuilder, shape: NetworkShape, number: int, students: int) -> None:
    """One school's people and days; the cast and its story at the first."""
    builder.add_people(students)
    first = (
        number == 0 and builder.slug == "big-picture"
    )  # the story is about a student of a school of that model
    people = cast.choose_cast(builder) if first else {}
    if not people:
        for role in (Role.LEADER, Role.COUNSELOR):
            builder.adult(role, to_school_id=builder.school.pk)
    if number % 5 == 1:
        builder.adult(Role.COACH, to_school_id=builder.school.pk)
    builder.write_people()
    SchoolDays(builder, shape.works, shape.full).fill()
    if people:
        cast.add_cast(builder, people)
        story.create_story(builder, people)
        teams.create_cast_team(builder, people)
    builder.write_ties()


def _scored_outcomes(package: ModelPackage) -> list[tuple[UUID, str, int]]:
    """The outcomes of a model that a rubric reads: id, key and number of levels."""
    body = Package.model_validate(package.body)
    scales = {scale.key: len(scale.levels) for scale in body.rubrics.scales}
    levels = {c.outcome: scales[rubric.scale] for rubric in body.rubrics.rubrics for c in rubric.criteria}
    outcomes = Outcome.objects.filter(framework=package.framework_id, key__in=levels).order_by("position")
    return [(outcome.pk, outcome.key, levels[outcome.key]) for outcome in outcomes]


def school_name(number: int) -> str:
    """A town and an ending: no two of the study's schools have the same."""
    ending = (number + number // len(names.TOWNS)) % len(names.NAME_ENDINGS)
    return f"{names.TOWNS[number % len(names.TOWNS)]} {names.NAME_ENDINGS[ending]}"


def _create_school(network: Network, number: int, schools: int, package: ModelPackage) -> School:
    area = names.DISTRICTS[number % min(len(names.DISTRICTS), max(1, schools // 4))]
    district, _created = District.objects.system().get_or_create(network=network, name=f"{area} Unified")
    school = School.objects.create(
        network=network,
        district=district,
        name=school_name(number),
        city=names.TOWNS[number % len(names.TOWNS)],
        state="RI",
        phone=f"401-555-01{number % 100:02}",
    )
    adopt_package(school, package)
    return school


def _create_terms(network: Network, school: School, today: date) -> list[Term]:
    """The school year, and its quarters up to the one under way (in summer, all)."""
    starts, ends = school_year(today)
    shared = {"network": network, "school": school, "school_year": ends.year}
    year = Term.objects.create(
        kind=Term.Kind.YEAR, title=f"{starts.year}–{ends.year % 100}", starts=starts, ends=ends, **shared
    )
    length = (ends - starts).days // 4
    begun = [year]
    for quarter in range(4):
        first = starts + timedelta(days=quarter * length)
        last = ends if quarter == 3 else first + timedelta(days=length - 1)
        term = Term.objects.create(
            kind=Term.Kind.GRADING_PERIOD,
            title=f"Quarter {quarter + 1}",
            starts=first,
            ends=last,
            parent=year,
            **shared,
        )
        if first <= today:
            begun.append(term)
    return begun
