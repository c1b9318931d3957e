"""What goes out by itself: the student's packet, to a panel that is to have it in hand."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.community import links
from trellis.core.community.clock import school_local_time
from trellis.core.community.selectors import school_of
from trellis.core.foundation import ledger
from trellis.core.foundation.daily_tasks import PageUrlBuilder
from trellis.core.foundation.formatting import format_date_time
from trellis.core.foundation.languages import recipient_language
from trellis.core.foundation.outgoing_mail import try_to_send_email
from trellis.design.blueprint.selectors import package_for_school

from .models import Exhibition, Panelist
from .services import PANEL_LINK_PURPOSE, link_days

AHEAD_PERIOD = timedelta(days=60)


def send_packets(now: datetime, address: PageUrlBuilder) -> int:
    """Send each packet that is written and due to everybody on the panel who has a mail address; once."""
    coming = Exhibition.objects.system().filter(
        starts__range=(now, now + AHEAD_PERIOD), packet_sent_at=None, held_at=None, deleted_at=None
    )
    return sum(
        _send_packet(exhibition, now, address)
        for exhibition in coming.exclude(packet="").select_related("student")
    )


def _send_packet(exhibition: Exhibition, now: datetime, address: PageUrlBuilder) -> int:
    school = school_of(exhibition.student_id)
    package = package_for_school(school.pk) if school else None
    kinds = {kind.key: kind for kind in package.exhibition.kinds} if package and package.exhibition else {}
    kind, starts = kinds.get(exhibition.kind), exhibition.starts
    if kind is None or kind.packet_days is None or starts is None:
        return 0
    if starts - now > timedelta(days=kind.packet_days + 1):
        return 0
    seats = Panelist.objects.system().filter(exhibition=exhibition, deleted_at=None, declined_at=None)
    to = list(seats.exclude(email="").exclude(part=Panelist.Part.STUDENT).select_related("person"))
    with ledger.act("send a packet", about=exhibition.pk, seats=len(to)):
        fresh = Exhibition.objects.system().filter(pk=exhibition.pk, packet_sent_at=None)
        if not fresh.update(packet_sent_at=now, modified=now):
            return 0
        seats_and_links = [(seat, _issue_panel_link(exhibition, seat, address)) for seat in to]
    with timezone.override(school_local_time(school, now).tzinfo):
        sent = sum(_email_packet(exhibition, starts, seat, link) for seat, link in seats_and_links)
    if seats_and_links and not sent:
        _mark_not_sent(exhibition)
    return sent


def _mark_not_sent(exhibition: Exhibition) -> None:
    """Note that nobody got the packet, so that the next run sends it."""
    with ledger.act("note that a packet was not sent", about=exhibition.pk):
        rows = Exhibition.objects.system().filter(pk=exhibition.pk)
        rows.update(packet_sent_at=None, modified=timezone.now())


def _issue_panel_link(exhibition: Exhibition, seat: Panelist, address: PageUrlBuilder) -> str:
    links.revoke_links(PANEL_LINK_PURPOSE, seat.pk, None)
    return address(
        "panel", links.issue_link(PANEL_LINK_PURPOSE, seat.pk, seat.person, link_days(exhibition), None)
    )


def _email_packet(exhibition: Exhibition, starts: datetime, seat: Panelist, link: str) -> bool:
    with translation.override(recipient_language(*(seat.person.reads if seat.person else ()))):
        params = {
            "name": seat.display_name,
            "student": exhibition.student.first_name,
            "link": link,
            "packet": exhibition.packet,
        }
        params["when"] = format_date_time(starts)
        return try_to_send_email(
            _("What a student sends you to read before %(when)s") % params,
            _(
                "Hello %(name)s,\n"
                "\n"
                "Please read this from %(student)s before %(when)s:\n"
                "\n"
                "%(packet)s\n"
                "\n"
                "Your page, with everything you need for the day:\n"
                "\n"
                "%(link)s\n"
            )
            % params,
            seat.email,
        )
