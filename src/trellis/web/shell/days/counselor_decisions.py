"""What waits for a counselor beyond the caseload itself: mentors' concerns, and students without an advisory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from trellis.core.community.decisions import Decision
from trellis.core.community.models import Role, School
from trellis.core.community.viewer import Viewer
from trellis.design.blueprint.wording import wording_of
from trellis.learning.supports.permissions import counseled_students

from .decisions import UNREAD_CONCERNS, concern_decisions, students_without_advisory


def unread_concerns(viewer: Viewer, today: date) -> Iterator[Decision]:
    """Concerns about students whom the viewer counsels that nobody at school has read."""
    counseled = counseled_students(viewer, "placement__student")
    yield from concern_decisions(UNREAD_CONCERNS.seen_by(viewer, counseled))


def missing_advisories(viewer: Viewer, today: date) -> Iterator[Decision]:
    """Students in no advisory, at each school that the viewer counsels."""
    for school in School.objects.seen_by(viewer).filter(pk__in=viewer.to("school", Role.COUNSELOR)):
        yield from students_without_advisory(viewer, school, wording_of(school.pk))
