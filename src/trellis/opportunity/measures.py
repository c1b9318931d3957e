"""Who graduates within four, five and six years."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _

from trellis.community.models import Schooling
from trellis.foundation.measures import Fact, Year, declare

from .cohorts import YEARS, One, within


def _graduated(years: int) -> Callable[[Any, Year], Iterator[Fact]]:
    """Of the cohort for which this school year is the fourth (fifth, sixth): who graduated by its summer."""

    def facts(network: Any, year: Year) -> Iterator[Fact]:
        rows = Schooling.objects.unscoped("lays out rollups").filter(
            student__network=network, cohort=year.number - years + 1, deleted_at=None
        )
        for student, *one in rows.exclude(left=Schooling.Left.MOVED).values_list(
            "student_id", "cohort", "left", "left_on"
        ):
            yield student.hex, int(within(One(*one), years)), 1

    return facts


TITLES = {
    4: (
        _("Who graduates within four years"),
        _("Of those who entered ninth grade four years ago, less who moved."),
    ),
    5: (
        _("Who graduates within five years"),
        _("Of those who entered ninth grade five years ago, less who moved."),
    ),
    6: (
        _("Who graduates within six years"),
        _("Of those who entered ninth grade six years ago, less who moved."),
    ),
}

for _years in YEARS:
    declare(
        f"graduated-in-{_years}-years",
        *TITLES[_years],
        "rate",
        _graduated(_years),
        everyone=False,
        left_too=True,
    )
