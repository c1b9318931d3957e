"""Projects, as staff find them."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.search import SearchQuery, SearchResult, register

from .models import Project


def find_projects(viewer: Viewer, query: SearchQuery, limit: int) -> list[SearchResult]:
    """Return the projects of the schools where the viewer works. Two queries."""
    projects = Project.objects.seen_by(viewer).filter(school__in=viewer.staff_schools)
    best = query.best_rows(projects, limit, "title")
    rows = projects.select_related("school").in_bulk(best) if best else {}
    return [
        SearchResult(rows[pk].title, reverse("project", args=[pk]), rows[pk].school.name)
        for pk in best
        if pk in rows
    ]


register("projects", _("Projects"), find_projects)
