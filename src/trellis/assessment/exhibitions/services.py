"""Planning an exhibition, setting its time, asking its panel, and the answers of panelists."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import link_sharing, links
from trellis.core.community.models import Person, School, Term
from trellis.core.community.selectors import is_name_of_student
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import parse_email
from trellis.core.foundation.revisions import save_if_current

from .models import Exhibition, Panelist
from .time_changes import announce_time_change

PANEL_LINK_PURPOSE = "panel"
LINK_DAYS_AFTER = 7
"""Days after an exhibition for which a panelist's link still opens."""


def plan_exhibition(
    student: Person, term: Term, kind: str, minutes: int, by: UUID, practice_school: School | None = None
) -> Exhibition:
    """Return the student's exhibition of a kind in a term, with the student as first scorer; created when there is
    none. practice_school: where an adult shows their practice."""
    with ledger.act("plan an exhibition", by=by, about=student.pk):
        exhibitions = Exhibition.objects.unscoped("keep one exhibition of a kind in a term")
        exhibition, created = exhibitions.get_or_create(
            student=student,
            term=term,
            kind=kind,
            defaults={"minutes": minutes, "practice_school": practice_school},
        )
        if created:
            Panelist.objects.create(
                exhibition=exhibition, person=student, part=Panelist.Part.STUDENT, accepted_at=timezone.now()
            )
    return exhibition


def set_time(
    exhibition: Exhibition,
    starts: datetime | None,
    room: str,
    packet: str,
    by: UUID,
    seen: int | None = None,
) -> None:
    """Write down when and where, and what the panel has in hand. Raises ActionError once it is agreed, EditConflict
    when somebody wrote it since `seen`."""
    check_not_agreed(exhibition)
    room, packet = room.strip(), packet.replace("\x00", "").strip()
    if len(room) > 60 or len(packet) > 4000:
        raise ActionError(
            _(
                "The room can have up to 60 characters and the packet up to 4,000. Shorten the one that "
                "is too long."
            )
        )
    with ledger.act("set the time of an exhibition", by=by, about=exhibition.pk):
        by_hand = exhibition.by_hand or (starts, room) != (exhibition.starts, exhibition.room)
        values = {"starts": starts, "room": room, "packet": packet, "by_hand": by_hand}
        labels = {
            "starts": _("Date and time"),
            "room": _("Room"),
            "packet": _("Packet: what the panel reads before the exhibition"),
        }
        before = exhibition.starts
        save_if_current(exhibition, values, seen, labels)
        announce_time_change(exhibition, before, starts)


def restore_time(
    exhibition: Exhibition, starts: datetime | None, room: str, by_hand: bool, by: UUID, seen: int
) -> None:
    """Undo a change of time and room. Raises ActionError once the panel has agreed, and where the exhibition was
    changed since `seen`."""
    check_not_agreed(exhibition)
    with ledger.act("restore the time of an exhibition", by=by, about=exhibition.pk):
        values = {"starts": starts, "room": room, "by_hand": by_hand}
        labels = {"starts": _("Date and time"), "room": _("Room")}
        save_if_current(exhibition, values, seen, labels)


def invite_panelist(
    exhibition: Exhibition,
    part: str,
    name: str,
    email: str,
    person: Person | None,
    by: UUID,
    address: Callable[[str], str],
    seen: int | None = None,
) -> tuple[Panelist, str]:
    """Ask somebody onto the panel: the seat, and their link. The same person asked twice keeps one seat, and the
    address where none is typed.

    Links given to them before stop working. Raises ActionError for a seat without a name or a wrong address,
    EditConflict where somebody else asked them as something else since `seen` (ABSENT: the page showed no seat of
    theirs).
    """
    check_not_agreed(exhibition)
    name, email = parse_name(name), parse_email(email)
    _check_part(exhibition, part, person, name)
    with ledger.act("ask a panelist", by=by, about=exhibition.pk):
        seats = Panelist.objects.unscoped("keep one seat of a person on a panel").filter(
            exhibition=exhibition, deleted_at=None
        )
        same_person = seats.filter(person=person) if person else seats.filter(person=None, name=name)
        seat = same_person.first()
        email = email or (seat.email if seat else "") or (person.email if person else "")
        if seat is None:
            seat = Panelist(exhibition=exhibition, person=person, name=name, part=part, email=email)
            seat.save()
        else:
            labels = {"part": _("Role on the panel"), "email": _("Email")}
            seat = save_if_current(seat, {"part": part, "email": email}, seen, labels)
            seat.person = person
        links.revoke_links(PANEL_LINK_PURPOSE, seat.pk, by)
        token = links.issue_link(PANEL_LINK_PURPOSE, seat.pk, person, link_days(exhibition), by)
    link = address(token)
    if seat.email:
        link_sharing.try_to_email_link(link, by)
    return seat, link


def _check_part(exhibition: Exhibition, part: str, person: Person | None, name: str) -> None:
    """Raise ActionError for somebody without a name, and for a part that they can't have."""
    if part not in Panelist.Part.values or part == Panelist.Part.STUDENT:
        raise ActionError(_("Choose this person’s role on the panel."))
    if not (person or name):
        raise ActionError(_("Enter the name of the person you are asking."))
    display_name = person.name if person else name
    if part == Panelist.Part.INTERPRETER and is_name_of_student(exhibition.student_id, display_name):
        raise ActionError(_("A child cannot be the interpreter. Enter an adult’s name."), field="name")


def parse_name(text: str) -> str:
    """A name as it was typed, on one line and not too long."""
    return " ".join(text.split())[:120]


def link_days(exhibition: Exhibition) -> int:
    """Days for which a panelist's link opens."""
    if exhibition.starts is None:
        return 60
    return max(1, (exhibition.starts - timezone.now()).days + 1) + LINK_DAYS_AFTER


def answer_invitation(seat: Panelist, comes: bool) -> None:
    """Save a panelist's answer to the invitation. Only they give it, and their last answer counts."""
    with ledger.act(
        "accept a panel" if comes else "decline a panel", by=seat.person_id, about=seat.exhibition_id
    ):
        seats = Panelist.objects.unscoped("change the panelist's own seat").filter(
            pk=seat.pk, deleted_at=None
        )
        now = timezone.now()
        answer = (
            {"accepted_at": now, "declined_at": None} if comes else {"accepted_at": None, "declined_at": now}
        )
        seats.update(**answer, modified=now)


def check_not_agreed(exhibition: Exhibition) -> None:
    """Raise ActionError once the panel has agreed."""
    if exhibition.agreed_at:
        raise ActionError(_("The panel has already agreed. Its results can no longer be changed."))
