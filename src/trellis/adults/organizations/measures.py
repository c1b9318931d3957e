"""How many of the promises of its partners a school has seen kept, for each student of the school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from trellis.core.community.enrollment import enrollments
from trellis.core.community.models import Network
from trellis.core.community.school_years import SchoolYear
from trellis.core.foundation.measures import Fact, Year, register

from .deliveries import deliveries_to, promise_statuses
from .models import PartnerPromise


def kept_and_all(network: Network, year: Year) -> dict[UUID, tuple[int, int]]:
    """By school, how many promises of the year were delivered in full, and out of how many."""
    promises = PartnerPromise.objects.system().filter(
        relationship__school__network=network,
        relationship__deleted_at=None,
        school_year=year.number,
        deleted_at=None,
    )
    by_school: dict[UUID, list[PartnerPromise]] = defaultdict(list)
    for promise in promises.select_related("relationship"):
        by_school[promise.relationship.school_id].append(promise)
    school_year = SchoolYear(year.starts, year.ends, year.number)
    counts = {}
    for school, rows in by_school.items():
        organizations = {promise.relationship.organization_id for promise in rows}
        deliveries = deliveries_to(school, organizations, school_year)
        statuses = promise_statuses(rows, deliveries, school_year)
        counts[school] = sum(status.is_kept for status in statuses), len(statuses)
    return counts


def _promises_kept_facts(network: Network, year: Year) -> Iterator[Fact]:
    counts = kept_and_all(network, year)
    for student, enrollment in enrollments(network, year).items() if counts else ():
        if enrollment.school in counts:
            kept_promises, every = counts[enrollment.school]
            yield student.hex, kept_promises / every, 1


register(
    "partner-promises-kept",
    _("Partner promises kept"),
    _(
        "Of what community organizations promised the student’s school this year, the share that was delivered."
    ),
    "rate",
    _promises_kept_facts,
    direction="more",
    stage="access",
    everyone=False,
    left_too=True,
)
