"""What exhibitions say about who shows their learning, and before whom."""

from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network
from trellis.core.foundation.measures import Fact, Year, count_each_student, register

from .models import Exhibition, Panelist


def _exhibitions_in_year(network: Network, year: Year) -> QuerySet[Exhibition]:
    first, after = year.moments
    return (
        Exhibition.objects.system()
        .filter(
            held_at__gte=first,
            held_at__lt=after,
            deleted_at=None,
            student__network=network,
            practice_school=None,
        )
        .order_by()
    )


def _exhibited_facts(network: Network, year: Year) -> Iterator[Fact]:
    student_ids = _exhibitions_in_year(network, year).values_list("student_id", flat=True).distinct()
    return count_each_student(student_ids)


def _outside_adult_facts(network: Network, year: Year) -> Iterator[Fact]:
    came = Q(panel__part=Panelist.Part.OUTSIDE, panel__accepted_at__isnull=False, panel__deleted_at=None)
    counts = (
        _exhibitions_in_year(network, year)
        .values("student_id")
        .annotate(outsiders=Count("panel", filter=came))
        .values_list("student_id", "outsiders")
    )
    for student, outsiders in counts.iterator(chunk_size=20_000):
        yield student.hex, 1 if outsiders else 0, 1


register(
    "exhibition-held",
    _("Held an exhibition"),
    _("Students who held an exhibition this school year."),
    "rate",
    _exhibited_facts,
    direction="more",
    stage="audience",
    accumulates=True,
)
register(
    "outside-adult",
    _("Exhibited to an outside adult"),
    _(
        "Of the students who held an exhibition or had a portfolio scored this year, those with "
        "an outside adult among the people who scored it."
    ),
    "rate",
    _outside_adult_facts,
    direction="more",
    stage="audience",
    everyone=False,
    accumulates=True,
)
