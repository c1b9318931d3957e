"""Reading organizations: the list, one of them, and what it did for each school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from django.db.models import Q, Sum

from trellis.core.community.models import School, Term
from trellis.core.community.school_years import SchoolYear
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.search import SearchQuery, read_names
from trellis.learning.internships.models import Placement, Site

from . import duplicates
from .deliveries import Deliveries, PromiseStatus, deliveries_to, promise_statuses
from .models import DistinctPair, Organization, OrganizationMerge, PartnerPromise, Relationship, SiteLink
from .permissions import may_merge_organizations
from .service_kinds import service_labels
from .years import current_year, today_at

REASON = "list which schools work with an organization, which names no person"
MOST_SUGGESTIONS = 50
MOST_SIMILAR = 3


@dataclass(frozen=True)
class ListedOrganization:
    """An organization in the list: the schools that work with it, and what it does for them."""

    organization: Organization
    schools: list[str]
    services: list[str]


def find_organizations(viewer: Viewer, text: str, service: str, city: str) -> list[UUID]:
    """The ids of the organizations that match every filter: of a search, the best first; otherwise by name, those that
    the viewer's school works with first."""
    rows = Organization.objects.seen_by(viewer).current()
    if city:
        rows = rows.filter(city=city)
    if service:
        offering = _relationships(Q(organization__network__in=viewer.home_networks))
        ids = {row.organization_id for row in offering if service in row.services}
        rows = rows.filter(pk__in=ids)
    if text:
        query = SearchQuery.parse(text)
        return [UUID(key) for key in query.best(read_names(rows, "name", "city"), 500)]
    mine = Relationship.objects.seen_by(viewer).filter(school__in=viewer.staff_schools)
    near = set(mine.values_list("organization", flat=True))
    return sorted(rows.order_by("name", "pk").values_list("pk", flat=True), key=lambda key: key not in near)


def _relationships(condition: Q) -> list[Relationship]:
    rows = Relationship.objects.unscoped(REASON).filter(condition, deleted_at=None)
    return list(rows.only("organization_id", "school_id", "services", "until").order_by("created", "pk"))


def cities(viewer: Viewer) -> list[str]:
    """The cities of the organizations that the viewer sees."""
    rows = Organization.objects.seen_by(viewer).current().exclude(city="")
    return list(rows.order_by("city").values_list("city", flat=True).distinct())


def list_organizations(viewer: Viewer, ids: Iterable[UUID]) -> list[ListedOrganization]:
    """These organizations in this order, as the list shows them. Three queries."""
    ids = list(ids)
    by_id = {row.pk: row for row in Organization.objects.seen_by(viewer).filter(pk__in=ids)}
    relationships: dict[UUID, list[Relationship]] = defaultdict(list)
    for row in _relationships(Q(organization__in=ids)):
        relationships[row.organization_id].append(row)
    names = _names_of_schools({row.school_id for rows in relationships.values() for row in rows})
    return [
        ListedOrganization(
            by_id[key],
            sorted({names[row.school_id] for row in relationships[key]}),
            service_labels({service for row in relationships[key] for service in row.services}),
        )
        for key in ids
        if key in by_id
    ]


def _names_of_schools(ids: set[UUID]) -> dict[UUID, str]:
    rows = School.objects.unscoped(REASON).filter(pk__in=ids)
    return dict(rows.values_list("pk", "name"))


def schools_working_with(organization: UUID) -> set[UUID]:
    """The schools that have a relationship with an organization."""
    return {row.school_id for row in _relationships(Q(organization=organization))}


@dataclass(frozen=True)
class TermFigures:
    """What an organization did for a school in one term: numbers alone."""

    title: str
    hosted: int
    hours: int
    panels: int


@dataclass(frozen=True)
class SchoolFigures:
    """What an organization did for one school in its school year. mine: the relationships that the viewer opens, and
    what each is for."""

    school: School
    year: SchoolYear
    terms: list[TermFigures]
    promises: list[PromiseStatus]
    mine: list[tuple[Relationship, str]]


def figures_by_school(viewer: Viewer, organization: Organization) -> list[SchoolFigures]:
    """What an organization did for each school that the viewer sees."""
    relationships = (
        Relationship.objects.seen_by(viewer)
        .filter(organization=organization)
        .select_related("school", "organization")
        .order_by("school__name", "created")
    )
    by_school: dict[School, list[Relationship]] = defaultdict(list)
    for relationship in relationships:
        by_school[relationship.school].append(relationship)
    return [_school_figures(viewer, organization, *item) for item in by_school.items()]


