"""Hours at sites as a table: each day of the students that the viewer works with, and whether it is confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TextIO
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Person, Role, School, Term, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.csv_export import ExportWriter

from .models import InternshipDay
from .openings import terms_of_school

HOURS_ROLES = frozenset({Role.LEADER, Role.COUNSELOR, Role.ADVISOR})
CONFIRMED = Q(confirmed_at__isnull=False)


def school_terms(viewer: Viewer, school: School, today: date) -> list[Term]:
    """The school's terms that have begun, the newest first."""
    terms = Term.objects.seen_by(viewer).filter(terms_of_school(school), starts__lte=today)
    return list(terms.order_by("-starts", "ends", "pk"))


def days_at_sites(viewer: Viewer, school: School, term: Term | None) -> QuerySet[InternshipDay]:
    """Days with hours of the school's students whom the viewer works with; of one term, or all."""
    members = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), role=Role.STUDENT, to_school=school)
    days = (
        InternshipDay.objects.seen_by(viewer)
        .filter(viewer.in_care("placement__student"), placement__student__in=members.values("person"))
        .filter(minutes__gt=0)
    )
    return days.filter(date__gte=term.starts, date__lte=term.ends) if term else days


@dataclass(frozen=True)
class StudentHours:
    """The hours of one student at one site."""

    student: Person
    site: str
    day_count: int
    minutes: int
    confirmed_minutes: int

    @property
    def hours(self) -> float:
        return self.minutes / 60

    @property
    def confirmed_hours(self) -> float:
        return self.confirmed_minutes / 60

    @property
    def awaiting_hours(self) -> float:
        return (self.minutes - self.confirmed_minutes) / 60


def hours_by_student(days: QuerySet[InternshipDay]) -> list[StudentHours]:
    """Return the sums of some days by student and site, by name."""
    people = _students_of(days)
    sums = (
        days.order_by()
        .values("placement__student", "placement__site__name")
        .annotate(day_count=Count("pk"), total=Sum("minutes"), confirmed=Sum("minutes", filter=CONFIRMED))
    )
    rows = [
        StudentHours(
            people[row["placement__student"]],
            row["placement__site__name"],
            row["day_count"],
            row["total"],
            row["confirmed"] or 0,
        )
        for row in sums
    ]
    return sorted(rows, key=lambda row: (row.student.name.casefold(), row.site))


def _students_of(days: QuerySet[InternshipDay]) -> dict[UUID, Person]:
    """The students of some days, told apart where two have one name."""
    people = Person.objects.unscoped("name the students whose hours the viewer sees").filter(
        pk__in=days.order_by().values("placement__student")
    )
    return {person.pk: person for person in add_distinctions(list(people))}


def write_hours(days: QuerySet[InternshipDay], file: TextIO) -> int:
    """Write some days as CSV, by student and date, and return how many. Moments are on the clock in force."""
    writer = ExportWriter(file)
    writer.writerow(
        [
            _("Student"),
            _("Student ID"),
            _("Site"),
            _("Date"),
            _("Minutes"),
            _("Confirmed by"),
            _("Confirmed on"),
        ]
    )
    rows = _hour_rows(
        days.select_related("placement__student", "placement__site", "confirmed_by").order_by(
            "placement__student__family_name", "placement__student__given_name", "placement", "date"
        )
    )
    writer.writerows(rows)
    return len(rows)


def _hour_rows(days: Iterable[InternshipDay]) -> list[list[object]]:
    return [
        [
            day.placement.student.name,
            day.placement.student.identifier,
            day.placement.place_name,
            day.date.isoformat(),
            day.minutes,
            day.confirmed_by.name if day.confirmed_by else "",
            _local_day(day.confirmed_at),
        ]
        for day in days
    ]


def _local_day(moment: datetime | None) -> str:
    return timezone.localtime(moment).date().isoformat() if moment else ""
