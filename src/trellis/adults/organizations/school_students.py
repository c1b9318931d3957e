"""The students of a school in a stretch of time, as a subquery."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Q

from trellis.core.community.models import Role, Tie
from trellis.core.foundation.query_forms import IdsOf


def students_between(school: UUID, first: date, last: date, reason: str) -> IdsOf:
    """The students who went to the school at some time between two days."""
    went_on = Q(ends=None) | Q(ends__date__gte=first)
    ties = Q(role=Role.STUDENT, to_school=school, starts__date__lte=last, deleted_at=None)
    return IdsOf(Tie, "person", went_on & ties, reason=reason)
