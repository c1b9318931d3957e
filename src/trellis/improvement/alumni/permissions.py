"""Who sees what of alumni. College records are counted, and nobody sees them by name; an answer is seen by the leaders
and counselors of the school that asked, and only where its writer agreed."""

from __future__ import annotations

from django.db.models import Q

from trellis.core.community.models import Role
from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.permissions import NOBODY, register

from .models import (
    AlumniAnswer,
    ClearinghouseFile,
    ClearinghouseMatch,
    CollegeDegree,
    CollegeTerm,
    DegreeTitle,
)


def _files(viewer: Viewer) -> Q:
    """A network's files: its staff. A school's own: its leaders and counselors, and nobody of the network."""
    return Q(network__in=viewer.to("network", Role.NETWORK_STAFF), school=None) | Q(
        school__in=viewer.to("school", *LEADING_ROLES)
    )


register(ClearinghouseFile, rows=_files, shows=("network", "school", "uploaded_by"))
register(ClearinghouseMatch, rows=lambda viewer: NOBODY)
register(CollegeTerm, rows=lambda viewer: NOBODY)
register(CollegeDegree, rows=lambda viewer: NOBODY)
register(DegreeTitle, rows=lambda viewer: Q(network__in=viewer.to("network", Role.NETWORK_STAFF)))
register(
    AlumniAnswer,
    rows=lambda viewer: Q(
        school__in=viewer.to("school", *LEADING_ROLES),
        share_name=True,
        stopped_at=None,
        answered_at__isnull=False,
    ),
    shows=("student", "school"),
)
