"""Who from outside the school was asked to score a part of a portfolio; by name only once the scorers have finished."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.disclosures import Disclosure
from trellis.core.community.models import Person

from .models import Scorer


def disclosures_to_external_scorers(student: Person) -> Iterator[Disclosure]:
    """Each evaluator. Before a part lies open nobody hears who scores it, the family neither: they score as nobody."""
    seats = Scorer.objects.unscoped("list what was shared outside the school, for the family").filter(
        task_part__task__student=student, person=None
    )
    for seat in seats.select_related("task_part"):
        name = seat.display_name if seat.task_part.open_at else str(_("someone from outside the school"))
        yield Disclosure(timezone.localdate(seat.created), name, _("portfolio"))


def scorers_of(student: Person) -> Iterator[tuple[Person, date]]:
    """Who of the school has scored a part that lies open, and since when it does."""
    seats = Scorer.objects.unscoped("list who scored a student's work, for the family").filter(
        task_part__task__student=student,
        task_part__open_at__isnull=False,
        person__isnull=False,
        deleted_at=None,
    )
    for seat in seats.select_related("task_part", "person"):
        yield seat.person, timezone.localdate(seat.task_part.open_at)
