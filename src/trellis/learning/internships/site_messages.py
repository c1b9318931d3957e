"""Messages to a site about a student who looks for an internship: the text to start from, and sending it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.languages import language_name, recipient_language
from trellis.core.foundation.outgoing_mail import send_email

from .models import Reservation, Site, SiteMentor, SiteMessage

LATIN_LETTER = "[a-z\u00df-\u024f]"


@dataclass(frozen=True)
class Recipient:
    """Whom a message goes to: a mentor, or the site itself where `person` is None. language: BCP 47."""

    key: str
    name: str
    person: Person | None
    email: str
    phone: str
    language: str

    @property
    def language_title(self) -> str:
        """The language as the viewer calls it."""
        return language_name(self.language)


def recipients_at(site: Site) -> list[Recipient]:
    """Return who can be written to at a site: its mentors by name, those with an email first, then the site."""
    rows = SiteMentor.objects.unscoped("list whom the school can write to at a site").filter(
        site=site, left_at=None, deleted_at=None, person__deleted_at=None
    )
    people = [row.person for row in rows.select_related("person").order_by("person__given_name", "pk")]
    mentors = [
        Recipient(
            str(person.pk), person.name, person, person.email, person.phone, recipient_language(*person.reads)
        )
        for person in people
    ]
    desk = Recipient("site", site.name, None, site.email, site.phone, recipient_language(*site.languages))
    return [*sorted(mentors, key=lambda mentor: not mentor.email), desk]


@dataclass(frozen=True)
class MessageText:
    """The text that a message starts from."""

    subject: str
    body: str


def draft_message(
    hold: Reservation, recipient: Recipient, sender: Person, school: str, language: str
) -> MessageText:
    """Return the text to start from, in a language. A student has no name in it until the school has approved, and
    then a first name."""
    with translation.override(language):
        params = {
            "name": recipient.person.first_name if recipient.person else recipient.name,
            "student": hold.search.student.first_name,
            "interest": hold.search.field or hold.internship_site.field or _("your field of work"),
            "site": hold.internship_site.name,
            "sender": f"{sender.name}, {school}",
            "contact": "\n".join(filter(None, [sender.email, sender.phone])),
        }
        subject = _("A student is interested in %(site)s") % params
        text = _approved_text() if hold.approved_at else _first_text()
        return MessageText(subject, (text % params).strip())


def _first_text() -> str:
    return _(
        "Hello %(name)s,\n"
        "\n"
        "One of our students is curious about: %(interest)s. Could a student visit %(site)s for a short talk, "
        "and maybe come back for a day?\n"
        "\n"
        "Please answer with a day and time that works for you. We will tell you the "
        "student’s first name after the school has agreed.\n"
        "\n"
        "Thank you,\n"
        "%(sender)s\n"
        "%(contact)s\n"
    )


def _approved_text() -> str:
    return _(
        "Hello %(name)s,\n"
        "\n"
        "%(student)s is curious about: %(interest)s. Our school has approved an internship at %(site)s. "
        "When could %(student)s and I meet with you to plan the days and the work?\n"
        "\n"
        "Please answer with a day and time that works for you.\n"
        "\n"
        "Thank you,\n"
        "%(sender)s\n"
        "%(contact)s\n"
    )


def send_message(
    hold: Reservation,
    recipient: Recipient,
    text: MessageText,
    message_id: UUID,
    by: Person,
    sent_elsewhere: bool,
) -> SiteMessage:
    """Send a message to a site, and store it. sent_elsewhere: the sender gave it by phone or in person; it is only
    stored. Sent twice with the same id, it goes out once.

    Raises ActionError for a text that tells more of a student than a first name, without an email address, and when
    the email cannot be sent.
    """
    _check_text(hold, text, (hold.internship_site.name, recipient.name, by.name))
    if not sent_elsewhere and not recipient.email:
        raise ActionError(
            _("No email address is saved for %(name)s. Copy the text instead.") % {"name": recipient.name}
        )
    way = SiteMessage.Way.OTHER if sent_elsewhere else SiteMessage.Way.EMAIL
    with ledger.act("write to a site", by=by.pk, about=hold.search_id, way=way.value):
        facts = {
            "search": hold.search,
            "site": hold.site,
            "to": recipient.person,
            "address": "" if sent_elsewhere else recipient.email,
            "way": way,
            "language": recipient.language,
            "subject": text.subject,
            "body": text.body,
            "sent_by": by,
        }
        messages = SiteMessage.objects.unscoped("send a message only once")
        message, is_new = messages.get_or_create(sourced_id=message_id, defaults=facts)
        if message.search_id != hold.search_id:
            raise ActionError(_("Someone else changed this while you had it open. Check it again."))
    if is_new and not sent_elsewhere:
        _send_email(message, text, by)
    return message


def _send_email(message: SiteMessage, text: MessageText, by: Person) -> None:
    """Send the text that was stored; answers go to the sender. Raises ActionError when it cannot be sent, and takes the
    row back."""
    try:
        send_email(text.subject, text.body, message.address, [by.email] if by.email else ())
    except OSError as error:  # SMTPException is one
        with ledger.act("note that a site was not written to", by=by.pk, about=message.search_id):
            SiteMessage.objects.unscoped("take back what did not go out").filter(pk=message.pk).delete()
        raise ActionError(
            _("The email could not be sent. Your text is still here. Try again later, or call the site.")
        ) from error


def _check_text(hold: Reservation, text: MessageText, known_names: tuple[str, ...]) -> None:
    """Raises ActionError when a text names more of the student than it may. known_names: of others in the text."""
    student = hold.search.student
    reject_immigration_status(f"{text.subject}\n{text.body}")
    subject, body = (_without(part, known_names) for part in (text.subject, text.body))
    first_names = (student.first_name, student.given_name)
    if _has_name(subject, *first_names, student.family_name):
        raise ActionError(_("Leave the student’s name out of the subject. Others can see subjects."), "title")
    if _has_name(body, student.family_name):
        raise ActionError(_("Leave out the student’s last name. The site needs only the first name."), "body")
    if not hold.approved_at and _has_name(body, *first_names):
        raise ActionError(
            _("The school has not approved this request yet. Leave out the student’s name until then."),
            "body",
        )


def _without(text: str, names: tuple[str, ...]) -> str:
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, " ")
    return text


def _has_name(text: str, *names: str) -> bool:
    """Whether a text holds one of these names, or a part of one, as a word of its own."""
    parts = {part.casefold() for name in names for part in [name, *name.split()] if len(part) > 1}
    return any(
        re.search(rf"(?<!{LATIN_LETTER}){re.escape(part)}(?!{LATIN_LETTER})", text.casefold())
        for part in parts
    )
