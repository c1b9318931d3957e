"""Removing somebody who was asked by mistake when they can come, and undoing it."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import links
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError

from .models import Attendee, Panelist, Round
from .rounds import HOURS_LINK_PURPOSE


def remove_attendee(attendee: Attendee, by: UUID) -> None:
    """Remove somebody from a round. Their link stops working, and seats that were only proposed go along."""
    with ledger.act("remove an attendee", by=by, about=attendee.round_id):
        now = timezone.now()
        rows = Attendee.objects.unscoped("remove an attendee").filter(pk=attendee.pk, deleted_at=None)
        rows.update(deleted_at=now, modified=now)
        _proposed_seats(attendee).filter(deleted_at=None).update(deleted_at=now, modified=now)
        links.revoke_links(HOURS_LINK_PURPOSE, attendee.pk, by)


def restore_attendee(attendee: Attendee, by: UUID) -> None:
    """Undo a removal: the person is in the round again with their hours and their proposed seats.

    Raises ActionError where somebody of the same name and role was asked again meanwhile.
    """
    with ledger.act("restore an attendee", by=by, about=attendee.round_id):
        current = Attendee.objects.unscoped("check who is in a round").filter(
            round=attendee.round_id, part=attendee.part, person=attendee.person_id, deleted_at=None
        )
        if current.filter(name=attendee.name).exclude(pk=attendee.pk).exists():
            raise ActionError(_("%(name)s is already on the list.") % {"name": attendee.display_name})
        rows = Attendee.objects.unscoped("restore an attendee").filter(pk=attendee.pk)
        _proposed_seats(attendee).filter(deleted_at=attendee.deleted_at).update(deleted_at=None)
        rows.update(deleted_at=None, modified=timezone.now())


def removed_attendees(exhibition_round: Round) -> QuerySet[Attendee]:
    """Return who was removed from a round and can be restored, the latest first."""
    rows = Attendee.objects.unscoped("list who was removed from a round").filter(
        round=exhibition_round, deleted_at__isnull=False
    )
    return rows.select_related("person").order_by("-deleted_at")


def _proposed_seats(attendee: Attendee) -> QuerySet[Panelist]:
    seats = Panelist.objects.unscoped("take proposed seats along")
    return seats.filter(attendee=attendee, is_proposed=True, accepted_at=None)
