"""Inquiries in progress: the questions that teams follow now. Cycles of improvement register beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from trellis.core.community.models import School
from trellis.learning.teams.models import Inquiry

from ..handover_facts import GATHERING, Fact, text, words


def open_inquiries(school: School, today: date) -> Iterator[Fact]:
    """What each team tries and until when. What a team saw stays with the team."""
    rows = Inquiry.objects.unscoped(GATHERING).filter(group__school=school, closed_at=None, deleted_at=None)
    for row in rows.select_related("group").order_by("ends", "pk"):
        yield Fact(
            "inquiry",
            str(row.pk),
            text(row.question),
            (text(row.group.title), text(row.trying), words("until", day=row.ends)),
            ((words("ends", title=row.question), row.ends),),
            ("inquiry", str(row.pk)),
        )
