"""Turning kinds of email on and off, and sending the daily email."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from trellis.core.community.models import Person
from trellis.core.foundation import ledger
from trellis.core.foundation.daily_tasks import PageUrlBuilder
from trellis.core.foundation.outgoing_mail import send_message

from .models import Digest, Preference
from .selectors import DAILY, DigestDraft, kinds_off
from .tokens import token_for

SENDING_PERIOD = timedelta(hours=1)
"""How long sending one email may take. After that whoever was sending it was stopped, and another run sends it."""


def save_preferences(person: Person, on: Iterable[str], off: Iterable[str]) -> None:
    """Turn these kinds of email on, and those off. The same choice sent twice is one."""
    before = kinds_off(person.pk)
    changes = {key: False for key in on if key in before} | {key: True for key in off if key not in before}
    if not changes:
        return
    preferences = Preference.objects.unscoped("save what a person wants to be emailed about")
    with ledger.act("choose notifications", by=person.pk, about=person.pk):
        for key, is_off in changes.items():
            preferences.update_or_create(person=person, kind=key, defaults={"off": is_off})


def turn_off_daily_email(person: Person) -> None:
    """Send a person no more daily emails. Pressing twice is once."""
    save_preferences(person, [], [DAILY])


def send_digest(draft: DigestDraft, now: datetime, address: PageUrlBuilder) -> bool:
    """Send a daily email; return False where another run has sent it, or is sending it.

    Raises what the mail server raises; then the next run tries again. Whoever is stopped between sending and noting it
    may send it twice, once: at least once is the promise.
    """
    with translation.override(draft.language):
        claimed = _claim_digest(draft, now, address)
        if claimed is None:
            return False
        digest, message = claimed
        try:
            send_message(message)
        except Exception:
            _release_digest(draft, digest)
            raise
        _mark_sent(draft, digest, now)
    return True


def _claim_digest(
    draft: DigestDraft, now: datetime, address: PageUrlBuilder
) -> tuple[Digest, EmailMultiAlternatives] | None:
    """Write down that the email is being sent, with the links that it needs; None where somebody else has."""
    person = draft.person
    facts = {"started_at": now, "items": len(draft.items)}
    with ledger.act("prepare a daily email", about=person.pk, items=len(draft.items)):
        digests = Digest.objects.unscoped("let one run at a time send a daily email")
        digest, is_first = digests.get_or_create(person=person, day=draft.day, defaults=facts)
        if not is_first:
            stopped = digests.filter(pk=digest.pk, sent_at=None, started_at__lte=now - SENDING_PERIOD)
            if not stopped.update(**facts, modified=now):
                return None
        return digest, _compose(draft, address)


def _release_digest(draft: DigestDraft, digest: Digest) -> None:
    """Take back what was written for an email that the mail server did not take."""
    with ledger.act("note that a daily email was not sent", about=draft.person.pk):
        for item in draft.items:
            if item.on_failed:
                item.on_failed()
        unsent = Digest.objects.unscoped("send a daily email again that did not go out")
        unsent.filter(pk=digest.pk, sent_at=None).delete()


def _mark_sent(draft: DigestDraft, digest: Digest, now: datetime) -> None:
    with ledger.act("send a daily email", about=draft.person.pk, items=len(draft.items)):
        unsent = Digest.objects.unscoped("note once that a daily email was sent")
        unsent.filter(pk=digest.pk, sent_at=None).update(sent_at=now, modified=now)
        for item in draft.items:
            if item.on_sent:
                item.on_sent()


def _compose(draft: DigestDraft, address: PageUrlBuilder) -> EmailMultiAlternatives:
    """Write the email, as text and as simple HTML. The subject only counts: it is read on locked phones."""
    count, token = len(draft.items), token_for(draft.person)
    off_url = address("unsubscribe", token)
    context = {
        "person": draft.person,
        "items": [(item.text, item.make_url(address)) for item in draft.items],
        "has_more": draft.has_more,
        "home_url": address("home"),
        "off_url": off_url,
        "choose_url": address("notifications-by-link", token),
    }
    subject = ngettext("Trellis: %(n)d thing for today", "Trellis: %(n)d things for today", count) % {
        "n": count
    }
    text = render_to_string("notifications/digest.txt", context)
    headers = {"List-Unsubscribe": f"<{off_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(subject, text, None, [draft.person.email], headers=headers)
    message.attach_alternative(render_to_string("notifications/digest.html", context), "text/html")
    return message
