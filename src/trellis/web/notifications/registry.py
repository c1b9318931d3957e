"""What people are emailed about: kinds that wait for the daily email, and kinds that are sent at once.

`sources/` registers the daily kinds, `immediate_emails.py` those sent at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.daily_tasks import PageUrlBuilder
from trellis.core.foundation.registry import Registry

Label = str | Promise


def page_link(name: str, *parts: object) -> Callable[[PageUrlBuilder], str]:
    """Return what builds the whole address of a page, by way of the sign-in page: who is signed in goes straight on."""
    return lambda address: f"{address('account_login')}?{urlencode({'next': reverse(name, args=parts)})}"


def public_link(name: str, *parts: object) -> Callable[[PageUrlBuilder], str]:
    """Return what builds the whole address of a page that opens without signing in."""
    return lambda address: address(name, *parts)


def no_link(_address: PageUrlBuilder) -> str:
    """The address of nothing: for a reader who can open no page."""
    return ""


@dataclass(frozen=True)
class DigestItem:
    """One line of a daily email, in the language in force.

    make_url: builds the address of its page when the email is sent; it may create a link. is_new: it is a reason to
    send an email; what only waits is told along with it, or once a week. on_sent: what to note once it has gone out.
    on_failed: what to take back of `make_url` where the mail server did not take it.
    """

    text: str
    make_url: Callable[[PageUrlBuilder], str]
    is_new: bool = True
    on_sent: Callable[[], None] | None = None
    on_failed: Callable[[], None] | None = None


@dataclass(frozen=True)
class Source:
    """A kind of news in the daily email. `collect(viewer, since)` reads as the viewer, and tells what came since.

    part: the part of the school's model that it is about; "" for every school. readers: who is told whatever their
    role, as a query of the ids of people.
    """

    key: str
    label: Label
    roles: frozenset[str]
    collect: Callable[[Viewer, datetime], Iterable[DigestItem]]
    part: str = ""
    readers: Callable[[], QuerySet] | None = None


@dataclass(frozen=True)
class ImmediateKind:
    """A kind of email that can't wait until tomorrow. reason: why it can't be turned off; "" where it can."""

    key: str
    label: Label
    roles: frozenset[str]
    reason: Label = ""
    part: str = ""


SOURCES: Registry[str, Source] = Registry("email-sources", "what the daily email tells, and whom")
IMMEDIATE_KINDS: Registry[str, ImmediateKind] = Registry("immediate-emails", "which emails are sent at once")
EVERYBODY: frozenset[str] = frozenset()
"""In `ImmediateKind.roles`: whatever somebody's role is."""
