"""Who sees the library: whoever works in a network's schools or for the network. No student is in it."""

from __future__ import annotations

from django.db.models import Q

from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.permissions import NOBODY, register
from trellis.learning.projects.models import Project
from trellis.learning.projects.permissions import may_write

from .models import Edition, EditionFile, Entry, Fork, Offer, ProjectReview, SearchEntry

LIBRARY_ROLES = (Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER, Role.COACH, Role.NETWORK_STAFF)


def _network_condition(viewer: Viewer, path: str) -> Q:
    """What is in the libraries of the viewer's networks, by the network's column at `path`."""
    if not viewer.roles & frozenset(LIBRARY_ROLES):
        return NOBODY
    return Q(**{f"{path}__in": viewer.home_networks})


def _fork_condition(viewer: Viewer, path: str = "") -> Q:
    return _network_condition(viewer, f"{path}project__school__network")


register(Entry, rows=lambda v: _network_condition(v, "network"), shows=("network", "school", "source"))
register(
    Edition, rows=lambda v: _network_condition(v, "entry__network"), shows=("entry", "entry__school", "by")
)
register(
    ProjectReview,
    rows=lambda v: _network_condition(v, "edition__entry__network"),
    shows=("edition", "edition__entry", "by"),
)
register(
    EditionFile,
    rows=lambda v: _network_condition(v, "edition__entry__network"),
    shows=("edition", "edition__entry"),
)
register(SearchEntry, rows=lambda v: _network_condition(v, "network"), shows=("entry", "entry__school"))
register(Fork, rows=_fork_condition, shows=("project", "project__school", "entry"))
register(
    Offer,
    rows=lambda v: (
        Q(fork__project__school__in=v.staff_schools) | Q(fork__entry__project__school__in=v.staff_schools)
    ),
    shows=("fork", "fork__project", "fork__project__school", "fork__entry", "fork__entry__project", "by"),
)


def may_vet(viewer: Viewer, entry: Entry) -> bool:
    """Whether the viewer may say that the network looked at it: who works for the network, and its coaches."""
    return entry.network_id in viewer.networks or Role.COACH in viewer.roles


def may_manage_entry(viewer: Viewer, entry: Entry) -> bool:
    """Whether the viewer may write on in the entry's own project, and so publish, answer and withdraw."""
    project = Project.objects.seen_by(viewer).filter(pk=entry.project_id).first()
    return project is not None and may_write(viewer, project)
