"""How the links to confirm a student's days, and to sign an agreement, are shared."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.community.link_sharing import LINK_KINDS, LinkKind, LinkMessage, LinkRecipient
from trellis.core.community.models import Person

from . import agreements, confirming
from .models import Agreement, Placement


def _mentor(placement: Placement, person: Person | None) -> LinkRecipient:
    return LinkRecipient.of(person or placement.student)


def _days_message(placement: Placement, recipient: LinkRecipient, address: str) -> LinkMessage:
    params: dict[str, object] = {
        "mentor": recipient.name,
        "student": placement.student.first_name,
        "site": placement.place_name,
        "link": address,
        "days": confirming.LINK_DAYS,
    }
    text = _(
        "Hello %(mentor)s,\n"
        "\n"
        "%(student)s logged days at %(site)s. Please check the days and confirm them:\n"
        "\n"
        "%(link)s\n"
        "\n"
        "You do not need an account. The link is only for you and works for %(days)d days.\n"
    )
    return LinkMessage(_("Please confirm internship days"), text % params)


def _signer(agreement: Agreement, person: Person | None) -> LinkRecipient:
    return LinkRecipient.of(person or agreement.hold.search.student)


def _agreement_message(agreement: Agreement, recipient: LinkRecipient, address: str) -> LinkMessage:
    params: dict[str, object] = {
        "name": recipient.name,
        "student": agreement.hold.search.student.first_name,
        "site": agreement.hold.internship_site.name,
        "link": address,
        "days": agreements.LINK_DAYS,
    }
    text = _(
        "Hello %(name)s,\n"
        "\n"
        "The internship agreement for %(student)s at %(site)s is ready. Please read it, and sign "
        "it if everything is right:\n"
        "\n"
        "%(link)s\n"
        "\n"
        "You do not need an account. The link is only for you and works for %(days)d days.\n"
    )
    return LinkMessage(_("Please sign the internship agreement"), text % params)


def register_link_kinds() -> None:
    LINK_KINDS.register(
        confirming.LINK_PURPOSE,
        LinkKind("confirm-days", Placement, _mentor, _days_message, ("student", "site")),
    )
    LINK_KINDS.register(
        agreements.LINK_PURPOSE,
        LinkKind(
            "agreement-link", Agreement, _signer, _agreement_message, ("hold__search__student", "hold__site")
        ),
    )
