"""Which schools are alike: the same model, about as many students, about as many multilingual learners.

Bands are wide, and only told of schools with at least 40 students: each then covers at least ten students, so that none
tells about a small group. Two schools are alike when at least two of the three are the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Demographics, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.design.blueprint.models import Adoption

REASON = "bands of a network's schools, too wide to tell about anybody"
FEWEST_STUDENTS, ALIKE = 40, 2
SIZES = (150, 400)
SHARES = (0.25, 0.5)


@dataclass(frozen=True)
class SchoolBands:
    """model: the slug of the package; size, learners: number of the band. None where it is not told."""

    model: str | None
    size: int | None
    learners: int | None


def band(value: float, limits: Iterable[float]) -> int:
    """How many of the limits a value reaches."""
    return sum(value >= limit for limit in limits)


def bands(model: str | None, students: int, learners: int) -> SchoolBands:
    """The bands of a school with so many students, of whom so many are multilingual learners."""
    if students < FEWEST_STUDENTS:
        return SchoolBands(model, None, None)
    return SchoolBands(model, band(students, SIZES), band(learners / students, SHARES))


def likeness(first: SchoolBands, second: SchoolBands) -> list[str]:
    """Why two schools are alike, in words; empty where they are not."""
    reasons = [
        words
        for value, other, words in (
            (first.model, second.model, _("Same model")),
            (first.size, second.size, _("About as many students")),
            (first.learners, second.learners, _("About as many multilingual learners")),
        )
        if value is not None and value == other
    ]
    return reasons if len(reasons) >= ALIKE else []


def bands_of(schools: Iterable[UUID]) -> Mapping[UUID, SchoolBands]:
    """The bands of schools, three queries."""
    schools = set(schools)
    ties = Tie.objects.unscoped(REASON).filter(
        active_at(timezone.now()), role=Role.STUDENT, to_school__in=schools
    )
    pairs = set(ties.values_list("to_school", "person"))
    learners = set(
        Demographics.objects.unscoped(REASON)
        .filter(multilingual_learner=True, student__in=ties.values("person"))
        .values_list("student", flat=True)
    )
    adoptions = Adoption.objects.unscoped(REASON).current().filter(school__in=schools)
    models = dict(adoptions.values_list("school", "package__slug"))
    students = Counter(school for school, _person in pairs)
    multilingual = Counter(school for school, person in pairs if person in learners)
    return {key: bands(models.get(key), students[key], multilingual[key]) for key in schools}
