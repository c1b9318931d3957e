"""An exhibition that moves within two days: everybody who would come at the wrong time is emailed at once.

Each gets the link to their own page: the student's, the family's, staff's, or that of a panelist without an account.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.assessment.exhibitions.models import Exhibition, Panelist
from trellis.assessment.exhibitions.selectors import school_of_exhibition
from trellis.assessment.exhibitions.services import PANEL_LINK_PURPOSE, link_days
from trellis.core.community import links
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Account, Link, Person, Role, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer, active_at
from trellis.core.foundation.daily_tasks import PageUrlBuilder
from trellis.core.foundation.formatting import format_moment
from trellis.core.foundation.languages import recipient_language
from trellis.core.foundation.outgoing_mail import try_to_send_email

from .registry import page_link, public_link
from .selectors import kinds_off
from .sources.families import family_page

MOVED = "exhibition-moved"
SHORT_NOTICE = timedelta(hours=48)
REASON = "find who must know at once"


class Recipient(NamedTuple):
    """Somebody who would come. make_url: builds the address of their page."""

    email: str
    name: str
    languages: tuple[str, ...]
    make_url: Callable[[PageUrlBuilder], str]


def email_people_of_moved_exhibition(
    exhibition_id: UUID, before: datetime | None, now: datetime | None
) -> None:
    """Email whoever would come, where an exhibition moves from or to a time in the next two days."""
    soon = timezone.now() + SHORT_NOTICE
    if before and (before <= soon or (now and now <= soon)) and max(before, now or before) > timezone.now():
        transaction.on_commit(partial(_email_about_move, exhibition_id, before, now), robust=True)


def _email_about_move(exhibition_id: UUID, before: datetime, now: datetime | None) -> None:
    exhibition = Exhibition.objects.unscoped(REASON).select_related("student").get(pk=exhibition_id)
    zone = school_local_time(school_of_exhibition(exhibition), timezone.now()).tzinfo
    with timezone.override(zone):
        for recipient in _people_coming(exhibition):
            with translation.override(recipient_language(*recipient.languages)):
                _email_recipient(recipient, before, now)


def _email_recipient(recipient: Recipient, before: datetime, now: datetime | None) -> None:
    params = {
        "name": recipient.name,
        "before": format_moment(before),
        "now": format_moment(now) if now else _("date to be announced"),
        "link": recipient.make_url(page_address) if settings.TRELLIS_ADDRESS else "",
    }
    text = _(
        "Hello %(name)s,\n"
        "\n"
        "An exhibition that you planned to be at has moved.\n"
        "\n"
        "Old time: %(before)s\n"
        "New time: %(now)s\n"
        "\n"
        "%(link)s\n"
    )
    try_to_send_email(_("An exhibition has moved"), (text % params).strip() + "\n", recipient.email)


def page_address(name: str, *parts: object) -> str:
    """The whole address of a page."""
    return settings.TRELLIS_ADDRESS.rstrip("/") + reverse(name, args=parts)


def _people_coming(exhibition: Exhibition) -> list[Recipient]:
    """The student, the family and the panel: once for each address."""
    student = exhibition.student
    ties = Tie.objects.unscoped(REASON).filter(
        active_at(timezone.now()), role=Role.GUARDIAN, to_person=student
    )
    family = Person.objects.unscoped(REASON).filter(pk__in=ties.values("person"), deleted_at=None)
    panel = Panelist.objects.unscoped(REASON).filter(
        exhibition=exhibition, deleted_at=None, is_proposed=False
    )
    people = [(student.email, student, page_link("exhibition", exhibition.pk))]
    people += [(person.email, person, family_page(Viewer.of(person), student.pk)) for person in family]
    seats = list(panel.select_related("person"))
    people += [
        (seat.email or seat.person.email, seat.person, _panel_page(exhibition, seat))
        for seat in seats
        if seat.person
    ]
    recipients = {
        email: Recipient(email, person.first_name, person.reads, make_url)
        for email, person, make_url in people
        if email and MOVED not in kinds_off(person.pk)
    }
    recipients |= {
        seat.email: Recipient(seat.email, seat.name, (), _panel_page(exhibition, seat))
        for seat in seats
        if seat.email and not seat.person
    }
    return list(recipients.values())


def _panel_page(exhibition: Exhibition, seat: Panelist) -> Callable[[PageUrlBuilder], str]:
    """Return what builds the address of a panelist's page: signed in for staff, otherwise by their link."""
    if seat.person and Account.objects.filter(person=seat.person, is_active=True).exists():
        viewer = Viewer.of(seat.person)
        is_shown = Exhibition.objects.seen_by(viewer).filter(pk=exhibition.pk).exists()
        if is_shown and viewer.roles & set(SCHOOL_ROLES):
            return page_link("exhibition", exhibition.pk)
    return lambda address: public_link("panel", _panel_token(exhibition, seat))(address)


def _panel_token(exhibition: Exhibition, seat: Panelist) -> str:
    """The token of the link that the panelist has, where it still opens on the new day; else of a new one."""
    panel_links = Link.objects.unscoped("find the page that a panelist can open").filter(
        purpose=PANEL_LINK_PURPOSE, about_id=seat.pk, revoked_at=None, deleted_at=None
    )
    open_until = max(exhibition.starts or timezone.now(), timezone.now())
    link = panel_links.filter(expires__gt=open_until).order_by("-created").first()
    if link:
        return links.sign_link(link)
    return links.issue_link(PANEL_LINK_PURPOSE, seat.pk, seat.person, link_days(exhibition), None)
