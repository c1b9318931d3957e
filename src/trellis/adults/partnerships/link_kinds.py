"""How the links to sign an agreement are shared."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.community.link_sharing import LINK_KINDS, LinkKind, LinkMessage, LinkRecipient
from trellis.core.community.models import Person

from . import signing
from .models import AgreementParty


def _signer(party: AgreementParty, person: Person | None) -> LinkRecipient:
    return LinkRecipient(party.signer_name or party.legal_name, party.email)


def _message(party: AgreementParty, recipient: LinkRecipient, address: str) -> LinkMessage:
    params: dict[str, object] = {
        "name": recipient.name,
        "title": party.agreement.title,
        "link": address,
        "days": signing.LINK_DAYS,
    }
    text = _(
        "Hello %(name)s,\n"
        "\n"
        "The agreement “%(title)s” is ready. Please read it, and sign it if everything is right:\n"
        "\n"
        "%(link)s\n"
        "\n"
        "You do not need an account. The link is only for you and works for %(days)d days.\n"
    )
    return LinkMessage(_("Please sign the agreement"), text % params)


def register_link_kinds() -> None:
    LINK_KINDS.register(
        signing.LINK_PURPOSE,
        LinkKind("sign-partnership", AgreementParty, _signer, _message, ("agreement",)),
    )
