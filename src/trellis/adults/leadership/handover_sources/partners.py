"""Partners and contacts: with whom the school works, whom to call there, and what is in writing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from trellis.adults.organizations.models import PartnerPromise, Relationship
from trellis.adults.organizations.years import current_year
from trellis.core.community.models import School
from trellis.learning.internships.models import Agreement, Placement
from trellis.learning.internships.querysets import under_way_on

from ..handover_facts import GATHERING, Fact, Words, text, words
from .students import students_of

MOST_PROMISES = 3


def relationships(school: School, today: date) -> Iterator[Fact]:
    """Each organization that does more for the school today than to take students, by name."""
    not_over = Q(until=None) | Q(until__gte=today)
    rows = Relationship.objects.unscoped(GATHERING).filter(not_over, school=school, deleted_at=None)
    rows = list(rows.select_related("organization").order_by("organization__name", "created"))
    promised = defaultdict(list)
    promises = PartnerPromise.objects.unscoped(GATHERING).filter(
        relationship__in=[row.pk for row in rows], school_year=current_year(school).number, deleted_at=None
    )
    for promise in promises.order_by("created"):
        promised[promise.relationship_id].append(text(promise.words))
    for row in rows:
        name = row.organization.name
        if not (_does_more_than_host(row) or promised[row.pk]):
            continue
        yield Fact(
            "relationship",
            str(row.pk),
            text(name),
            (*_lines(row), *promised[row.pk][:MOST_PROMISES]),
            ((words("ends", title=name), row.valid_until),) if row.valid_until else (),
            ("partner-relationship", str(row.pk)),
        )


def _does_more_than_host(row: Relationship) -> bool:
    """Whether there is more to tell than that students go there: sites are counted in one line."""
    only_hosts = set(row.services) <= {"internships", "panels"}
    return not only_hosts or bool(row.contact or row.agreement or row.signed_on or row.file)


def _lines(row: Relationship) -> Iterator[Words]:
    if row.services:
        yield words("services", services=row.services)
    if row.since:
        yield words("from", day=row.since)
    if row.contact:
        yield words("contact", name=row.contact)
    if not (row.agreement or row.signed_on or row.file):
        yield words("no-agreement")
    elif row.valid_until:
        yield words("until", day=row.valid_until)


def sites_with_agreement(school: School, today: date) -> Iterator[Fact]:
    """How many sites have a signed agreement with a student who is there now: one line for all."""
    placements = Placement.objects.unscoped(GATHERING).filter(
        under_way_on(today), student__in=students_of(school)
    )
    agreed = Agreement.objects.unscoped(GATHERING).filter(
        hold__search__student__in=students_of(school), signatures__isnull=False, deleted_at=None
    )
    sites = placements.filter(site__in=agreed.values("hold__site")).values("site").distinct().count()
    if sites:
        yield Fact("sites", str(school.pk), words("sites", n=sites), page=("sites",))
