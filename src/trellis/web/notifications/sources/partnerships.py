"""What people of the network and of districts are told: agreements to sign, and deadlines that come near."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.adults.partnerships.reminders import new_deadlines, note_reminder
from trellis.adults.partnerships.selectors import waiting_for_signature
from trellis.core.community.viewer import Viewer

from ..registry import DigestItem, page_link


def agreements_to_sign(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Agreements that wait for the viewer's signature: new once they were sent, told along after that."""
    for agreement in waiting_for_signature(viewer):
        text = _("Please sign the agreement “%(title)s”.") % {"title": agreement.title}
        is_new = bool(agreement.sent_at and agreement.sent_at > since)
        yield DigestItem(text, page_link("partner-agreement", agreement.pk), is_new=is_new)


def deadlines(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Each deadline once at each of its lead times."""
    for deadline in new_deadlines(viewer, timezone.localdate(viewer.now)):
        text = _("%(title)s: %(sentence)s") % {"title": deadline.title, "sentence": deadline.sentence}
        yield DigestItem(
            text,
            page_link(deadline.url_name, deadline.url_id),
            on_sent=partial(note_reminder, viewer.person, deadline),
        )
