"""How the link to a family's page is shared."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.community.link_sharing import LINK_KINDS, LinkKind, LinkMessage, LinkRecipient
from trellis.core.community.models import Person

from .services import LINK_PURPOSE


def _recipient(student: Person, guardian: Person | None) -> LinkRecipient:
    person = guardian or student  # a family's link is always somebody's
    return LinkRecipient(person.name, person.email, person.phone, (*person.reads, *student.home_languages))


def _message(student: Person, recipient: LinkRecipient, address: str) -> LinkMessage:
    return LinkMessage(_("Your family page from the school"), f"{page_words(student)}\n\n{address}\n")


def page_words(student: Person) -> str:
    """Say what the family's page is, in the language in force."""
    return _(
        "This is your page. See where %(student)s is today, what comes next, and how to reach "
        "the school. You do not need a password."
    ) % {"student": student.first_name}


def register_link_kinds() -> None:
    LINK_KINDS.register(LINK_PURPOSE, LinkKind("family-link", Person, _recipient, _message))
