"""Handing a join code to the person it is for: by email, as a text message, or read out."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from trellis.core.community.link_sharing import draw_qr_code, shorten_email
from trellis.core.community.models import Person
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.languages import recipient_language
from trellis.core.foundation.outgoing_mail import send_email

from .services import make_join_code


@dataclass(frozen=True)
class SharedCode:
    """A join code as a page shows it, once. sent_to: the shortened address that it was emailed to, or ""."""

    person: Person
    code: str
    join_url: str
    sent_to: str = ""

    @property
    def email(self) -> str:
        return shorten_email(self.person.email)

    @property
    def qr_code(self) -> SafeString:
        """Of the page where the code is entered; the code itself is never in an address."""
        return draw_qr_code(self.join_url)

    @property
    def text(self) -> str:
        """The message around the code, in the person's language."""
        with translation.override(recipient_language(*self.person.reads)):
            return _(
                "Hello %(name)s,\n"
                "\n"
                "This is your code for Trellis: %(code)s\n"
                "\n"
                "It works once and expires in 14 days. Enter it here:\n"
                "\n"
                "%(link)s\n"
            ) % {"name": self.person.first_name, "code": self.code, "link": self.join_url}

    @property
    def sms_address(self) -> str:
        return f"sms:{quote(self.person.phone, safe='+')}?body={quote(self.text)}"


def email_new_code(person: Person, by: UUID, join_url: str) -> SharedCode:
    """Make a new code, which ends the one before, and email it. Raises ActionError where it cannot be emailed."""
    if not person.email:
        raise ActionError(_("There is no email address for this person. Use the QR code or a text message."))
    shared = SharedCode(person, make_join_code(person, by), join_url, shorten_email(person.email))
    with translation.override(recipient_language(*person.reads)):
        subject = _("Your code for Trellis")
    try:
        send_email(subject, shared.text, person.email)
    except OSError as error:  # SMTPException is one
        raise ActionError(_("The email could not be sent. Try again later, or copy the link.")) from error
    return shared
