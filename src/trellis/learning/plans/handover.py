"""Handing an advisory over: the ties change, with a note for the next advisor; confidential notes stay as they are."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import tie_endings
from trellis.core.community.models import Group, Person, Role, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.prepared_queries import PreparedQuery

from .models import Handover

_HANDOVERS = PreparedQuery(
    Handover, lambda handovers: handovers.select_related("giver", "taker").order_by("-created")
)
MAX_NOTE = 2000


def clean_note(text: str) -> str:
    """The note for the next advisor. Raises ActionError where it is too long."""
    note = text.replace("\x00", "").strip()
    if len(note) > MAX_NOTE:
        raise ActionError(_("The note can have up to 2000 characters. Please shorten it."))
    return note


def hand_over(group: Group, taker: Person, note: str, by: UUID) -> Handover:
    """End the ties of the advisors there are and begin the next one's, the same moment.

    Raises ActionError when the next is the only advisor already, or the note is longer than 2,000 characters.
    """
    note = clean_note(note)
    now = timezone.now()
    with ledger.act("hand over an advisory", by=by, about=group.pk):
        ties = Tie.objects.unscoped("hand over the advisory with all its students").select_for_update()
        advisor_ties = ties.filter(active_at(now), to_group=group, role=Role.ADVISOR)
        advisors = list(advisor_ties.values_list("person", flat=True))
        if advisors == [taker.pk]:
            raise ActionError(_("%(name)s is already the advisor.") % {"name": taker.name})
        tie_endings.end_ties(advisor_ties.exclude(person=taker), now)
        if taker.pk not in advisors:
            Tie.objects.create(person=taker, role=Role.ADVISOR, to_group=group, starts=now)
        giver = next((advisor for advisor in advisors if advisor != taker.pk), None)
        return Handover.objects.create(group=group, giver_id=giver, taker=taker, note=note)


def handovers_of(viewer: Viewer, group: Group) -> list[Handover]:
    """Handovers of a group as far as the viewer reads them, the newest first."""
    return _HANDOVERS.seen_by(viewer, group=group)
