"""What a query finds, source by source."""

from __future__ import annotations

from typing import NamedTuple

from trellis.core.community.models import Role
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer
from trellis.core.foundation.search import SEARCH_SOURCES, SearchQuery, SearchResult

SEARCH_ROLES = (*SCHOOL_ROLES, Role.COACH, Role.NETWORK_STAFF, Role.PARTNER, Role.LIAISON)
"""Whose pages have a search field: everybody who works for schools."""


class ResultGroup(NamedTuple):
    """What one source found, under its heading."""

    key: str
    label: str
    results: list[SearchResult]


def may_search(viewer: Viewer | None) -> bool:
    """Whether the viewer's pages have a search field."""
    return bool(viewer and viewer.roles.intersection(SEARCH_ROLES))


def search(viewer: Viewer, query: SearchQuery, limit: int) -> list[ResultGroup]:
    """Return what matches, at most `limit` of each kind, without the kinds that have nothing. A query without words
    finds pages and actions only."""
    sources = sorted(SEARCH_SOURCES.values(), key=lambda source: source.position)
    if not query.words:
        sources = [source for source in sources if source.key == "actions"] if not query.text else []
    groups = (
        ResultGroup(source.key, str(source.label), source.find(viewer, query, limit)) for source in sources
    )
    return [group for group in groups if group.results]
