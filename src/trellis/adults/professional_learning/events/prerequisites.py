"""What somebody should have done before an event, and whether they have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation.errors import ActionError

from ..models import EventPrerequisite, LearningEvent, SessionAttendance

REASON = "check what somebody should have done before an event"


class PrerequisiteLine(NamedTuple):
    """One prerequisite. met: whether Trellis knows that it is; None where only the person can say."""

    text: str
    met: bool | None


def prerequisites_by_event(
    events: Iterable[LearningEvent], person: Person
) -> dict[UUID, list[PrerequisiteLine]]:
    """The prerequisites of events for one person, in the order they were added."""
    rows = EventPrerequisite.objects.unscoped(REASON).filter(event__in=list(events), deleted_at=None)
    rows = list(rows.select_related("required_event").order_by("created", "pk"))
    attended = attended_events(person) if any(row.required_event_id for row in rows) else set()
    lines: dict[UUID, list[PrerequisiteLine]] = defaultdict(list)
    for row in rows:
        required = row.required_event
        line = PrerequisiteLine(required.title, required.pk in attended) if required else None
        lines[row.event_id].append(line or PrerequisiteLine(row.text, None))
    return lines


def attended_events(person: Person) -> set:
    """The ids of the events that somebody attended at least one session of."""
    rows = SessionAttendance.objects.unscoped(REASON).filter(sign_up__person=person, deleted_at=None)
    return set(rows.values_list("sign_up__event", flat=True))


def check_prerequisites(event: LearningEvent, person: Person, confirmed: bool) -> None:
    """Raises ActionError where one is not met, or one that only the person knows of is not confirmed."""
    lines = prerequisites_by_event([event], person).get(event.pk, [])
    for line in lines:
        if line.met is False:
            raise ActionError(_("Attend “%(event)s” first.") % {"event": line.text})
    if not confirmed and any(line.met is None for line in lines):
        raise ActionError(_("Confirm that you have done what this event asks for."), field="confirmed")
