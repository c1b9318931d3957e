"""Who graduates within four, five and six years."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Schooling
from trellis.core.foundation.measures import Fact, Year, register

from .cohorts import GRADUATION_YEARS, CohortStudent, has_graduated_within, last_completed_year


def _graduation_facts(years: int) -> Callable[[Network, Year], Iterator[Fact]]:
    """Of the cohort whose fourth (fifth, sixth) year is over: who graduated by that summer. While a school year and
    its summer are under way, that is last summer's: before June nobody has graduated, and before September not all."""

    def facts(network: Network, year: Year) -> Iterator[Fact]:
        over = min(year.number, last_completed_year(timezone.localdate()))
        rows = Schooling.objects.system().filter(
            student__network=network, cohort=over - years + 1, deleted_at=None
        )
        for student, *fields in rows.exclude(left=Schooling.Left.MOVED).values_list(
            "student_id", "cohort", "left", "left_on"
        ):
            yield student.hex, int(has_graduated_within(CohortStudent(*fields), years)), 1

    return facts


TITLES = {
    4: (
        _("Graduated within four years"),
        _(
            "Of the students whose fourth year of high school is over, those who graduated by the "
            "end of that summer. Students who moved away are not counted."
        ),
    ),
    5: (
        _("Graduated within five years"),
        _(
            "Of the students whose fifth year of high school is over, those who graduated by the end "
            "of that summer. Students who moved away are not counted."
        ),
    ),
    6: (
        _("Graduated within six years"),
        _(
            "Of the students whose sixth year of high school is over, those who graduated by the end "
            "of that summer. Students who moved away are not counted."
        ),
    ),
}

for _years in GRADUATION_YEARS:
    register(
        f"graduated-in-{_years}-years",
        *TITLES[_years],
        "rate",
        _graduation_facts(_years),
        direction="more",
        stage="outcomes",
        everyone=False,
        left_too=True,
    )
