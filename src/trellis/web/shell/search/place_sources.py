"""Groups, schools and organizations, as staff find them."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst

from trellis.adults.organizations.models import Organization, Relationship
from trellis.core.community.models import Group, Role, School
from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.search import SearchQuery, SearchResult

from ..people.directory import listed_groups


def find_groups(viewer: Viewer, query: SearchQuery, limit: int) -> list[SearchResult]:
    """Return the groups whose students the viewer may list. Two queries."""
    groups = listed_groups(viewer)
    best = query.best_rows(groups, limit, "title")
    rows = groups.select_related("school").in_bulk(best) if best else {}
    return [_group_result(rows[pk]) for pk in best if pk in rows]


def _group_result(group: Group) -> SearchResult:
    kind = capfirst(str(Group.Kind(group.kind).label))
    return SearchResult(
        group.title, reverse("group-students", args=[group.pk]), format_list([kind, group.school.name])
    )


def find_schools(viewer: Viewer, query: SearchQuery, limit: int) -> list[SearchResult]:
    """Return the schools whose page opens for the viewer, where there are several. Two queries."""
    if not (viewer.networks or viewer.oversees):
        return []
    schools = School.objects.seen_by(viewer).filter(
        Q(pk__in=viewer.to("school", *LEADING_ROLES) | viewer.overseen_schools)
        | Q(network__in=viewer.to("network", Role.NETWORK_STAFF, Role.LEADER))
    )
    best = query.best_rows(schools, limit, "name")
    rows = schools.in_bulk(best) if best else {}
    return [
        SearchResult(rows[pk].name, reverse("school", args=[pk]), rows[pk].city) for pk in best if pk in rows
    ]


def find_organizations(viewer: Viewer, query: SearchQuery, limit: int) -> list[SearchResult]:
    """Return the organizations that work with the viewer's schools; for network staff, all of the network. Three
    queries."""
    rows = Organization.objects.seen_by(viewer).current()
    if not viewer.networks:
        near = Relationship.objects.seen_by(viewer).filter(school__in=viewer.staff_schools, deleted_at=None)
        rows = rows.filter(pk__in=list(near.values_list("organization", flat=True)))
    best = query.best_rows(rows, limit, "name", "city")
    by_id = rows.in_bulk(best) if best else {}
    return [
        SearchResult(by_id[pk].name, reverse("organization", args=[pk]), by_id[pk].city)
        for pk in best
        if pk in by_id
    ]
