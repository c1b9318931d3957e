"""What every change of a design's inputs goes by, and its bell times."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from datetime import time
from typing import TypeVar
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.models import Revised
from trellis.core.foundation.revisions import (
    EditConflict,
    FieldDifference,
    differences_between,
    save_if_current,
)

from ..days import slot_key
from ..models import BellPeriod, DesignTeacher, DesignTeam, WeekDesign, WeekMeeting
from .designs import lock_open_design

REASON = "change what goes into a design of a week"
Row = TypeVar("Row", bound=Revised)
Times = tuple[time, time]


@contextmanager
def change_inputs(design_id: UUID, verb: str, by: UUID) -> Generator[WeekDesign]:
    """One act that changes the inputs of a design. Raises ActionError for one that was adopted or discarded."""
    with ledger.act(verb, by=by, about=design_id):
        yield lock_open_design(WeekDesign(pk=design_id))
        touch_inputs(design_id)


def touch_inputs(design_id: UUID) -> None:
    """Count a change of what goes into a design: its week was drafted from something else."""
    designs = WeekDesign.objects.unscoped(REASON).filter(pk=design_id)
    designs.update(inputs_revision=F("inputs_revision") + 1, modified=timezone.now())


def save_input(
    row: Row,
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
    more: Iterable[FieldDifference] = (),
) -> Row:
    """Write a row of the inputs, and return it as it is now. `more`: what differs in rows that go with it.

    Raises EditConflict where somebody wrote something else since `seen`, and ActionError where the row is gone.
    """
    now = type(row).objects.unscoped(REASON).filter(pk=row.pk, deleted_at=None).first()
    if now is None:
        raise ActionError(
            _("This was removed while you had it open. Copy your text before you leave this page.")
        )
    if seen is not None and now.revision != seen:
        differences = [*differences_between(now, values, labels), *more]
        if differences:
            raise EditConflict(differences, now.revision, row=now.pk)
    return save_if_current(now, values, now.revision, labels)


def remove_meetings(design_id: UUID, which: Q) -> int:
    """Take meetings out of the week, because what they are of is gone. Returns how many."""
    meetings = WeekMeeting.objects.unscoped(REASON).filter(which, design=design_id)
    count = meetings.count()
    if count:
        meetings.delete()
        WeekDesign.objects.unscoped(REASON).filter(pk=design_id).update(week_revision=F("week_revision") + 1)
    return count


def save_bells(design: WeekDesign, times: Mapping[str, list[Times]], by: UUID) -> None:
    """Save the periods of each day. Meetings in a period that is gone go too, and nobody is away then any more."""
    with change_inputs(design.pk, "save bell times", by):
        BellPeriod.objects.unscoped(REASON).filter(design=design).delete()
        BellPeriod.objects.bulk_create(
            BellPeriod(design=design, day=day, number=number, starts=starts, ends=ends)
            for day, periods in times.items()
            for number, (starts, ends) in enumerate(periods, start=1)
        )
        slots = {
            slot_key(day, number) for day, periods in times.items() for number in range(1, len(periods) + 1)
        }
        _forget_slots(design, slots)


def _forget_slots(design: WeekDesign, slots: set[str]) -> None:
    """Forget periods that are gone, in the week and in what is entered."""
    meetings = WeekMeeting.objects.unscoped(REASON).filter(design=design)
    homeless = [
        pk
        for pk, day, number in meetings.values_list("pk", "day", "number")
        if slot_key(day, number) not in slots
    ]
    remove_meetings(design.pk, Q(pk__in=homeless))
    for model in (DesignTeam, DesignTeacher):
        for row in model.objects.unscoped(REASON).filter(design=design).exclude(away=[]):
            away = [key for key in row.away if key in slots]
            if away != row.away:
                type(row).objects.unscoped(REASON).filter(pk=row.pk).update(away=away)
