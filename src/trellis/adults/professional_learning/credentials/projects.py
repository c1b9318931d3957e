"""An adult's own projects, whose designs colleagues tune."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from trellis.core.community.viewer import Viewer
from trellis.learning.projects.models import Author, Project, TuningComment

SHOWN = 5


class TunedProject(NamedTuple):
    """A project, and how many pieces of feedback colleagues gave on its design."""

    project: Project
    feedback: int


def own_projects(viewer: Viewer) -> list[TunedProject]:
    """The newest projects that the viewer designs."""
    if not viewer.staff_schools:
        return []
    authored = Author.objects.seen_by(viewer).filter(person=viewer.person_id)
    rows = Project.objects.seen_by(viewer).filter(pk__in=authored.values("project"))
    projects = list(rows.order_by("-created")[:SHOWN])
    sessions = TuningComment.objects.seen_by(viewer).filter(project__in=projects).exclude(by=viewer.person_id)
    counts = Counter(sessions.values_list("project_id", flat=True))
    return [TunedProject(project, counts[project.pk]) for project in projects]