def _school_figures(
    viewer: Viewer, organization: Organization, school: School, relationships: list[Relationship]
) -> SchoolFigures:
    year = current_year(school)
    deliveries = deliveries_to(school.pk, [organization.pk], year)
    promises = (
        PartnerPromise.objects.seen_by(viewer)
        .filter(relationship__in=relationships, school_year=year.number)
        .select_related("relationship")
        .order_by("created", "pk")
    )
    return SchoolFigures(
        school,
        year,
        term_figures(school, deliveries[organization.pk], year),
        promise_statuses(promises, deliveries, year),
        [(row, format_list(service_labels(row.services))) for row in relationships],
    )


def term_figures(school: School, deliveries: Deliveries, year: SchoolYear) -> list[TermFigures]:
    """By term that has begun, the first one first; terms without anything are left out."""
    terms = Term.objects.unscoped("read the school's calendar, which names no person").filter(
        Q(school=school) | Q(school=None, network=school.network_id),
        starts__lte=today_at(school),
        ends__gte=year.starts,
        school_year=year.number,
        deleted_at=None,
    )
    rows = [
        TermFigures(
            term.title,
            deliveries.hosted(term.starts, term.ends),
            deliveries.hours(term.starts, term.ends),
            deliveries.panels(term.starts, term.ends),
        )
        for term in terms.order_by("starts", "-ends", "pk")
    ]
    return [row for row in rows if row.hosted or row.hours or row.panels]


@dataclass(frozen=True)
class PlacesUsed:
    """How many students an organization's sites take at one time, and how many are there now."""

    sites: list[Site]
    places: int
    used: int


def places_used(viewer: Viewer, organization: Organization) -> PlacesUsed:
    """The organization's internship sites, and how many of their places are taken today."""
    links = SiteLink.objects.seen_by(viewer).filter(organization=organization).select_related("site")
    sites = [link.site for link in links.order_by("site__name", "pk")]
    keys = [site.pk for site in sites]
    rows = Placement.objects.under_way(viewer.now.date()).unscoped("count places, which names no student")
    places = Site.objects.seen_by(viewer).filter(pk__in=keys).aggregate(every=Sum("capacity"))["every"]
    return PlacesUsed(sites, places or 0, rows.filter(site__in=keys).count() if keys else 0)


def merges_of(viewer: Viewer, organization: Organization) -> list[OrganizationMerge]:
    """What was merged into an organization and can be parted again, the last one first."""
    merges = OrganizationMerge.objects.seen_by(viewer).filter(target=organization, undone_at=None)
    return list(merges.select_related("merged").order_by("-created"))


def similar_pairs(viewer: Viewer, only: UUID | None = None) -> list[tuple[Organization, Organization]]:
    """Organizations that may be one, the likeliest first, without those of which somebody said that they are two.

    only: pairs with this organization.
    """
    rows = {row.pk: row for row in Organization.objects.seen_by(viewer).current().order_by("created", "pk")}
    facts = [
        duplicates.OrganizationFacts(row.pk, row.name, row.city, row.email, row.phone)
        for row in rows.values()
    ]
    pairs = DistinctPair.objects.seen_by(viewer).values_list("first", "second")
    distinct = {frozenset(pair) for pair in pairs}
    close = [pair for pair in duplicates.find_duplicates(facts) if frozenset(pair) not in distinct]
    chosen = [pair for pair in close if only is None or only in pair]
    return [(rows[first], rows[second]) for first, second in chosen]


def mergeable_pairs(viewer: Viewer) -> list[tuple[Organization, Organization]]:
    """Organizations that may be one and that the viewer may merge, the likeliest first, 50 at most."""
    pairs = similar_pairs(viewer)
    schools: dict[UUID, set[UUID]] = defaultdict(set)
    for row in _relationships(Q(organization__in={row.pk for pair in pairs for row in pair})):
        schools[row.organization_id].add(row.school_id)
    mergeable = (
        (first, second)
        for first, second in pairs
        if may_merge_organizations(viewer, first.network_id, [schools[first.pk], schools[second.pk]])
    )
    return list(islice(mergeable, MOST_SUGGESTIONS))


def similar_to(viewer: Viewer, organization: Organization) -> list[Organization]:
    """The organizations that may be the same as this one."""
    pairs = similar_pairs(viewer, organization.pk)
    others = [second if first.pk == organization.pk else first for first, second in pairs]
    return others[:MOST_SIMILAR]


def other_schools(viewer: Viewer, schools: set[UUID]) -> list[str]:
    """The names of those schools whose relationships the viewer does not open."""
    visible = viewer.staff_schools
    names = _names_of_schools(schools - visible)
    seen = School.objects.seen_by(viewer).filter(network__in=viewer.networks, pk__in=names)
    for key in seen.values_list("pk", flat=True):
        names.pop(key)
    return sorted(names.values())
