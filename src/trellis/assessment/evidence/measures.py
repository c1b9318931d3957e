"""What the scoring of work says about whose learning is looked at, how often and how widely."""

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation.measures import Fact, Year, register
from trellis.design.blueprint.models import Adoption
from trellis.design.frameworks.models import Outcome

from .models import Score, Work

MIN_WORKS = 3
"""Works on which an outcome is scored before a year says something of it."""


def _scores_in_year(network: Network, year: Year) -> QuerySet[Score]:
    first, after = year.moments
    return (
        Score.objects.system()
        .filter(scored_at__gte=first, scored_at__lt=after, deleted_at=None)
        .filter(work__student__network=network, work__deleted_at=None)
        .order_by()
    )


def _scorable_outcomes() -> dict[UUID, set[UUID]]:
    """For each framework its outcomes that can be scored: those with a rubric, or all when none has one."""
    every: dict[UUID, set[UUID]] = defaultdict(set)
    scored: dict[UUID, set[UUID]] = defaultdict(set)
    for framework, outcome, criterion in Outcome.objects.filter(deleted_at=None).values_list(
        "framework_id", "pk", "criteria"
    ):
        every[framework].add(outcome)
        if criterion:
            scored[framework].add(outcome)
    return {framework: scored[framework] or outcomes for framework, outcomes in every.items()}


def _expected_outcomes(network: Network) -> dict[UUID, set[UUID]]:
    """By student, the outcomes that their school's framework wants scored."""
    outcomes_by_framework = _scorable_outcomes()
    of_school = dict(
        Adoption.objects.current()
        .system()
        .filter(school__network=network)
        .values_list("school_id", "package__framework_id")
    )
    ties = (
        Tie.objects.system()
        .filter(active_at(timezone.now()), role=Role.STUDENT, to_school__network=network)
        .order_by("starts")  # of two schools, the later one
        .values_list("person_id", "to_school_id")
    )
    return {
        student: outcomes_by_framework.get(of_school.get(school), set())
        for student, school in ties.iterator(chunk_size=20_000)
    }


def _evidence_facts(network: Network, year: Year) -> Iterator[Fact]:
    yield from _scored_at_least_facts(network, year, 1)


def _enough_evidence_facts(network: Network, year: Year) -> Iterator[Fact]:
    yield from _scored_at_least_facts(network, year, MIN_WORKS)


def _scored_at_least_facts(network: Network, year: Year, times: int) -> Iterator[Fact]:
    """Students of whom every wanted outcome was scored on so many different works."""
    outcomes_by_student = _expected_outcomes(network)
    scored: dict[UUID, set[UUID]] = defaultdict(set)
    pairs = (
        _scores_in_year(network, year)
        .values("work__student_id", "outcome_id")
        .annotate(works=Count("work", distinct=True))
        .values_list("work__student_id", "outcome_id", "works")
    )
    for student, outcome, works in pairs.iterator(chunk_size=20_000):
        scored[student] |= {outcome} if works >= times else set()
    for student, outcomes in scored.items():
        if needed := outcomes_by_student.get(student):
            yield student.hex, int(needed <= outcomes), 1


def _scored_by_two_facts(network: Network, year: Year) -> Iterator[Fact]:
    first, after = year.moments
    scored = (
        Work.objects.system()
        .filter(student__network=network, shown_at__gte=first, shown_at__lt=after, deleted_at=None)
        .filter(scores__deleted_at=None)
        .order_by()
        .values("pk", "student_id")
        .annotate(scorers=Count("scores__scorer", distinct=True))
        .values_list("student_id", "scorers")
    )
    most: dict[UUID, int] = {}
    for student, scorers in scored.iterator(chunk_size=20_000):
        most[student] = max(scorers, most.get(student, 0))
    for student, scorers in most.items():
        yield student.hex, int(scorers >= 2), 1


def _score_count_facts(network: Network, year: Year) -> Iterator[Fact]:
    counts = (
        _scores_in_year(network, year)
        .values("work__student_id")
        .annotate(scores_made=Count("pk"))
        .values_list("work__student_id", "scores_made")
    )
    for student, score_count in counts.iterator(chunk_size=20_000):
        yield student.hex, score_count, 1


register(
    "evidence-depth",
    _("Has evidence for every outcome"),
    _(
        "Students who have at least one scored piece of work this year for every outcome in "
        "their school’s framework."
    ),
    "rate",
    _evidence_facts,
    direction="more",
    stage="outcomes",
    accumulates=True,
)
register(
    "work-read-twice",
    _("Has work scored by two people"),
    _("Students who have a piece of work from this year that two people scored."),
    "rate",
    _scored_by_two_facts,
    direction="more",
    stage="adults",
    accumulates=True,
)
register(
    "readings-per-student",
    _("Scores per student"),
    _(
        "The average number of scores per student this school year. One score is one person’s "
        "level for one piece of work on one outcome."
    ),
    "mean",
    _score_count_facts,
    direction="more",
    stage="adults",
    accumulates=True,
)
register(
    "enough-evidence",
    _("Has enough evidence for every outcome"),
    _(
        "Students who have at least three scored pieces of work this year for every outcome in "
        "their school’s framework."
    ),
    "rate",
    _enough_evidence_facts,
    direction="more",
    stage="outcomes",
    accumulates=True,
)
