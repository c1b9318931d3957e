"""Measures of internships: who has one, for how many hours, and how soon."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Max, Min, Q, Sum
from django.utils.translation import gettext_lazy as _

from trellis.core.community.enrollment import enrollments
from trellis.core.community.models import Network
from trellis.core.foundation.measures import Fact, Year, count_each_student, register

from .models import InternshipDay, Placement

MIN_MINUTES = 40 * 60
RECENT_PERIOD = timedelta(days=21)
SETTLING_PERIOD = timedelta(days=21)


def _current_placement_facts(network: Network, year: Year) -> Iterator[Fact]:
    of_year = (
        Placement.objects.under_way(year.starts, year.ends)
        .system()
        .filter(student__network=network, host_school=None)
        .order_by()
        .values_list("student_id", flat=True)
        .distinct()
    )
    return count_each_student(of_year.under_way(year.day), of_year)


def _confirmed_hours_facts(network: Network, year: Year) -> Iterator[Fact]:
    confirmed = (
        InternshipDay.objects.system()
        .filter(date__range=(year.starts, year.ends), confirmed_at__isnull=False, deleted_at=None)
        .filter(placement__student__network=network, placement__host_school=None, placement__deleted_at=None)
        .order_by()
        .values("placement__student_id")
        .annotate(minutes_confirmed=Sum("minutes"))
        .values_list("placement__student_id", "minutes_confirmed")
    )
    for student, minutes in confirmed.iterator(chunk_size=20_000):
        yield student.hex, int(minutes >= MIN_MINUTES), 1


register(
    "internship-now",
    _("Has an internship now"),
    _("A student counts if they are in a placement now."),
    "rate",
    _current_placement_facts,
    direction="more",
    stage="access",
)
register(
    "internship-hours",
    _("Completed an internship"),
    _("A student counts if a mentor has confirmed 40 hours or more this school year."),
    "rate",
    _confirmed_hours_facts,
    direction="more",
    stage="time",
    accumulates=True,
)


def _days_to_placement_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Days from a student's first day of the year to their first placement; 0 for one carried over."""
    enrolled = enrollments(network, year)
    first = (
        Placement.objects.under_way(year.starts, year.day)
        .system()
        .filter(student__network=network, host_school=None)
        .order_by()
        .values("student_id")
        .annotate(first=Min("starts"))
        .values_list("student_id", "first")
    )
    for student, began in first.iterator(chunk_size=20_000):
        since = enrolled[student].since if student in enrolled else year.starts
        yield student.hex, max(0, (began - since).days), 1


def _mentor_contact_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Of students three weeks or longer at a site: one whose mentor confirmed a day of the last three weeks."""
    settled = (
        Placement.objects.current(year.day)
        .system()
        .filter(starts__lte=year.day - SETTLING_PERIOD, student__network=network, host_school=None)
        .order_by()
        .values("student_id")
        .annotate(heard=Max("days__date", filter=Q(days__confirmed_at__isnull=False, days__deleted_at=None)))
        .values_list("student_id", "heard")
    )
    for student, heard in settled.iterator(chunk_size=20_000):
        yield student.hex, 1 if heard and heard >= year.day - RECENT_PERIOD else 0, 1


register(
    "days-to-internship",
    _("Days until first internship"),
    _(
        "Among students with a placement this school year: days from their first day of school "
        "to their first placement."
    ),
    "mean",
    _days_to_placement_facts,
    direction="fewer",
    stage="time",
    everyone=False,
)
register(
    "mentor-contact",
    _("Mentor confirmed a recent day"),
    _(
        "Among students who have been at a site for three weeks or longer, a student counts if "
        "their mentor confirmed a day in the last three weeks."
    ),
    "rate",
    _mentor_contact_facts,
    direction="more",
    stage="adults",
    everyone=False,
)
