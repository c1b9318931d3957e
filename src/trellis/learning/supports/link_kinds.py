"""How a partner's link to a referral is shared. The email names nobody: only the page says what it is about."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.community.link_sharing import LINK_KINDS, LinkKind, LinkMessage, LinkRecipient
from trellis.core.community.models import Person

from .models import Referral
from .partner_services import LINK_PURPOSE


def _recipient(referral: Referral, _person: Person | None) -> LinkRecipient:
    partner = referral.partner
    return LinkRecipient(partner.contact or partner.name, partner.email, partner.phone, (partner.language,))


def _message(_referral: Referral, recipient: LinkRecipient, address: str) -> LinkMessage:
    params = {"name": recipient.name, "link": address}
    text = (
        _("Hello %(name)s,\n\nA school is asking if you can help one of its students:\n\n%(link)s\n") % params
    )
    return LinkMessage(_("A school is asking for your help"), text)


def register_link_kinds() -> None:
    LINK_KINDS.register(LINK_PURPOSE, LinkKind("referral", Referral, _recipient, _message, ("partner",)))
