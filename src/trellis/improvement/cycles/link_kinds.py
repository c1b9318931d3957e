"""How the link on which somebody enters numbers without an account is shared."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.community.link_sharing import LINK_KINDS, LinkKind, LinkMessage, LinkRecipient
from trellis.core.community.models import Person

from .models import PracticalMeasure
from .services.practical import LINK_PURPOSE


def _recipient(_measure: PracticalMeasure, person: Person | None) -> LinkRecipient:
    return LinkRecipient.of(person) if person else LinkRecipient("")


def _message(measure: PracticalMeasure, _recipient: LinkRecipient, address: str) -> LinkMessage:
    text = _("Please count this for us: %(question)s\n\n%(link)s\n\nYou do not need an account.\n")
    return LinkMessage(_("Enter a number"), text % {"question": measure.question, "link": address})


def register_link_kinds() -> None:
    LINK_KINDS.register(
        LINK_PURPOSE, LinkKind("measure-link", PracticalMeasure, _recipient, _message, ("school", "team"))
    )
