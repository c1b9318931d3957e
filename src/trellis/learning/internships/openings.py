"""Openings at a site: how many students it takes at one time in a term, and how many spots are free."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from trellis.core.community.models import School, Term
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.revisions import create_or_save_if_current

from .models import Site, SiteOpening

REASON = "count a site's spots, which names no student"


def terms_of_school(school: School) -> Q:
    """A condition for the terms of a school: its own, and those of its network."""
    return Q(school=school) | Q(school=None, network=school.network_id)


def capacity_by_site(sites: Iterable[Site], school: School | None, today: date) -> dict[UUID, int]:
    """Return how many students each site takes at one time today, by the school's shortest term that has an entry."""
    capacities = {site.pk: site.capacity for site in sites}
    if school is None:
        return capacities
    terms = Term.objects.unscoped(REASON).filter(
        terms_of_school(school), starts__lte=today, ends__gte=today, deleted_at=None
    )
    openings = SiteOpening.objects.unscoped(REASON).filter(
        site__in=list(capacities), term__in=terms, deleted_at=None
    )
    longest_first = sorted(
        openings.select_related("term"), key=lambda opening: opening.term.starts - opening.term.ends
    )
    return capacities | {opening.site_id: opening.students for opening in longest_first}


@dataclass(frozen=True)
class TermOpening:
    """A term as a site's page shows it. `opening` is None where the site's usual number holds."""

    term: Term
    opening: SiteOpening | None
    usual: int

    @property
    def students(self) -> int:
        return self.opening.students if self.opening else self.usual


def terms_to_come(viewer: Viewer, school: School, today: date) -> QuerySet[Term]:
    """The school's terms that are not over, the first one first."""
    terms = Term.objects.seen_by(viewer).filter(terms_of_school(school), ends__gte=today)
    return terms.order_by("starts", "-ends", "pk")


def openings_by_term(viewer: Viewer, site: Site, school: School, today: date) -> list[TermOpening]:
    """How many students a site takes in each term that is not over."""
    openings = SiteOpening.objects.seen_by(viewer).filter(site=site)
    by_term = {opening.term_id: opening for opening in openings}
    terms = terms_to_come(viewer, school, today)
    return [TermOpening(term, by_term.get(term.pk), site.capacity) for term in terms]


def save_opening(site: Site, term: Term, students: int, by: UUID, seen: int | None = None) -> SiteOpening:
    """Save how many students a site takes at one time in a term. Raises EditConflict when somebody changed it since
    `seen`."""
    labels = {"students": _("Students at one time")}
    with ledger.act("change a site’s openings", by=by, about=site.pk):
        return create_or_save_if_current(
            SiteOpening, {"site": site, "term": term}, {"students": students}, seen, labels
        )
