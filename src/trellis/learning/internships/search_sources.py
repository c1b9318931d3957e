"""Sites and mentors, as staff find them."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.search import SearchQuery, SearchResult, register, searchable_name
from trellis.design.blueprint.wording import wording_of

from .models import Site, SiteMentor


def _has_internships(viewer: Viewer) -> bool:
    """Whether a school of the viewer's has internships: without them, sites have no pages."""
    if "has_internships" not in viewer.cache:
        viewer.cache["has_internships"] = any(
            wording_of(school).has("internship") for school in viewer.staff_schools
        )
    return viewer.cache["has_internships"]


def find_sites(viewer: Viewer, query: SearchQuery, limit: int) -> list[SearchResult]:
    """Return sites of the network. Two queries."""
    if not _has_internships(viewer):
        return []
    sites = Site.objects.seen_by(viewer)
    names = ((pk, searchable_name(name)) for pk, name in sites.values_list("pk", "name"))
    best = query.best(names, limit)
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
    """Return mentors of the network's sites; each opens their site. Two queries."""
    if not _has_internships(viewer):
        return []
    rows = SiteMentor.objects.seen_by(viewer).filter(left_at=None)
    columns = (
        "pk",
        "person__given_name",
        "person__preferred_name",
        "person__middle_name",
        "person__family_name",
    )
    names = ((pk, searchable_name(*parts)) for pk, *parts in rows.values_list(*columns))
    best: list[UUID] = query.best(names, limit)
    mentors = rows.select_related("person", "site").in_bulk(best) if best else {}
    add_distinctions([mentor.person for mentor in mentors.values()])
    return [
        SearchResult(
            mentors[pk].person.name,
            reverse("site", args=[mentors[pk].site_id]),
            mentors[pk].site.name,
            mentors[pk].person.initials,
        )
        for pk in best
        if pk in mentors
    ]


register("mentors", _("Mentors"), find_mentors, position=40)
register("sites", _("Sites"), find_sites)
