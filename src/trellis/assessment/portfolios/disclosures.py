"""Who from outside the school was asked to score a part of a portfolio; by name only once the scorers have finished."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.disclosures import Disclosure
from trellis.core.community.models import Person
from trellis.core.foundation.prepared_queries import PreparedQuery

from .models import Scorer

_EXTERNAL_SCORERS = PreparedQuery(Scorer, lambda scorers: scorers.select_related("task_part"))
_SCORERS = PreparedQuery(Scorer, lambda scorers: scorers.select_related("task_part", "person"))


def disclosures_to_external_scorers(student: Person) -> Iterator[Disclosure]:
    """Each evaluator. Before a part lies open nobody hears who scores it, the family neither: they score as nobody."""
    reason = "list what was shared outside the school, for the family"
    for seat in _EXTERNAL_SCORERS.unscoped(
        reason, task_part__task__student=student, task_part__task__practice="", person=None
    ):
        name = seat.display_name if seat.task_part.open_at else str(_("someone from outside the school"))
        yield Disclosure(timezone.localdate(seat.created), name, _("portfolio"))


def scorers_of(student: Person) -> Iterator[tuple[Person, date]]:
    """Who of the school has scored a part that lies open, and since when it does."""
    seats = _SCORERS.unscoped(
        "list who scored a student's work, for the family",
        task_part__task__student=student,
        task_part__task__practice="",
        task_part__open_at__isnull=False,
        person__isnull=False,
        deleted_at=None,
    )
    for seat in seats:
        yield seat.person, timezone.localdate(seat.task_part.open_at)
