"""Sites and mentors, as staff find them."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.search import SearchQuery, SearchResult, read_names, register
from trellis.design.blueprint.wording import wording_of

from .models import Placement, Site
from .programs import internship_model

NAME_COLUMNS = ("given_name", "preferred_name", "middle_name", "family_name")


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
    sites = Site.objects.seen_by(viewer)
    best = query.best_rows(sites, limit, "name")
    rows = sites.in_bulk(best) if best else {}
    return [
        SearchResult(
            rows[pk].name,
            reverse("site", args=[pk]),
            format_list(filter(None, (rows[pk].field, rows[pk].city))),
        )
        for pk in best
        if pk in rows
    ]


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
    site, mentor = placement.site, placement.mentor
    name, initials = (mentor.name, mentor.initials) if mentor else ("", "")
    return SearchResult(name, reverse("mentor", args=[placement.mentor_id]), site.name, initials)


register("mentors", _("Mentors"), find_mentors, position=40)
register("sites", _("Sites"), find_sites)
