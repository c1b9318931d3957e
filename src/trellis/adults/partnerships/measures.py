"""What agreements say about students: whether their school has the agreements that it needs."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation.measures import Fact, Year, count_each_student, register

from .models import AgreementSchool, PartnerAgreement
from .selectors import COVERING_KINDS, NEEDED_KINDS, in_force


def _agreements_current_facts(network: Network, year: Year) -> Iterator[Fact]:
    """Each student of a school that has every kind of agreement; the others count with nothing."""
    schools = None
    for kind in NEEDED_KINDS:
        agreements = PartnerAgreement.objects.system().filter(
            in_force(year.day), network=network, kind__in=COVERING_KINDS[kind]
        )
        covered = set(
            AgreementSchool.objects.system()
            .filter(agreement__in=agreements.values("pk"), deleted_at=None)
            .values_list("school", flat=True)
        )
        schools = covered if schools is None else schools & covered
    students = Tie.objects.system().filter(
        active_at(timezone.now()), role=Role.STUDENT, to_school__in=schools or ()
    )
    return count_each_student(students.order_by().values_list("person", flat=True).distinct())


register(
    "agreements-current",
    _("School has current agreements"),
    _("A student counts if their school has a signed agreement on services and one on data privacy today."),
    "rate",
    _agreements_current_facts,
    direction="more",
    stage="access",
)
