"""Which students attend a school that has adapted its network's model."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation.measures import Fact, Year, register

from .models import Adoption


def _adapted_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Each student of a school that works by a model: 1 where the school has changed something of it."""
    adoptions = Adoption.objects.current().system().filter(school__network=network)
    adapted = {school: bool(changes) for school, changes in adoptions.values_list("school_id", "changes")}
    ties = Tie.objects.system().filter(
        active_at(timezone.now()), role=Role.STUDENT, to_school__network=network
    )
    students = dict(
        ties.order_by("starts").values_list("person_id", "to_school_id").iterator(chunk_size=20_000)
    )
    for student, school in students.items():
        if school in adapted:
            yield student.hex, float(adapted[school]), 1.0


register(
    "school-adapted-model",
    _("School adapted its model"),
    _("A student counts if their school changed a part of the network’s model to fit its students."),
    "rate",
    _adapted_facts,
    direction="more",
    stage="adults",
    of_school=True,
)
