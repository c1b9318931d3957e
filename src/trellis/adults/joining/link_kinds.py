"""How the link of a joining school's contact is shared."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.community.link_sharing import LINK_KINDS, LinkKind, LinkMessage, LinkRecipient
from trellis.core.community.models import Person

from .models import JoiningSchool
from .pauses import LINK_PURPOSE

LINK_DAYS = 90


def _contact(joining: JoiningSchool, _person: Person | None) -> LinkRecipient:
    languages = (joining.contact_language,) if joining.contact_language else ()
    return LinkRecipient(joining.contact_name, joining.contact_email, "", languages)


def _message(joining: JoiningSchool, recipient: LinkRecipient, address: str) -> LinkMessage:
    text = _(
        "Hello %(name)s,\n"
        "\n"
        "Here are the next steps of %(school)s on its way into %(network)s:\n"
        "\n"
        "%(link)s\n"
        "\n"
        "You do not need an account.\n"
    )
    params = {
        "name": recipient.name,
        "school": joining.name,
        "network": joining.network.name,
        "link": address,
    }
    return LinkMessage(_("Your school’s next steps"), text % params)


def register_link_kinds() -> None:
    LINK_KINDS.register(
        LINK_PURPOSE, LinkKind("joining-link", JoiningSchool, _contact, _message, ("network",))
    )
