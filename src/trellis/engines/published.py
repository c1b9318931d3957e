"""Published figures that come with the program, each with its source and what to know before quoting it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from . import gaps


@dataclass(frozen=True, slots=True)
class PublishedPercent:
    """A figure known only as a percentage: no count behind it, so no interval."""

    cohort: str
    students: str
    outcome: str
    group: str
    percent: float


@dataclass(frozen=True, slots=True)
class PublishedComparison:
    """A comparison computed from published counts. `percents` are figures of which only percentages exist."""

    title: str
    source: str
    caveats: tuple[str, ...]
    comparison: gaps.Comparison
    percents: tuple[PublishedPercent, ...]


INTERNATIONALS = "Internationals"
REST_OF_CITY = "Rest of New York City"

SOURCE = (
    "New York City Open Data, graduation outcomes by school, cohorts 2001 to 2006. English "
    "learners who graduated in four years, by June. Nine Internationals schools compared "
    "with all other schools in the city."
)
CAVEATS = (
    "The public file leaves out groups of 20 or fewer students. They are not counted on "
    "either side, so the rates for all students may be different.",
    "“English learner” means a student’s status at that time. Students who were no longer "
    "English learners are counted in other groups, so both rates look lower.",
    "For some years, it is not confirmed that all nine schools were members.",
    "The result can reverse when you compare other students. Of all students in the 2006 "
    "cohort, not only English learners, 57.3% graduated at Internationals schools and 64.2% "
    "in the rest of the city.",
    "The simplest (Wald) confidence interval for the 2005 gap is 13.7 to 23.7. The Newcombe "
    "interval is 13.6 to 23.6.",
)


@cache
def new_york_english_learners() -> PublishedComparison:
    """Six cohorts of English learners: Internationals compared with the rest of New York City."""
    comparison = gaps.compare(
        _read_rows("new-york-english-learners.csv"),
        group="group",
        numerator="graduated",
        denominator="students",
        by="cohort",
        reference=REST_OF_CITY,
    )
    percents = (
        PublishedPercent(row["cohort"], row["students"], row["outcome"], row["group"], float(row["percent"]))
        for row in _read_rows("new-york-english-learners-percents.csv")
    )
    return PublishedComparison(
        "New York's English learners, graduated in four years", SOURCE, CAVEATS, comparison, tuple(percents)
    )


def _read_rows(name: str) -> Iterator[dict[str, str]]:
    with files("trellis.engines").joinpath("examples", name).open(encoding="utf-8") as file:
        yield from csv.DictReader(file)
