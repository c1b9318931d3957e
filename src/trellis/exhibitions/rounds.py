"""Opening a round, hearing when people can come, and finding times for everybody in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, time
from uuid import UUID

from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.blueprint.package import Package
from trellis.community import links
from trellis.community.models import School, Term
from trellis.engines import timetable
from trellis.engines.timetable import Block, Left, Placed, Why
from trellis.foundation import ledger
from trellis.foundation.refusal import Refusal

from .models import Comer, Exhibition, Panelist, Round
from .question import Question, ask

HOURS = "hours"
MOST_DAYS = 30


def open_round(
    school: School,
    term: Term,
    kind: str,
    days: list[date],
    hours: tuple[time, time],
    rooms: list[str],
    minutes: int,
    buffer: int,
    by: UUID,
) -> Round:
    """Open a round, or change the one there is. Raises Refusal for days, hours or rooms that cannot be."""
    rooms = list(dict.fromkeys(" ".join(room.split())[:60] for room in rooms if room.strip()))
    if not days or len(days) > MOST_DAYS:
        raise Refusal(_("Name the days, up to 30 of them."))
    if hours[0] >= hours[1]:
        raise Refusal(_("The day has to open before it closes. Look at the two hours again."))
    if not rooms:
        raise Refusal(_("Name at least one room."))
    if not (5 <= minutes <= 600 and 0 <= buffer <= 120):
        raise Refusal(_("An exhibition takes 5 to 600 minutes, and a break up to 120."))
    with ledger.act("open a round of exhibitions", by=by, about=school.pk):
        held, _made = Round.objects.unscoped("one round of a kind a term").update_or_create(
            school=school,
            term=term,
            kind=kind,
            defaults={
                "days": sorted(day.isoformat() for day in set(days)),
                "opens": hours[0],
                "closes": hours[1],
                "rooms": rooms,
                "minutes": minutes,
                "buffer": buffer,
            },
        )
    return held


def invite(
    held: Round, part: str, name: str, email: str, language: str, by: UUID, address: Callable[[str], str]
) -> tuple[Comer, str]:
    """Ask somebody when they can come: the comer and their link. One comer a name and part."""
    name = " ".join(name.split())[:120]
    if part not in ("outside", "interpreter") or not name:
        raise Refusal(_("Write a name, and what they would do here."))
    if part == "interpreter" and not language:
        raise Refusal(_("Which language does the interpreter speak?"))
    with ledger.act("ask when somebody can come", by=by, about=held.pk):
        comer, _made = Comer.objects.unscoped("one comer a name").update_or_create(
            round=held, part=part, name=name, person=None, defaults={"email": email, "language": language}
        )
        links.take_back(HOURS, comer.pk, by)
        link = address(links.give(HOURS, comer.pk, None, 45, by))
    if email:
        _send(comer, link)
    return comer, link


def ask_families(held: Round, package: Package, by: UUID, address: Callable[[str], str]) -> int:
    """Ask every family with a mail address when they can come; gives how many were asked."""
    asked = ask(held, package)
    guardians = {
        key for one in asked.wanted for need in one.needs if need.part == "family" for key in need.among
    }
    told = []
    with ledger.act("ask families when they can come", by=by, about=held.pk):
        for key in sorted(guardians):
            person = asked.people[key]
            comer, _made = Comer.objects.unscoped("one comer a person").get_or_create(
                round=held, person=person, defaults={"part": "family", "email": person.email}
            )
            if person.email and comer.said_at is None:
                links.take_back(HOURS, comer.pk, by)
                told.append((comer, address(links.give(HOURS, comer.pk, person, 45, by))))
    for comer, link in told:
        with translation.override(comer.person.language or translation.get_language()):
            _send(comer, link)
    return len(told)


def _send(comer: Comer, link: str) -> None:
    send_mail(
        _("When can you come?"),
        _("Hello %(name)s,\n\nstudents show what they learned soon. When could you come?\n\n%(link)s\n")
        % {"name": comer.called, "link": link},
        None,
        [comer.email],
    )


def say_hours(comer: Comer, hours: Mapping[str, tuple[str, str]], days: list[str]) -> None:
    """Write down when somebody can come. Raises Refusal for a day outside the round and for hours backwards."""
    kept = {}
    for day, (begin, end) in hours.items():
        if not begin and not end:
            continue
        try:
            first, last = time.fromisoformat(begin), time.fromisoformat(end)
        except ValueError:
            raise Refusal(_("Write both times, like 15:30, or leave the day empty.")) from None
        if day not in days or first >= last:
            raise Refusal(_("On each day, the first time comes before the second."))
        kept[day] = [f"{first:%H:%M}", f"{last:%H:%M}"]
    with ledger.act("say when one can come", by=comer.person_id, about=comer.round_id):
        own = Comer.objects.unscoped("one's own hours").filter(pk=comer.pk, deleted_at=None)
        own.update(hours=kept, said_at=timezone.now(), modified=timezone.now())


def find_times(held: Round, package: Package, by: UUID, seconds: float = 40.0) -> tuple[int, int]:
    """Find times for everybody in a round: how many have one now, and how many have not.

    What was set by hand, and what somebody has said yes to, stays. Solving happens before anything is
    written; then all is written or nothing.
    """
    asked = ask(held, package)
    people, rooms = list(asked.free.values()), list(asked.rooms.values())
    try:
        table = timetable.schedule(asked.wanted, people, rooms, grid=15, seconds=seconds)
    except timetable.Refused as no:
        raise Refusal(_in_names(str(no), asked)) from None
    if timetable.faults(table, asked.wanted, people, rooms):
        raise Refusal(
            _("The times that were found do not stand a check. Nothing was changed; please tell us.")
        )
    fixed = {one.key for one in asked.wanted if one.fixed}
    with ledger.act("find times for exhibitions", by=by, about=held.pk, placed=len(table.placed)):
        for placed in table.placed:
            if placed.key not in fixed:
                _write(held, asked, placed)
        for left in table.left:
            _unplace(asked.exhibitions.get(left.key))
        told = [
            {"student": one.key, "name": asked.people[one.key].name, "why": why_said(one, asked)}
            for one in table.left
        ]
        Round.objects.unscoped("notes what came of it").filter(pk=held.pk).update(
            found_at=timezone.now(), left=told, modified=timezone.now()
        )
    return len(table.placed), len(table.left)


def _write(held: Round, asked: Question, placed: Placed) -> None:
    student = asked.people[placed.key]
    one = asked.exhibitions.get(placed.key)
    if one is None:
        one = Exhibition.objects.create(student=student, term=held.term, kind=held.kind, minutes=held.minutes)
    one.starts, one.room, one.minutes = asked.moment(placed.start), placed.room, held.minutes
    one.save()
    seats = Panelist.objects.unscoped("the panel of a found time").filter(exhibition=one, deleted_at=None)
    seats.filter(found=True, accepted_at=None).delete()
    now = timezone.now()
    if not seats.filter(part=Panelist.Part.STUDENT).exists():
        Panelist.objects.create(exhibition=one, person=student, part=Panelist.Part.STUDENT, accepted_at=now)
    must = next(each.must for each in asked.wanted if each.key == placed.key)
    panel = [(Panelist.Part.ADVISOR.value, key) for key in must if key != placed.key] + list(placed.chosen)
    for part, key in panel:
        comer, person = asked.comers.get(key), asked.people.get(key)
        if person and seats.filter(person=person).exists():
            continue
        Panelist.objects.create(
            exhibition=one,
            person=person,
            comer=comer,
            name="" if person else comer.called,
            email=(comer.email if comer else "") or (person.email if person else ""),
            part=part,
            found=True,
            accepted_at=now if part == Panelist.Part.ADVISOR else None,
        )


def _unplace(one: Exhibition | None) -> None:
    """An exhibition that lost its found time, so that nobody comes to one that is not held then."""
    if one and one.starts:
        one.starts, one.room = None, ""
        one.save()


def _in_names(sentence: str, asked: Question) -> str:
    for key, person in asked.people.items():
        sentence = sentence.replace(key, person.name)
    for key, comer in asked.comers.items():
        sentence = sentence.replace(key, comer.called)
    return sentence


def why_said(left: Left, asked: Question) -> str:
    """What keeps an exhibition from a time, in one or two sentences; the strongest reasons first."""
    return " ".join(_block_said(block, left, asked) for block in left.blocks[:2])


def _block_said(block: Block, left: Left, asked: Question) -> str:
    who = [_name(key, asked) for key in block.who]
    names = {"who": ", ".join(who), "n": block.times, "all": left.starts}
    if block.why == Why.NO_SHARED_TIME:
        return _("There is no hour at which %(who)s can come together.") % names
    if block.why == Why.NOBODY_FOR_PART:
        return _("When the others can come, nobody can as %(who)s.") % names
    if block.why == Why.NO_ROOM_OPEN:
        return _("No room is open while the others can come.")
    if block.why == Why.BUSY:
        told = _("%(who)s is elsewhere at %(n)d of %(all)d times.")
        return told % names
    if block.why == Why.PART_BUSY:
        return _("Everybody who could come as %(who)s is elsewhere at %(n)d of %(all)d times.") % names
    return _("Every room is taken at %(n)d of %(all)d times.") % names


def _name(key: str, asked: Question) -> str:
    parts = {
        "outside": _("outside adult"),
        "family": _("family"),
        "peer": _("peer"),
        "interpreter": _("interpreter"),
    }
    if key in parts:
        return parts[key]
    person, comer = asked.people.get(key), asked.comers.get(key)
    return person.name if person else comer.called if comer else key
