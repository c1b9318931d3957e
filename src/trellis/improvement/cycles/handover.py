"""Open cycles of a school and its teams, in the packet that a leader hands over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from trellis.adults.leadership.handover_facts import GATHERING, Fact, text, words
from trellis.core.community.models import School

from .models import Cycle
from .selectors import OWNER, of_school


def open_cycles(school: School, today: date) -> Iterator[Fact]:
    """What each team tries and until when. What a team saw stays with the team."""
    rows = Cycle.objects.unscoped(GATHERING).filter(of_school(school.pk), decision="", deleted_at=None)
    for row in rows.select_related(*OWNER).order_by("due", "pk"):
        yield Fact(
            "inquiry",
            str(row.pk),
            text(row.title),
            (text(row.owner_name), text(row.change_idea), words("until", day=row.due)),
            ((words("ends", title=row.title), row.due),),
            ("cycle", str(row.pk)),
        )
