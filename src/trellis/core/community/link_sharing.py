"""Handing a link to the person it is for: by email in their language, as a text message, or as a QR code.

Each app registers how its links are shared, one `LinkKind` for each purpose. A page that has just created a link
shows it with `{% share_link address %}` (`web/shell/templatetags/sharing.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import quote, urlsplit
from uuid import UUID

import segno
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.languages import recipient_language
from trellis.core.foundation.models import Record
from trellis.core.foundation.outgoing_mail import send_email
from trellis.core.foundation.registry import Registry

from . import links
from .models import Link, Person
from .viewer import Viewer

REASON = "email a link to the person it is for"


@dataclass(frozen=True)
class LinkRecipient:
    """Whom a link is for. languages: what they read, the likeliest first."""

    name: str
    email: str = ""
    phone: str = ""
    languages: tuple[str, ...] = ()

    @classmethod
    def of(cls, person: Person) -> LinkRecipient:
        return cls(person.name, person.email, person.phone, person.reads)


class LinkMessage(NamedTuple):
    """The email around a link. The subject names no child: it is read on locked phones."""

    subject: str
    text: str


Row = TypeVar("Row", bound=Record)


@dataclass(frozen=True)
class LinkKind(Generic[Row]):
    """How the links of one purpose are shared.

    url_name: the page that a token opens. model: what `about_id` is a row of; who sees the row may share its links.
    recipient: whom a link is for. message: the email in the language in force, given the row, the recipient, the
    address. related: what both read along with the row.
    """

    url_name: str
    model: type[Row]
    recipient: Callable[[Row, Person | None], LinkRecipient]
    message: Callable[[Row, LinkRecipient, str], LinkMessage]
    related: tuple[str, ...] = ()


LINK_KINDS: Registry[str, LinkKind[Any]] = Registry(  # Any: each purpose has rows of its own
    "link-kinds", "how the links of each purpose are emailed, and to whom"
)


@dataclass(frozen=True)
class SharedLink:
    """A link as a page shows it. recipient, text: None and "" for a purpose that registered nothing."""

    link: Link
    address: str
    recipient: LinkRecipient | None = None
    text: str = ""
    language: str = ""

    @property
    def email(self) -> str:
        """The address on record, shortened: "r…@clinic.org"; "" where there is none."""
        return shorten_email(self.recipient.email) if self.recipient else ""

    @property
    def direction(self) -> str:
        return "rtl" if translation.get_language_info(self.language or "en")["bidi"] else "ltr"

    @property
    def qr_code(self) -> SafeString:
        return draw_qr_code(self.address)

    @property
    def sms_address(self) -> str:
        """What opens the phone's messages with the text already there."""
        phone = "".join(c for c in self.recipient.phone if c.isdigit() or c == "+") if self.recipient else ""
        return f"sms:{phone}?body={quote(self.text or self.address)}"


def shorten_email(email: str) -> str:
    """Return an address that its owner knows and nobody else can use: "r…@clinic.org"."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}" if domain else ""


def draw_qr_code(text: str) -> SafeString:
    """Return an SVG of a QR code, dark on white in every color scheme, as cameras want it."""
    svg = segno.make(text, error="m", micro=False).svg_inline(
        scale=1, border=3, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return mark_safe(svg)  # noqa: S308 drawn from modules; the text itself is not in it


def describe_link(address: str) -> SharedLink | None:
    """Return what a page shows of a link that was just created; None for an address that is not a link's."""
    link = _link_at(address)
    if link is None:
        return None
    kind, row = LINK_KINDS.get(link.purpose), _row_about(link)
    if kind is None or row is None:
        return SharedLink(link, address)
    recipient = kind.recipient(row, link.person)
    language = recipient_language(*recipient.languages, link.language)
    with translation.override(language):
        return SharedLink(link, address, recipient, kind.message(row, recipient, address).text, language)


def find_shareable_link(viewer: Viewer, link_id: UUID) -> Link | None:
    """Return a link that the viewer created, while they still see what it is about; None for any other."""
    links_of_viewer = Link.objects.unscoped("find a link that the viewer created").select_related("person")
    link = links_of_viewer.filter(pk=link_id, by=viewer.person_id, deleted_at=None).first()
    kind = LINK_KINDS.get(link.purpose) if link else None
    if (
        link is None
        or kind is None
        or not kind.model.objects.seen_by(viewer).filter(pk=link.about_id).exists()
    ):
        return None
    return link


def newest_links_of(
    viewer: Viewer, purpose: str, about: Iterable[UUID]
) -> dict[tuple[UUID, UUID | None], Link]:
    """Return the newest link that the viewer created, by what it is about and whom it is for."""
    created = Link.objects.unscoped("list the links that the viewer created").filter(
        by=viewer.person_id, purpose=purpose, about_id__in=list(about), deleted_at=None
    )
    return {(link.about_id, link.person_id): link for link in created.order_by("created")}


def email_link(address: str, by: UUID | None) -> str:
    """Email a link to the person it is for, once, in their language. Return their address, shortened.

    Raises ActionError where there is no address, and where the mail server does not take it.
    """
    shared = describe_link(address)
    recipient = shared.recipient if shared else None
    if shared is None or recipient is None or not recipient.email:
        raise ActionError(_("There is no email address for this person. Use the QR code or a text message."))
    link = shared.link
    if not _mark_sent(link, shared.email, by):
        return link.sent_to or shared.email
    try:
        with translation.override(shared.language):
            message = LINK_KINDS[link.purpose].message(_row_about(link), recipient, address)
            send_email(message.subject, message.text, recipient.email)
    except OSError as error:  # SMTPException is one
        _mark_not_sent(link, by)
        raise ActionError(_("The email could not be sent. Try again later, or copy the link.")) from error
    return shared.email


def try_to_email_link(address: str, by: UUID | None) -> bool:
    """Email a link that was just created, where there is an address. The page says so where it could not be sent."""
    try:
        return bool(email_link(address, by))
    except ActionError:
        return False


def _link_at(address: str) -> Link | None:
    return links.find_link(urlsplit(address).path.rstrip("/").rpartition("/")[2])


def _row_about(link: Link) -> Record | None:
    kind = LINK_KINDS.get(link.purpose)
    if kind is None:
        return None
    rows = kind.model.objects.unscoped(REASON).filter(pk=link.about_id)
    return rows.select_related(*kind.related).first() if kind.related else rows.first()


def _mark_sent(link: Link, to: str, by: UUID | None) -> bool:
    """Mark a link as emailed. Return False for one that was emailed before, or is over."""
    now = timezone.now()
    with ledger.act("email a link", by=by, about=link.about_id, purpose=link.purpose):
        unsent = Link.objects.unscoped("email a link only once").filter(
            pk=link.pk, sent_at=None, revoked_at=None
        )
        return bool(unsent.update(sent_at=now, sent_to=to[:80], modified=now))


def _mark_not_sent(link: Link, by: UUID | None) -> None:
    with ledger.act("note that a link was not emailed", by=by, about=link.about_id, purpose=link.purpose):
        sent = Link.objects.unscoped("email a link again that did not go out").filter(pk=link.pk)
        sent.update(sent_at=None, sent_to="", modified=timezone.now())
