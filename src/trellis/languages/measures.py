"""How language grows, whose projects have a support at their level, and how long home languages are worked in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from trellis.foundation.measures import Fact, Year, declare
from trellis.projects.models import Member

from .models import LevelScaffold, Proficiency, Used

WHY = "lays out rollups"


def _growth(network: Any, year: Year) -> Iterator[Fact]:
    """Of students whose language was read on two days this year: levels gained, over the domains read on both."""
    rows = (
        Proficiency.objects.unscoped(WHY)
        .filter(student__network=network, at__gte=year.starts, at__lte=year.ends, deleted_at=None)
        .order_by("student_id", "scale", "domain", "at", "created")
        .values_list("student_id", "scale", "domain", "at", "level")
    )
    first: dict[tuple[UUID, str, str], tuple[Any, int]] = {}
    last: dict[tuple[UUID, str, str], tuple[Any, int]] = {}
    for student, scale, domain, at, level in rows.iterator(chunk_size=20_000):
        key = student, scale, domain
        first.setdefault(key, (at, level))
        last[key] = at, level
    gained: dict[UUID, list[int]] = defaultdict(list)
    for key, (at, level) in last.items():
        if at > first[key][0]:
            gained[key[0]].append(level - first[key][1])
    for student, steps in gained.items():
        yield student.hex, sum(steps) / len(steps), 1


declare(
    "language-growth",
    _("How many levels English grows in a year"),
    _(
        "Of students whose English was read on two days this school year: levels gained, over the domains read twice."
    ),
    "mean",
    _growth,
    everyone=False,
)


def _supported(network: Any, year: Year) -> Iterator[Fact]:
    """Of the projects that a student with levels works in this year: those with a support at one of their levels."""
    levels: dict[UUID, dict[tuple[str, str], int]] = defaultdict(dict)
    read = Proficiency.objects.unscoped(WHY).filter(
        student__network=network, at__lte=year.ends, deleted_at=None
    )
    newest = read.order_by("at", "created").values_list("student_id", "scale", "domain", "level")
    for student, scale, domain, level in newest:
        levels[student][scale, domain] = level
    supports: dict[UUID, list[tuple[tuple[str, str], int, int]]] = defaultdict(list)
    rows = LevelScaffold.objects.unscoped(WHY).filter(project__school__network=network, deleted_at=None)
    for project, scale, domain, least, most in rows.values_list(
        "project_id", "scale", "domain", "least", "most"
    ):
        supports[project].append(((scale, domain), least, most))
    told: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    members = Member.objects.unscoped(WHY).filter(
        student__in=list(levels),
        project__starts__lte=year.ends,
        project__ends__gte=year.starts,
        deleted_at=None,
    )
    for student, project in members.values_list("student_id", "project_id"):
        own = levels[student]
        told[student][0] += any(low <= own.get(where, 0) <= high for where, low, high in supports[project])
        told[student][1] += 1
    for student, (some, every) in told.items():
        yield student.hex, some, every


declare(
    "scaffolds-at-level",
    _("Whose projects have a support at their level"),
    _(
        "Of the projects this year of students whose English was read: those with a support at one of their levels."
    ),
    "rate",
    _supported,
    everyone=False,
)


def _home_language(network: Any, year: Year) -> Iterator[Fact]:
    rows = (
        Used.objects.unscoped(WHY)
        .filter(student__network=network, day__gte=year.starts, day__lte=year.ends, deleted_at=None)
        .order_by()
        .values("student_id")
        .annotate(minutes=Sum("minutes"))
        .values_list("student_id", "minutes")
    )
    for student, minutes in rows.iterator(chunk_size=20_000):
        yield student.hex, minutes, 1


declare(
    "home-language-time",
    _("How many minutes students work in a home language"),
    _("Of students who worked with a resource in a home language this year: minutes in all."),
    "mean",
    _home_language,
    everyone=False,
)
