"""Who reads a question about a measure: the student and their family, and the staff who work with the student."""

from __future__ import annotations

from django.db.models import Q

from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.permissions import register

from .models import MeasureQuestion

ANSWERING_ROLES = (Role.ADVISOR, Role.COUNSELOR, Role.LEADER)


def answerable(viewer: Viewer) -> Q:
    """Questions that are the viewer's to answer: as an advisor, a counselor or a leader of the student's. Who works at
    their child's school asks about the child, and a colleague answers."""
    condition = Q(pk=None)
    for role in ANSWERING_ROLES:
        condition |= viewer.through(role, "student")
    return condition & ~viewer.as_family("student")


register(
    MeasureQuestion,
    rows=lambda v: Q(deleted_at=None) & (v.as_family("student") | answerable(v)),
    shows=("student", "school", "by", "answered_by"),
)
