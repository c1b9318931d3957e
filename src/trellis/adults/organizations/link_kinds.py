"""How an organization's link to its page, and a family's link to a commitment, are shared."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.community.link_sharing import LINK_KINDS, LinkKind, LinkMessage, LinkRecipient
from trellis.core.community.models import Person

from .commitments import DISTRICT_PURPOSE
from .commitments import LINK_PURPOSE as COMMITMENT_PURPOSE
from .models import Relationship, SharedCommitment
from .relationship_forms import LINK_PURPOSE


def _recipient(relationship: Relationship, _person: Person | None) -> LinkRecipient:
    organization = relationship.organization
    return LinkRecipient(
        relationship.contact or organization.name,
        relationship.email or organization.email,
        relationship.phone or organization.phone,
        (relationship.language,),
    )


def _message(relationship: Relationship, recipient: LinkRecipient, address: str) -> LinkMessage:
    params = {"name": recipient.name, "school": relationship.school.name, "link": address}
    text = _(
        "Hello %(name)s,\n"
        "\n"
        "On this page you can read what you and %(school)s agreed on, and confirm it:\n"
        "\n"
        "%(link)s\n"
    )
    return LinkMessage(_("Your organization’s page"), text % params)


def _reader(_commitment: SharedCommitment, person: Person | None) -> LinkRecipient:
    return LinkRecipient.of(person) if person else LinkRecipient("")


def _commitment_message(commitment: SharedCommitment, recipient: LinkRecipient, address: str) -> LinkMessage:
    params = {"name": recipient.name, "school": commitment.school.name, "link": address}
    text = _(
        "Hello %(name)s,\n"
        "\n"
        "Here is the shared commitment of %(school)s. Please read it. If you agree, you can sign it there:\n"
        "\n"
        "%(link)s\n"
    )
    return LinkMessage(_("Sign the shared commitment"), text % params)


def _district(commitment: SharedCommitment, _person: Person | None) -> LinkRecipient:
    return LinkRecipient(commitment.district_contact, commitment.district_email)


def register_link_kinds() -> None:
    LINK_KINDS.register(
        DISTRICT_PURPOSE,
        LinkKind("commitment-district-link", SharedCommitment, _district, _commitment_message, ("school",)),
    )
    LINK_KINDS.register(
        COMMITMENT_PURPOSE,
        LinkKind("shared-commitment-link", SharedCommitment, _reader, _commitment_message, ("school",)),
    )
    LINK_KINDS.register(
        LINK_PURPOSE,
        LinkKind("organization-link", Relationship, _recipient, _message, ("organization", "school")),
    )
