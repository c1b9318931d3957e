"""What somebody looks for in the library, and the facets: how many there are, and would be, of each kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict

from .models import Licence, Shelf, Standing
from .shelving import RANK

GRADES = tuple(range(14))  # 0 is kindergarten, 13 a year after the twelfth


@dataclass(frozen=True)
class Asked:
    """What somebody looks for. Within a facet one value is enough, but every outcome is wanted."""

    q: str = ""
    standing: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    licence: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    taught: bool = False
    page: int = 1

    @classmethod
    def of(cls, sent: QueryDict) -> Asked:
        """From an address; what makes no sense in it is left out."""
        page = sent.get("page", "1")
        told = {name: tuple(dict.fromkeys(sent.getlist(name)))[:30] for name in FACETS}
        told["grade"] = tuple(one for one in told["grade"] if one in map(str, GRADES))
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
        return cls(
            q=" ".join(sent.get("q", "").replace("\x00", "").split())[:200],
            taught="taught" in sent,
            page=max(1, number),
            **told,
        )

    def address(self, page: int) -> str:
        """The query of a page with the same question."""
        said = {name: getattr(self, name) for name in FACETS} | {"q": self.q, "page": page}
        if self.taught:
            said["taught"] = "1"
        return urlencode({name: value for name, value in said.items() if value}, doseq=True)


FACETS = ("standing", "grade", "language", "licence", "outcome")


@dataclass(frozen=True)
class Choice:
    """A value of a facet, and how many there would be with it."""

    value: str
    count: int
    on: bool


Cell = tuple[int, str, str, int, int, int, str]
"""standing, language, licence, lowest grade, highest grade, times taught, outcomes."""


def cube_of(shelves: QuerySet[Shelf]) -> Counter[Cell]:
    """How many there are of each kind: every facet's counts come from this one question."""
    columns = ("standing", "language", "licence", "grade_low", "grade_high", "taught", "outcomes")
    rows = shelves.order_by().values_list(*columns).annotate(n=Count("pk"))
    return Counter({tuple(cell): count for *cell, count in rows})


def filters(asked: Asked) -> list[Q]:
    told = []
    if asked.standing:
        told.append(Q(standing__in=[RANK[one] for one in asked.standing if one in RANK]))
    if asked.language:
        told.append(Q(language__in=asked.language))
    if asked.licence:
        told.append(Q(licence__in=asked.licence))
    if asked.grade:
        told.append(reduce(or_, (Q(grade_low__lte=int(g), grade_high__gte=int(g)) for g in asked.grade)))
    if asked.taught:
        told.append(Q(taught__gt=0))
    return told


def outcomes(asked: Asked) -> Q:
    return reduce(lambda both, key: both & Q(outcomes__contains=f"|{key}|"), asked.outcome, Q())


def _tests(asked: Asked) -> dict[str, Callable[[Cell], bool]]:
    """For each facet in which something is chosen, whether a cell has it."""
    grades = [int(one) for one in asked.grade]
    ranks = {RANK[one] for one in asked.standing if one in RANK}
    told: dict[str, Callable[[Cell], bool]] = {}
    if asked.standing:
        told["standing"] = lambda cell: cell[0] in ranks
    if asked.language:
        told["language"] = lambda cell: cell[1] in asked.language
    if asked.licence:
        told["licence"] = lambda cell: cell[2] in asked.licence
    if asked.grade:
        told["grade"] = lambda cell: any(cell[3] <= one <= cell[4] for one in grades)
    if asked.taught:
        told["taught"] = lambda cell: cell[5] > 0
    return told


@dataclass(frozen=True)
class Counted:
    """What there is under all filters, and of each facet's values, were it chosen beside what the others say."""

    total: int
    values: dict[str, Counter]


def counted(cube: Counter[Cell], asked: Asked) -> Counted:
    """One pass: a cell that fails one facet counts for that facet alone, and one that fails two for none."""
    tests, total = _tests(asked), 0
    values: dict[str, Counter] = {name: Counter() for name in (*FACETS, "taught")}
    columns = {"standing": 0, "language": 1, "licence": 2, "taught": 5, "outcome": 6}
    bands: Counter = Counter()
    for cell, count in cube.items():
        fails = [name for name, test in tests.items() if not test(cell)] if tests else []
        if len(fails) > 1:
            continue
        total += 0 if fails else count
        for name in fails or values:
            if name == "grade":
                bands[cell[3], cell[4]] += count
            else:
                values[name][cell[columns[name]]] += count
    return Counted(total, values | {"grade": _each_grade(bands), "outcome": _each(values["outcome"])})


def _each_grade(bands: Counter) -> Counter:
    told: Counter = Counter()
    for (low, high), count in bands.items():
        told.update({str(number): count for number in range(low, high + 1)})
    return told


def _each(sets: Counter) -> Counter:
    told: Counter = Counter()
    for keys, count in sets.items():
        told.update({key: count for key in keys.split("|") if key})
    return told


def choices(found: Counted, asked: Asked) -> dict[str, list[Choice]]:
    """By facet, its values as a page shows them; of languages and outcomes the twelve that are there most."""
    named = Counter({Standing.values[rank]: count for rank, count in found.values["standing"].items()})
    values = found.values | {"standing": named}
    order: dict[str, Sequence[str]] = {
        "standing": Standing.values[::-1],
        "licence": Licence.values,
        "grade": [str(one) for one in GRADES],
    }
    told = {}
    for name in FACETS:
        chosen, counts = getattr(asked, name), values[name]
        most = order.get(name) or dict.fromkeys([*chosen, *(value for value, _n in counts.most_common(12))])
        there = [value for value in most if counts[value] or value in chosen]
        told[name] = [Choice(value, counts[value], value in chosen) for value in there]
    return told
