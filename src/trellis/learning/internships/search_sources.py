"""Sites and mentors, as staff find them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Count, Max, Value
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.core.foundation.search import SearchableName, SearchQuery, SearchResult, read_names, register
from trellis.design.blueprint.wording import wording_of

from .models import Placement, Site
from .programs import internship_model

NAME_COLUMNS = ("given_name", "preferred_name", "middle_name", "family_name")

MOST_NETWORKS = 20
_SITE_STAMPS = PreparedQuery(
    Site,
    lambda sites: (
        sites.order_by()
        .values(every=Value(1))
        .annotate(number=Count("pk"), newest=Max("modified"))
        .values_list("number", "newest")
    ),
)
_site_names: dict[frozenset[UUID], tuple[tuple, list[tuple[str, SearchableName]]]] = {}


def _has_internships(viewer: Viewer) -> bool:
    """Whether a school of the viewer's has internships: without them, sites and mentors have no pages."""
    if "has_internships" not in viewer.cache:
        models = (internship_model(wording_of(school)) for school in viewer.staff_schools)
        viewer.cache["has_internships"] = any(models)
    return viewer.cache["has_internships"]


def find_sites(viewer: Viewer, query: SearchQuery, limit: int) -> list[SearchResult]:
    """Return sites of the network. Two queries."""
    if not _has_internships(viewer):
        return []
    best = [UUID(key) for key in query.best(_names_of_sites(viewer), limit)]
    rows = Site.objects.seen_by(viewer).in_bulk(best) if best else {}
    return [
        SearchResult(
            rows[pk].name,
            reverse("site", args=[pk]),
            format_list(filter(None, (rows[pk].field, rows[pk].city))),
        )
        for pk in best
        if pk in rows
    ]


def _names_of_sites(viewer: Viewer) -> list[tuple[str, SearchableName]]:
    """The names of the sites of the viewer's networks, by key. A network has thousands: they are read again only when
    there are more or fewer of them, or one was changed."""
    networks, stamp = frozenset(viewer.home_networks), tuple(_SITE_STAMPS.seen_by(viewer))
    if _site_names.get(networks, (None,))[0] != stamp:
        if len(_site_names) >= MOST_NETWORKS:
            _site_names.clear()
        _site_names[networks] = (stamp, read_names(Site.objects.seen_by(viewer), "name"))
    return _site_names[networks][1]


def find_mentors(viewer: Viewer, query: SearchQuery, limit: int) -> list[SearchResult]:
    """Return mentors of the viewer's students, now or before; each opens their own page. Two queries."""
    if not _has_internships(viewer):
        return []
    placements = Placement.objects.seen_by(viewer).filter(viewer.in_care("student"), mentor__isnull=False)
    names = dict(read_names(placements, *(f"mentor__{name}" for name in NAME_COLUMNS), key="mentor"))
    best = [UUID(key) for key in query.best(names.items(), limit)]
    newest = placements.filter(mentor__in=best).select_related("mentor", "site").order_by("starts")
    by_mentor = {placement.mentor_id: placement for placement in newest} if best else {}
    add_distinctions([placement.mentor for placement in by_mentor.values() if placement.mentor])
    return [_mentor_result(by_mentor[pk]) for pk in best if pk in by_mentor]


def _mentor_result(placement: Placement) -> SearchResult:
    site, mentor = placement.internship_site, placement.mentor
    name, initials = (mentor.name, mentor.initials) if mentor else ("", "")
    return SearchResult(name, reverse("mentor", args=[placement.mentor_id]), site.name, initials)


register("mentors", _("Mentors"), find_mentors, position=40)
register("sites", _("Sites"), find_sites)
