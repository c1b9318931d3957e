"""How language grows, whose projects have a support at their level, and how long home languages are worked in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from django.db.models import Sum
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Person
from trellis.core.foundation.measures import Fact, Year, register
from trellis.learning.projects.models import Member

from .levels import order_by_day
from .models import Domain, LanguageProfile, LevelScaffold, Proficiency, ResourceUse


def _growth_facts(*domains: str) -> Callable[[Network, Year], Iterator[Fact]]:
    """Of students whose language was read on two days this year: levels gained, over these domains read on both. A
    level of one scale is never taken from a level of another."""

    def facts(network: Network, year: Year) -> Iterator[Fact]:
        rows = order_by_day(
            Proficiency.objects.system()
            .filter(student__network=network, at__gte=year.starts, at__lte=year.ends, deleted_at=None)
            .filter(domain__in=domains)
            .values_list("student_id", "scale", "domain", "at", "level")
        )
        first: dict[tuple[UUID, str, str], tuple[date, int]] = {}
        last: dict[tuple[UUID, str, str], tuple[date, int]] = {}
        for student, scale, domain, at, level in rows.iterator(chunk_size=20_000):
            key = student, scale, domain
            if key not in first or first[key][0] == at:
                first[key] = at, level
            last[key] = at, level
        gained: dict[UUID, list[int]] = defaultdict(list)
        for key, (at, level) in last.items():
            if at > first[key][0]:
                gained[key[0]].append(level - first[key][1])
        for student, steps in gained.items():
            yield student.hex, sum(steps) / len(steps), 1

    return facts


register(
    "language-growth",
    _("English levels gained this year"),
    _(
        "Among students with English levels on two dates this school year: average levels "
        "gained, in the domains recorded both times."
    ),
    "mean",
    _growth_facts(*Domain.values),
    direction="more",
    stage="outcomes",
    everyone=False,
    accumulates=True,
)


def _growth_title(domain: str) -> str:
    return gettext("English levels gained this year: %(domain)s") % {"domain": Domain(domain).label}


for _domain in Domain.values:
    register(
        f"language-growth-{_domain}",
        lazy(_growth_title, str)(_domain),
        _("Among students with levels in this domain on two dates this school year: levels gained."),
        "mean",
        _growth_facts(_domain),
        direction="more",
        stage="outcomes",
        everyone=False,
        accumulates=True,
    )


class _LevelHistory:
    """The levels of each student of a network, on their own scale, day by day."""

    def __init__(self, network: Network, until: date) -> None:
        """A student's own scale is the one of their profile; without a profile, the one of their last level."""
        rows = order_by_day(
            Proficiency.objects.system()
            .filter(student__network=network, at__lte=until, deleted_at=None)
            .values_list("student_id", "scale", "domain", "at", "level")
        )
        profiles = LanguageProfile.objects.system().filter(student__network=network, deleted_at=None)
        self.scale: dict[UUID, str] = {}
        self.read: dict[tuple[UUID, str, str], list[tuple[date, int]]] = defaultdict(list)
        for student, scale, domain, at, level in rows.iterator(chunk_size=20_000):
            self.scale[student] = scale
            self.read[student, scale, domain].append((at, level))
        scale_by_student = dict(profiles.values_list("student_id", "scale"))
        self.scale = {student: scale_by_student.get(student, scale) for student, scale in self.scale.items()}

    def on(self, day: date, student: UUID, domain: str) -> int | None:
        """The level on a day: the newest one until then, or else the first after it."""
        read = self.read.get((student, self.scale[student], domain))
        if not read:
            return None
        return next((level for at, level in reversed(read) if at <= day), read[0][1])


def _scaffold_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Of the projects that a student with levels has begun this year: those with a support at a level that the student
    had while it went on."""
    levels = _LevelHistory(network, year.day)
    supports: dict[UUID, list[tuple[str, str, int, int]]] = defaultdict(list)
    rows = LevelScaffold.objects.system().filter(project__school__network=network, deleted_at=None)
    for project, *support in rows.values_list("project_id", "scale", "domain", "least", "most"):
        supports[project].append(tuple(support))
    counts_by_student: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    members = Member.objects.in_projects_between(year.starts, year.day).system()
    members = members.filter(student__network=network)
    for student, project, over in members.values_list("student_id", "project_id", "project__ends").iterator(
        chunk_size=20_000
    ):
        if (scale := levels.scale.get(student)) is None:
            continue
        counts_by_student[student][0] += any(
            of == scale and low <= (levels.on(over, student, domain) or 0) <= high
            for of, domain, low, high in supports[project]
        )
        counts_by_student[student][1] += 1
    for student, (some, every) in counts_by_student.items():
        yield student.hex, some, every


register(
    "scaffolds-at-level",
    _("Has project supports at their level"),
    _(
        "Among the projects that students with English levels worked on this year: those with a "
        "support at one of the student’s levels."
    ),
    "rate",
    _scaffold_facts,
    direction="more",
    stage="access",
    everyone=False,
    blank_at_zero=True,
)


def _home_language_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Minutes of each student who speaks another language than English at home: none where there were none."""
    rows = (
        ResourceUse.objects.system()
        .filter(student__network=network, day__gte=year.starts, day__lte=year.ends, deleted_at=None)
        .order_by()
        .values("student_id")
        .annotate(minutes=Sum("minutes"))
        .values_list("student_id", "minutes")
    )
    minutes = dict(rows.iterator(chunk_size=20_000))
    people = Person.objects.system().filter(network=network, deleted_at=None).exclude(home_languages=[])
    for student, home in people.values_list("pk", "home_languages").iterator(chunk_size=20_000):
        if student in minutes or any(tag.partition("-")[0].lower() != "en" for tag in home):
            yield student.hex, minutes.pop(student, 0), 1


register(
    "home-language-time",
    _("Minutes worked in a home language"),
    _("Among students who speak a language other than English at home: minutes this school year."),
    "mean",
    _home_language_facts,
    direction="more",
    stage="time",
    everyone=False,
    blank_at_zero=True,
    accumulates=True,
)
