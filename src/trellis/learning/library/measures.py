"""What the library says about who works on projects that somebody looked at first."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.measures import Fact, Year, count_each_student, register
from trellis.learning.projects.models import Member

from .models import Fork, Look, Standing


def _vetted_project_facts(network: Any, year: Year) -> Iterator[Fact]:
    looked = Look.objects.system().filter(standing=Standing.VETTED, deleted_at=None)
    forks = Fork.objects.system().filter(entry__editions__looks__in=looked.values("pk"), deleted_at=None)
    working = (
        Member.objects.system()
        .filter(
            project__starts__lte=year.ends,
            project__ends__gte=year.starts,
            project__deleted_at=None,
            student__network=network,
            deleted_at=None,
        )
        .order_by()
        .values_list("student_id", flat=True)
        .distinct()
    )
    vetted = Q(project__in=looked.values("edition__entry__project")) | Q(project__in=forks.values("project"))
    return count_each_student(working.filter(vetted), working)


register(
    "project-vetted",
    _("Worked on a vetted project"),
    _(
        "A student counts if one of their projects this school year is vetted in the library, or "
        "was copied from a vetted one."
    ),
    "rate",
    _vetted_project_facts,
    direction="more",
    accumulates=True,
)
