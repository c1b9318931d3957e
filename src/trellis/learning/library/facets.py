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

from .models import Licence, SearchEntry, Standing
from .search_entries import STANDING_RANK

GRADES = tuple(range(14))  # 0 is kindergarten, 13 a year after the twelfth


@dataclass(frozen=True)
class LibraryQuery:
    """What somebody looks for. Within a facet one value is enough, but every outcome is wanted."""

    q: str = ""
    standing: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    licence: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    taught_before: bool = False
    page: int = 1

    @classmethod
    def of(cls, sent: QueryDict) -> LibraryQuery:
        """From an address; what makes no sense in it is left out."""
        page = sent.get("page", "1")
        values_by_facet = {name: tuple(dict.fromkeys(sent.getlist(name)))[:30] for name in FACETS}
        values_by_facet["grade"] = tuple(
            grade for grade in values_by_facet["grade"] if grade in map(str, GRADES)
        )
        number = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1
        return cls(
            q=" ".join(sent.get("q", "").replace("\x00", "").split())[:200],
            taught_before="taught" in sent,
            page=max(1, number),
            **values_by_facet,
        )

    def address(self, page: int) -> str:
        """The query of a page with the same question."""
        params = {name: getattr(self, name) for name in FACETS} | {"q": self.q, "page": page}
        if self.taught_before:
            params["taught"] = "1"
        return urlencode({name: value for name, value in params.items() if value}, doseq=True)


FACETS = ("standing", "grade", "language", "licence", "outcome")


@dataclass(frozen=True)
class FacetChoice:
    """A value of a facet, and how many there would be with it."""

    value: str
    count: int
    on: bool


FacetCell = tuple[int, str, str, int, int, int, str]
"""standing, language, licence, lowest grade, highest grade, times run, outcomes."""


def facet_cube(shelves: QuerySet[SearchEntry]) -> Counter[FacetCell]:
    """Count the entries of each combination of facet values: all facet counts come from this one query."""
    columns = ("standing", "language", "licence", "grade_low", "grade_high", "times_run", "outcomes")
    rows = shelves.order_by().values_list(*columns).annotate(n=Count("pk"))
    return Counter({tuple(cell): count for *cell, count in rows})


def facet_filters(query: LibraryQuery) -> list[Q]:
    conditions = []
    if query.standing:
        conditions.append(
            Q(
                standing__in=[
                    STANDING_RANK[standing] for standing in query.standing if standing in STANDING_RANK
                ]
            )
        )
    if query.language:
        conditions.append(Q(language__in=query.language))
    if query.licence:
        conditions.append(Q(licence__in=query.licence))
    if query.grade:
        conditions.append(
            reduce(or_, (Q(grade_low__lte=int(g), grade_high__gte=int(g)) for g in query.grade))
        )
    if query.taught_before:
        conditions.append(Q(taught__gt=0))
    return conditions


def outcome_filter(query: LibraryQuery) -> Q:
    return reduce(lambda both, key: both & Q(outcomes__contains=f"|{key}|"), query.outcome, Q())


def _facet_tests(query: LibraryQuery) -> dict[str, Callable[[FacetCell], bool]]:
    """For each facet in which something is chosen, whether a cell has it."""
    grades = [int(grade) for grade in query.grade]
    ranks = {STANDING_RANK[standing] for standing in query.standing if standing in STANDING_RANK}
    tests: dict[str, Callable[[FacetCell], bool]] = {}
    if query.standing:
        tests["standing"] = lambda cell: cell[0] in ranks
    if query.language:
        tests["language"] = lambda cell: cell[1] in query.language
    if query.licence:
        tests["licence"] = lambda cell: cell[2] in query.licence
    if query.grade:
        tests["grade"] = lambda cell: any(cell[3] <= grade <= cell[4] for grade in grades)
    if query.taught_before:
        tests["times_run"] = lambda cell: cell[5] > 0
    return tests


@dataclass(frozen=True)
class FacetCounts:
    """What there is under all filters, and of each facet's values, were it chosen beside what the others say."""

    total: int
    values: dict[str, Counter]


def count_facets(cube: Counter[FacetCell], query: LibraryQuery) -> FacetCounts:
    """Count in one pass: a cell that fails one facet counts for that facet alone; one that fails two counts for
    none."""
    tests, total = _facet_tests(query), 0
    values: dict[str, Counter] = {name: Counter() for name in (*FACETS, "times_run")}
    columns = {"standing": 0, "language": 1, "licence": 2, "times_run": 5, "outcome": 6}
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
    return FacetCounts(
        total, values | {"grade": _count_each_grade(bands), "outcome": _count_each_key(values["outcome"])}
    )


def _count_each_grade(bands: Counter) -> Counter:
    counts: Counter = Counter()
    for (low, high), count in bands.items():
        counts.update({str(number): count for number in range(low, high + 1)})
    return counts


def _count_each_key(sets: Counter) -> Counter:
    counts: Counter = Counter()
    for keys, count in sets.items():
        counts.update({key: count for key in keys.split("|") if key})
    return counts


def facet_choices(facet_counts: FacetCounts, query: LibraryQuery) -> dict[str, list[FacetChoice]]:
    """By facet, its values as a page shows them; of languages and outcomes the twelve that are there most."""
    named = Counter({Standing.values[rank]: count for rank, count in facet_counts.values["standing"].items()})
    values = facet_counts.values | {"standing": named}
    order: dict[str, Sequence[str]] = {
        "standing": Standing.values[::-1],
        "licence": Licence.values,
        "grade": [str(grade) for grade in GRADES],
    }
    choices_by_facet = {}
    for name in FACETS:
        chosen, counts = getattr(query, name), values[name]
        most = order.get(name) or dict.fromkeys([*chosen, *(value for value, _n in counts.most_common(12))])
        shown_values = [value for value in most if counts[value] or value in chosen]
        choices_by_facet[name] = [
            FacetChoice(value, counts[value], value in chosen) for value in shown_values
        ]
    return choices_by_facet
