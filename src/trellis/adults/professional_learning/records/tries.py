"""What somebody tries next in their own practice, and what happened. It is theirs, at whichever school they work."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet

from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger, revisions
from trellis.core.foundation.content_guard import reject_immigration_status

from ..models import LearningEvent, PracticeTry, SessionAttendance

SHOWN = 10


def attended_events(viewer: Viewer) -> QuerySet[LearningEvent]:
    """The events at which the viewer was, the latest first."""
    marks = SessionAttendance.objects.seen_by(viewer).filter(sign_up__person=viewer.person_id)
    events = LearningEvent.objects.seen_by(viewer).filter(deleted_at=None)
    return events.filter(pk__in=marks.values("session__event")).order_by("-starts", "pk")


def own_tries(viewer: Viewer) -> QuerySet[PracticeTry]:
    """What the viewer tries or tried: what is open first, the next to review at the top."""
    rows = PracticeTry.objects.seen_by(viewer).filter(person=viewer.person_id, deleted_at=None)
    order = (F("finished_on").desc(nulls_first=True), F("review_on").asc(nulls_last=True), "-created")
    return rows.select_related("event").order_by(*order)


def tries_of_colleagues(viewer: Viewer) -> QuerySet[PracticeTry]:
    """What colleagues shared with the adults of their school, the latest first."""
    rows = PracticeTry.objects.seen_by(viewer).filter(shared=True, deleted_at=None)
    return rows.exclude(person=viewer.person_id).select_related("person").order_by("-created")[:SHOWN]


def add_try(person_id: UUID, values: Mapping[str, object]) -> PracticeTry:
    """Write down what to try. The same words twice are one, as long as it is open."""
    reject_immigration_status(str(values["text"]), about_work=True)
    with ledger.act("write what to try", by=person_id):
        same = {"person_id": person_id, "text": values["text"], "finished_on": None, "deleted_at": None}
        rows = PracticeTry.objects.unscoped("write what somebody tries")
        return rows.filter(**same).first() or PracticeTry.objects.create(person_id=person_id, **values)


def save_try(
    row: PracticeTry, values: Mapping[str, object], by: UUID, seen: int | None, labels: Mapping[str, str]
) -> None:
    reject_immigration_status(str(values["text"]), about_work=True)
    with ledger.act("change what to try", by=by, about=row.pk):
        revisions.save_if_current(row, values, seen, labels)


def finish_try(
    row: PracticeTry, outcome: str, today: date, by: UUID, seen: int | None, labels: Mapping[str, str]
) -> None:
    """Write what happened, on the day that it is first written."""
    reject_immigration_status(outcome, about_work=True)
    values = {"outcome": outcome, "finished_on": row.finished_on or today}
    with ledger.act("write what happened", by=by, about=row.pk):
        revisions.save_if_current(row, values, seen, labels)
