"""Changes of a panel that can be undone: removing and restoring a panelist, and reminding one who has not answered."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import link_sharing, links
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError

from .models import Exhibition, Panelist
from .services import PANEL_LINK_PURPOSE, check_not_agreed, link_days


def remove_panelist(seat: Panelist, by: UUID) -> None:
    """Remove somebody from the panel who did not come or cannot. Their scores stay with the seat, unseen."""
    if seat.part == Panelist.Part.STUDENT:
        raise ActionError(_("The student always scores too, so they cannot be removed from the panel."))
    with ledger.act("remove a panelist", by=by, about=seat.exhibition_id):
        check_not_agreed(_lock_exhibition(seat))
        links.revoke_links(PANEL_LINK_PURPOSE, seat.pk, by)
        now = timezone.now()
        seats = Panelist.objects.unscoped("remove a panelist").filter(pk=seat.pk, deleted_at=None)
        seats.update(deleted_at=now, modified=now)


def restore_panelist(seat: Panelist, by: UUID, address: Callable[[str], str]) -> str:
    """Put a removed panelist back with their scores, and return a new link: the old one no longer opens.

    Raises ActionError once the panel has agreed, and where the same person was invited again meanwhile.
    """
    with ledger.act("restore a panelist", by=by, about=seat.exhibition_id):
        exhibition = _lock_exhibition(seat)
        check_not_agreed(exhibition)
        seats = Panelist.objects.unscoped("restore a panelist")
        current = seats.filter(exhibition=exhibition, deleted_at=None).exclude(pk=seat.pk)
        same_person = current.filter(person=seat.person_id, name=seat.name)
        if same_person.exists():
            raise ActionError(_("%(name)s is already on the panel.") % {"name": seat.display_name})
        seats.filter(pk=seat.pk).update(deleted_at=None, modified=timezone.now())
        links.revoke_links(PANEL_LINK_PURPOSE, seat.pk, by)
        return address(links.issue_link(PANEL_LINK_PURPOSE, seat.pk, seat.person, link_days(exhibition), by))


def remind_panelist(seat: Panelist, by: UUID, address: Callable[[str], str]) -> str:
    """Send the invitation again to somebody who has not answered, and return the new link. Earlier links still open."""
    with ledger.act("remind a panelist", by=by, about=seat.exhibition_id):
        exhibition = _lock_exhibition(seat)
        check_not_agreed(exhibition)
        link = address(links.issue_link(PANEL_LINK_PURPOSE, seat.pk, seat.person, link_days(exhibition), by))
    if seat.email:
        link_sharing.try_to_email_link(link, by)
    return link


def _lock_exhibition(seat: Panelist) -> Exhibition:
    rows = Exhibition.objects.unscoped("check whether the panel has agreed").select_for_update()
    return rows.get(pk=seat.exhibition_id)
