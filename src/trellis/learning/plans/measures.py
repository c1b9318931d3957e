"""Measures of learning plans: who has a current one, and whose family came to the meeting."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network
from trellis.core.foundation.measures import Fact, Year, count_each_student, register

from .models import Plan


def _current_plan_facts(network: Network, year: Year) -> Iterator[Fact]:
    of_year = (
        Plan.objects.system()
        .filter(term__starts__lte=year.ends, term__ends__gte=year.starts, deleted_at=None)
        .filter(student__network=network)
        .order_by()
        .values_list("student_id", flat=True)
        .distinct()
    )
    return count_each_student(of_year.filter(term__starts__lte=year.day, term__ends__gte=year.day), of_year)


register(
    "plan-current",
    _("Has a current learning plan"),
    _("A student counts if they have a learning plan for the current cycle."),
    "rate",
    _current_plan_facts,
    direction="more",
    stage="access",
)


def _family_meeting_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Of students whose plan was talked over this year: one with family at the table at least once."""
    first, after = year.moments
    met = (
        Plan.objects.system()
        .filter(met_at__gte=first, met_at__lt=after, deleted_at=None, student__network=network)
        .order_by()
        .values("student_id")
        .annotate(with_family=Count("pk", filter=Q(family_present=True)))
        .values_list("student_id", "with_family")
    )
    for student, with_family in met.iterator(chunk_size=20_000):
        yield student.hex, 1 if with_family else 0, 1


register(
    "plan-family",
    _("Family attended plan meeting"),
    _("Among students who had a plan meeting this year, a student counts if their family attended."),
    "rate",
    _family_meeting_facts,
    direction="more",
    stage="adults",
    everyone=False,
    accumulates=True,
)
