"""The students of a school, as a condition: they are only counted."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from trellis.core.community.models import Role, School, Tie
from trellis.core.community.viewer import active_at

from ..handover_facts import GATHERING


def students_of(school: School) -> QuerySet[Tie]:
    """The ids of the students of a school, for a query that counts."""
    ties = Tie.objects.unscoped(GATHERING).filter(
        active_at(timezone.now()), role=Role.STUDENT, to_school=school
    )
    return ties.values("person")
