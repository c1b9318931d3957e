"""How the private link to a student's calendar is shared: with the student, on their own devices."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.community.link_sharing import LINK_KINDS, LinkKind, LinkMessage, LinkRecipient
from trellis.core.community.models import Person

from .forms import CALENDAR_LINK_PURPOSE


def _recipient(student: Person, person: Person | None) -> LinkRecipient:
    return LinkRecipient.of(person or student)


def _message(student: Person, recipient: LinkRecipient, address: str) -> LinkMessage:
    text = _("Hello %(name)s,\n\nAdd this link to your calendar app to see your week there:\n\n%(link)s\n")
    return LinkMessage(_("Your calendar link"), text % {"name": recipient.name, "link": address})


def register_link_kinds() -> None:
    LINK_KINDS.register(CALENDAR_LINK_PURPOSE, LinkKind("calendar-feed", Person, _recipient, _message))
