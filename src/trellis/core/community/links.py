"""Links for people without an account: signed, for one purpose, until a moment, and good for one use."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.languages import supported_language, ui_language
from trellis.core.foundation.requests import Request

from .clock import zone_of_viewer
from .models import Link, Person
from .viewer import Viewer

SEPARATOR = "~"
LINK_LANGUAGE = "link_language"
"""The attribute of a request that holds the language of a link's holder."""
LINK_NETWORK = "link_network"
"""On a request by a link: the network of the link's holder, where they have a record."""


class LinkExpiredError(ActionError):
    """The link worked once and is used, revoked or expired."""


def _signer(purpose: str) -> signing.Signer:
    return signing.Signer(sep=SEPARATOR, salt=f"trellis.link.{purpose}")


def issue_link(
    purpose: str, about: UUID, person: Person | None, days: int, by: UUID | None, language: str = ""
) -> str:
    """A token for this purpose, good for `days`. It is shown now and never again: only its row is stored.

    `language` (BCP 47): what its holder reads, where they have no record of their own.
    """
    return sign_link(create_link(purpose, about, person, days, by, language))


def create_link(
    purpose: str, about: UUID, person: Person | None, days: int, by: UUID | None, language: str = ""
) -> Link:
    """The row of a new link; as `issue_link`."""
    until = timezone.now() + timedelta(days=days)
    with ledger.act("give a link", by=by, about=about, purpose=purpose, days=days):
        return Link.objects.create(
            purpose=purpose, about_id=about, person=person, expires=until, by_id=by, language=language[:12]
        )


def sign_link(link: Link) -> str:
    """Return the token that opens a link."""
    return _signer(link.purpose).sign(link.pk.hex)


def renew_link(link: Link, by: UUID) -> Link:
    """Issue a link like this one for as many days, and revoke every earlier one of the same person and purpose."""
    now = timezone.now()
    days = max(1, (link.expires - link.created).days)
    with ledger.act("send a new link", by=by, about=link.about_id, purpose=link.purpose, days=days):
        earlier = Link.objects.unscoped("revoke earlier links").filter(
            purpose=link.purpose, about_id=link.about_id, person=link.person_id, revoked_at=None
        )
        earlier.update(revoked_at=now, modified=now)
        return Link.objects.create(
            purpose=link.purpose,
            about_id=link.about_id,
            person=link.person,
            expires=now + timedelta(days=days),
            by_id=by,
            language=link.language,
        )


def resolve_link(purpose: str, token: str, settled: bool = False) -> Link:
    """The link behind a token. Raises ActionError for one that was never given, LinkExpiredError for one that is over.

    settled: also one that was used, for a page on which its holder corrects what they sent.
    """
    try:
        key = UUID(hex=_signer(purpose).unsign(token))
    except (signing.BadSignature, ValueError):
        raise ActionError(_("This link is incomplete. Open it again from the message it came in.")) from None
    links = Link.objects.unscoped("find the link that a person opened").select_related("person", "by")
    link = links.filter(pk=key, purpose=purpose, deleted_at=None).first()
    if link is None:
        raise ActionError(_("This link is incomplete. Open it again from the message it came in."))
    if link.revoked_at:
        raise LinkExpiredError(_("The school canceled this link. Ask the school for a new one."))
    if link.used_at and not settled:
        raise LinkExpiredError(_("This is already done. Thank you."))
    if link.expires <= timezone.now():
        raise LinkExpiredError(_("This link has expired. Ask the school for a new one."))
    return link


@contextmanager
def activate_link_locale(request: Request, token: str) -> Generator[Link | None]:
    """Use the language of the link's holder, whether the link is open or over, and the clock of their school; the
    phone's language where the school has none on record, and never that of somebody who is signed in on it."""
    link = find_link(token)
    person = link.person if link else None
    language = supported_language(*(person.reads if person else ()), link.language) if link else ui_language()
    language = language or translation.get_language_from_request(request)
    setattr(request, LINK_LANGUAGE, language)
    setattr(request, LINK_NETWORK, person.network_id if person else None)
    zone = zone_of_viewer(Viewer.of(person)) if person else timezone.get_current_timezone()
    with translation.override(language), timezone.override(zone):
        yield link


def render_link_error(request: Request, error: ActionError, page: str) -> HttpResponse:
    """Render the page that says why a link does not work: expired or used (410), or unknown (404)."""
    return render(
        request,
        page,
        {"sentence": error.message},
        status=410 if isinstance(error, LinkExpiredError) else 404,
    )


def set_link_language(token: str, language: str) -> bool:
    """Save the language in which the holder of an open link reads. Return False for no open link."""
    link = find_link(token)
    now = timezone.now()
    if link is None or link.revoked_at or link.deleted_at or link.expires <= now:
        return False
    with ledger.act("choose a language", by=link.person_id, about=link.pk, language=language):
        if link.person is None:
            rows = Link.objects.unscoped("find the link that a person opened").filter(pk=link.pk)
        else:
            rows = Person.objects.unscoped("find the person that a link belongs to").filter(pk=link.person_id)
        rows.exclude(language=language).update(language=language, modified=now)
    return True


def find_link(token: str) -> Link | None:
    """Return the row of a genuine token, whatever its purpose, open or over; None for any other text."""
    try:
        key = UUID(hex=token.partition(SEPARATOR)[0])
    except ValueError:
        return None
    links = Link.objects.unscoped("find the link that a person opened").select_related("person")
    link = links.filter(pk=key).first()
    try:
        is_genuine = link is not None and _signer(link.purpose).unsign(token)
    except signing.BadSignature:
        return None
    return link if is_genuine else None


def mark_link_used(link: Link) -> None:
    """Mark the link as used, inside the act it was for. Raises LinkExpiredError when it was used meanwhile."""
    now = timezone.now()
    open_link = Link.objects.unscoped("mark a link used only once").filter(
        pk=link.pk, used_at=None, revoked_at=None
    )
    if not open_link.filter(expires__gt=now).update(used_at=now, modified=now):
        raise LinkExpiredError(_("This is already done. Thank you."))


def revoke_links(purpose: str, about: UUID, by: UUID | None) -> int:
    """Revoke every open link of this purpose for one thing. Return how many."""
    now = timezone.now()
    with ledger.act("cancel a link", by=by, about=about, purpose=purpose):
        links = Link.objects.unscoped("revoke earlier links").filter(purpose=purpose, about_id=about)
        return links.filter(used_at=None, revoked_at=None).update(revoked_at=now, modified=now)
