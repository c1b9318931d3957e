"""How the link that a graduate keeps is shared."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.community.link_sharing import LINK_KINDS, LinkKind, LinkMessage, LinkRecipient
from trellis.core.community.models import Schooling

from .asking import LINK_PURPOSE, recipient_of


def _message(schooling: Schooling, recipient: LinkRecipient, address: str) -> LinkMessage:
    text = _(
        "Hello %(name)s,\n"
        "\n"
        "How are you? %(school)s would like to know what you are doing now. It takes two minutes:\n"
        "\n"
        "%(link)s\n"
        "\n"
        "Keep this link. You can change your answer at any time, or tell us not to ask again.\n"
    )
    params = {"name": recipient.name, "school": schooling.school.name, "link": address}
    return LinkMessage(_("How are you doing?"), text % params)


def register_link_kinds() -> None:
    LINK_KINDS.register(
        LINK_PURPOSE, LinkKind("alumni-link", Schooling, recipient_of, _message, ("student", "school"))
    )
