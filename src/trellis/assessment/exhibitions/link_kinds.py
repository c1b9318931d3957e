"""How the links of panelists, and of visitors who say when they can come, are shared."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.link_sharing import LINK_KINDS, LinkKind, LinkMessage, LinkRecipient
from trellis.core.community.models import Person
from trellis.core.foundation.formatting import format_date_time

from .models import Attendee, Exhibition, Panelist
from .rounds import HOURS_LINK_PURPOSE
from .selectors import school_of_exhibition
from .services import PANEL_LINK_PURPOSE


def _panelist(seat: Panelist, _person: Person | None) -> LinkRecipient:
    reads = seat.person.reads if seat.person else ()
    return LinkRecipient(seat.display_name, seat.email, seat.person.phone if seat.person else "", reads)


def _panel_message(seat: Panelist, recipient: LinkRecipient, address: str) -> LinkMessage:
    exhibition = seat.exhibition
    params = {"name": recipient.name, "student": exhibition.student.first_name, "link": address}
    params["when"] = _when(exhibition)
    text = _(
        "Hello %(name)s,\n"
        "\n"
        "%(student)s is presenting what they learned: %(when)s. Would you come, ask questions "
        "and score the work with us?\n"
        "\n"
        "%(link)s\n"
        "\n"
        "You do not need an account.\n"
    )
    subject = (
        _("Would you join a panel?")
        if seat.exhibition.practice_school_id
        else _("Would you join a student’s panel?")
    )
    return LinkMessage(subject, text % params)


def _when(exhibition: Exhibition) -> str:
    """Its moment on the school's clock."""
    if exhibition.starts is None:
        return _("date to be announced")
    zone = school_local_time(school_of_exhibition(exhibition), timezone.now()).tzinfo
    with timezone.override(zone):
        return format_date_time(exhibition.starts)


def _visitor(attendee: Attendee, _person: Person | None) -> LinkRecipient:
    person = attendee.person
    phone, reads = (person.phone, person.reads) if person else ("", (attendee.language,))
    email = attendee.email or (person.email if person else "")
    return LinkRecipient(attendee.display_name, email, phone, reads)


def _hours_message(_attendee: Attendee, recipient: LinkRecipient, address: str) -> LinkMessage:
    text = _(
        "Hello %(name)s,\n"
        "\n"
        "Our students will soon present what they learned. When could you come?\n"
        "\n"
        "%(link)s\n"
    )
    return LinkMessage(_("When can you come?"), text % {"name": recipient.name, "link": address})


def register_link_kinds() -> None:
    LINK_KINDS.register(
        PANEL_LINK_PURPOSE,
        LinkKind(
            "panel",
            Panelist,
            _panelist,
            _panel_message,
            ("person", "exhibition__student"),
        ),
    )
    LINK_KINDS.register(
        HOURS_LINK_PURPOSE, LinkKind("attendee-hours", Attendee, _visitor, _hours_message, ("person",))
    )
