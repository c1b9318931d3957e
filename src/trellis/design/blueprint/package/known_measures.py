"""The measures that Trellis can compute, for checking a package without starting Django.

The apps register them in their `measures.py`; a test compares this table with what they register.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from trellis.core.foundation.measures import FACETS, Direction, MeasureKind

from .base import printable
from .people import Measures
from .problem import Problem, suggest_nearest


class KnownMeasure(NamedTuple):
    """How a measure is counted, and whether more or fewer is better."""

    unit: MeasureKind
    direction: Direction = "more"


KNOWN_MEASURES: Mapping[str, KnownMeasure] = {
    **{
        key: KnownMeasure("rate")
        for key in (
            "adults-learn-as-students",
            "agreements-current",
            "coach-commitments-kept",
            "enough-evidence",
            "evidence-depth",
            "exhibition-held",
            "family-contact-language",
            "feedback-within-a-week",
            "graduated-in-4-years",
            "graduated-in-5-years",
            "graduated-in-6-years",
            "internship-hours",
            "internship-now",
            "leader-continuity",
            "mentor-contact",
            "milestones-on-time",
            "needs-met-in-30-days",
            "outside-adult",
            "partner-promises-kept",
            "plan-current",
            "plan-family",
            "planning-kept",
            "portfolio-tasks-settled",
            "practice-scored-twice",
            "project-authentic",
            "project-vetted",
            "scaffolds-at-level",
            "school-adapted-model",
            "shared-planning",
            "work-read-twice",
        )
    },
    **{
        key: KnownMeasure("mean")
        for key in (
            "adults-who-know-well",
            "coach-hours",
            "home-language-time",
            "language-growth",
            "language-growth-listening",
            "language-growth-reading",
            "language-growth-speaking",
            "language-growth-writing",
            "product-variety",
            "readings-per-student",
        )
    },
    "advisory-size": KnownMeasure("mean", "fewer"),
    "days-since-coach-visit": KnownMeasure("mean", "fewer"),
    "days-to-internship": KnownMeasure("mean", "fewer"),
}


def measure_problems(part: Measures | None) -> Iterator[Problem]:
    """What is wrong with the measures of a package: unknown ones, unknown groups, another unit or direction."""
    for measure in part.measures if part else ():
        known_measure = KNOWN_MEASURES.get(measure.key)
        if known_measure is None:
            reason = "is not a measure that Trellis can compute"
            yield Problem("measures.toml", measure.key, reason, suggest_nearest(measure.key, KNOWN_MEASURES))
            continue
        if measure.unit != known_measure.unit:
            reason = f"is “{measure.unit}”, but Trellis computes it as a {known_measure.unit}"
            yield Problem(
                "measures.toml", f"{measure.key}.unit", reason, f"write unit = “{known_measure.unit}”"
            )
        if measure.direction not in (None, known_measure.direction):
            reason = f"is “{measure.direction}”, but for this measure {known_measure.direction} is better"
            fix = f"write direction = “{known_measure.direction}”, or leave it out"
            yield Problem("measures.toml", f"{measure.key}.direction", reason, fix)
        for facet in measure.facets:
            if facet not in FACETS:
                reason = f"“{printable(facet)}” is not a group that Trellis can compare"
                yield Problem(
                    "measures.toml", f"{measure.key}.facets", reason, suggest_nearest(facet, FACETS)
                )
