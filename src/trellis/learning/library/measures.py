"""What the library says about who works on projects that somebody looked at first."""

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network
from trellis.core.foundation.measures import Fact, Year, count_each_student, register
from trellis.learning.projects.models import Member

from .models import Fork, ProjectReview, Standing


def _vetted_project_facts(network: Network, year: Year) -> Iterator[Fact]:
    reviews = ProjectReview.objects.system().filter(standing=Standing.VETTED, deleted_at=None)
    forks = Fork.objects.system().filter(entry__editions__looks__in=reviews.values("pk"), deleted_at=None)
    working = (
        Member.objects.in_projects_between(year.starts, year.ends)
        .system()
        .filter(student__network=network)
        .order_by()
        .values_list("student_id", flat=True)
        .distinct()
    )
    vetted = Q(project__in=reviews.values("edition__entry__project")) | Q(project__in=forks.values("project"))
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
    stage="access",
    accumulates=True,
)
