"""Commitments: what the school still has to do on its way into the network. Those with the coach: coaching.py."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from trellis.adults.joining.models import JoiningSchool, JoiningStep
from trellis.core.community.models import School

from ..handover_facts import GATHERING, Fact, Words, text, words


def open_steps(school: School, today: date) -> Iterator[Fact]:
    """The school's own open steps, with who does them and what is in the way."""
    rows = JoiningStep.objects.unscoped(GATHERING).filter(
        joining__school=school,
        joining__status=JoiningSchool.Status.ACTIVE,
        joining__deleted_at=None,
        side=JoiningStep.Owner.SCHOOL,
        done_on=None,
        deleted_at=None,
    )
    for row in rows.select_related("owner").order_by("due", "position"):
        title = words("translated", text=row.title)
        yield Fact(
            "joining-step",
            str(row.pk),
            title,
            tuple(_lines(row)),
            ((title, row.due),) if row.due else (),
            ("school-joining", str(school.pk)),
        )


def _lines(step: JoiningStep) -> Iterator[Words]:
    if step.due:
        yield words("due", day=step.due)
    if step.owner:
        yield text(step.owner.name)
    if step.obstacle:
        yield text(step.obstacle)
