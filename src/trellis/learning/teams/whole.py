"""A whole school in one go: teams, and in each its strands and advisories, proposed, changed by hand and adopted.

Strands and advisories are formings of their own, within the place of a team that does not stand yet. A student sits
in one team, and in one strand and one advisory of that team, whatever is moved by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.core.community.models import Person, School
from trellis.core.foundation import background, ledger
from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.typed import line
from trellis.engines import grouping

from . import adopting, asking, conflicts, forming
from .asking_school import WHY, found, inner, rooms
from .models import Forming, FormingSeat, Place

MOST_INSIDE = 20


def sensible(students: int) -> tuple[int, int, int]:
    """How many teams, and strands and advisories in each: 75 to 100 students, 25 at most, 18 at most."""
    teams = max(1, round(students / 88))
    each = -(-students // teams)
    return teams, max(1, -(-each // 25)), max(1, -(-each // 18))


def begin(
    school: School,
    title: str,
    counts: tuple[int, int, int],
    rule: str,
    balance: Iterable[str],
    by: UUID,
    seen: int | None = None,
) -> Forming:
    """Begin to form a school of so many teams, with so many strands and advisories in each. The same again, while it
    is open, is the same one. Raises Refusal for numbers that cannot be, Conflict as `forming.begin` does."""
    title = line(title, 120, _("Give it a name, so that you find it again."))
    held = _settings(counts, rule, balance)
    with ledger.act("form a whole school", by=by, about=school.pk):
        own = Forming.objects.unscoped("one forming of a name while it is open").exclude(
            strands=0, advisories=0
        )
        same = own.filter(school=school, title=title, within=None, adopted_at=None, deleted_at=None).first()
        if same and same.proposing_since:
            return same
        made = same or Forming.objects.create(
            school=school, kind=Forming.Kind.TEAM, title=title, made_by_id=by, **held
        )
        return propose(made, counts, rule, balance, by, seen if same else None)


def _settings(counts: tuple[int, int, int], rule: str, balance: Iterable[str]) -> dict[str, Any]:
    teams, strands, advisories = counts
    if not (0 <= strands <= MOST_INSIDE and 0 <= advisories <= MOST_INSIDE and strands + advisories):
        raise Refusal(
            _("How many strands and advisories in each team? 0 to %(most)d, and not 0 of both.")
            % {"most": MOST_INSIDE}
        )
    return {**forming.settings(teams, rule, balance), "strands": strands, "advisories": advisories}


def propose(
    held: Forming,
    counts: tuple[int, int, int],
    rule: str,
    balance: Iterable[str],
    by: UUID,
    seen: int | None = None,
) -> Forming:
    """Seat everybody anew, beside the request: it may take some seconds. Whoever was put somewhere by hand stays.

    Raises Refusal for what cannot be, and while it is being proposed already; Conflict when somebody else changed the
    settings since `seen`.
    """
    wanted = _settings(counts, rule, balance)
    since = timezone.now()
    with ledger.act("propose a whole school", by=by, about=held.pk):
        now = forming.opened(held)
        conflicts.check_settings(now, wanted, seen)
        rooms(now, wanted, asking.students_for(now))
        now.proposing_since, now.refused = since, ""
        now.save()
    language = translation.get_language()

    def work() -> None:
        with translation.override(language):
            _beside(now, wanted, by)

    background.run(work)
    return now


def _beside(held: Forming, wanted: Mapping[str, Any], by: UUID) -> None:
    """Find seats, then write them, all or none. In any case it is over then, and what refused it is told."""
    refused = _("Something went wrong while looking. Nothing was changed; try again.")
    since = held.proposing_since
    try:
        same = conflicts.same_settings(held, wanted)
        for name, value in {**wanted, "revision": held.revision + (not same)}.items():
            setattr(held, name, value)
        people = asking.students_for(held)
        seen = found(held, people, same)
        with ledger.act("seat a whole school", by=by, about=held.pk):
            if _still(held, since):
                _write(held, people, seen)
        refused = ""
    except Refusal as no:
        refused = no.sentence[:400]
    finally:
        with ledger.act("end proposing a whole school", by=by, about=held.pk):
            own = Forming.objects.unscoped(WHY).filter(pk=held.pk, proposing_since=since)
            own.update(proposing_since=None, refused=refused, modified=timezone.now())


def _still(held: Forming, since: Any) -> bool:
    """Whether this is what the proposal waits for: nobody has put it aside, or begun again after a long silence."""
    own = Forming.objects.unscoped(WHY).select_for_update()
    return own.filter(pk=held.pk, proposing_since=since, adopted_at=None, deleted_at=None).exists()


def _write(held: Forming, people: list[Person], school: grouping.School) -> None:
    held.save()
    seats = {one.pk: school.of(str(one.pk)) for one in people}
    forming.seat_all(held, people, {who: int(seat.team) for who, seat in seats.items()})
    for place in forming.name_all(held):
        here = [one for one in people if int(seats[one.pk].team) == place.number]
        for what, count in (("strand", held.strands), ("advisory", held.advisories)):
            _write_inside(held, place, what, count, here, seats)


def _write_inside(
    held: Forming,
    place: Place,
    what: str,
    count: int,
    here: list[Person],
    seats: Mapping[UUID, grouping.Seat],
) -> None:
    own = Forming.objects.unscoped(WHY).filter(within=place, kind=what)
    if not count:
        own.delete()
        return
    told = {"count": count, "rule": held.rule, "balance": held.balance, "title": f"{held.title[:120]}"}
    one, _made = own.update_or_create(
        within=place,
        kind=what,
        defaults=told,
        create_defaults={**told, "school_id": held.school_id, "made_by_id": held.made_by_id},
    )
    number = {who: int(getattr(seat, what).rsplit(" ", 1)[1]) for who, seat in seats.items()}
    forming.seat_all(one, here, {each.pk: number[each.pk] for each in here})
    forming.name_all(one, place.title)


def put(seat: FormingSeat, place: Place, by: UUID, seen: int | None = None) -> None:
    """Put a student into a team, or a strand or advisory of any team, and hold them there. Whoever changes the team
    sits in the smallest strand and advisory of the new one until groups are proposed again.

    The seat in the team counts what is moved at any level. Raises Conflict when somebody else moved them since `seen`.
    """
    with ledger.act("move a student by hand", by=by, about=seat.forming_id):
        held = forming.opened(Forming(pk=seat.forming_id))
        own = FormingSeat.objects.unscoped(WHY).filter(deleted_at=None)
        into = Forming.objects.unscoped(WHY).select_related("within").get(pk=place.forming_id)
        team = into.within if into.within_id else place
        if team.forming_id != held.pk:
            raise Refusal(_("Choose one of the groups."))
        before = own.get(pk=seat.pk)
        here = own.filter(student=before.student_id, fixed=True)
        if here.filter(forming=held, number=team.number) and here.filter(forming=into, number=place.number):
            return
        conflicts.check_seat(before, seen, place.title)
        one_more = {"revision": F("revision") + 1, "modified": timezone.now()}
        own.filter(pk=seat.pk).update(number=team.number, fixed=True, **one_more)
        for one in inner(held):
            mine = own.filter(forming=one, student=before.student_id)
            if one.within_id != team.pk:
                mine.update(deleted_at=timezone.now(), fixed=False, **one_more)
            elif one.pk == into.pk:
                _sit(one, before.student_id, place.number, True)
            elif not mine.exists():
                _sit(one, before.student_id, _smallest(one), False)


def _sit(one: Forming, student: UUID, number: int, fixed: bool) -> None:
    said = {"number": number, "fixed": fixed, "deleted_at": None}
    rows = FormingSeat.objects.unscoped("one seat, also one that was left")
    defaults = {**said, "revision": F("revision") + 1}
    rows.update_or_create(forming=one, student_id=student, defaults=defaults, create_defaults=said)


def _smallest(one: Forming) -> int:
    sizes = forming.sizes(forming.seats_of(one))
    return min(range(1, one.count + 1), key=lambda number: (sizes[number], number))


def free(held: Forming, seats: Iterable[FormingSeat], by: UUID, seen: int | None = None) -> int:
    """Hold students nowhere in the school any longer; gives how many were held. Raises Conflict as `forming.free`."""
    with ledger.act("hold by hand no longer", by=by, about=held.pk):
        held = forming.opened(held)
        everywhere = Q(forming=held) | Q(forming__within__forming=held)
        own = FormingSeat.objects.unscoped(WHY).filter(everywhere, fixed=True)
        who = [seat.student_id for seat in forming.still_as_read(seats, seen, own)]
        own = own.filter(student__in=who)
        count = own.values("student").distinct().count()
        changed = Q(pk__in=list(own.values_list("pk", flat=True))) | Q(forming=held, student__in=who)
        FormingSeat.objects.unscoped(WHY).filter(changed).update(
            fixed=False, revision=F("revision") + 1, modified=timezone.now()
        )
        return count


def adopt(held: Forming, replace: bool, by: UUID) -> int:
    """Make the whole school stand, in one act or not at all; gives how many groups there are, 0 when they do already.

    Raises Refusal as `adopting.adopt` does, and while it is being proposed.
    """
    with ledger.act("adopt a whole school", by=by, about=held.pk):
        now = Forming.objects.unscoped(WHY).select_for_update().get(pk=held.pk)
        if now.adopted_at:
            return 0
        now = forming.opened(now)
        if now.advisories and not replace:
            adopting.keep_advisories(now, [seat.student_id for seat in forming.seats_of(now)], timezone.now())
        count = adopting.adopt(now, replace, by)
        for one in inner(now):
            one.source_id = Place.objects.unscoped(WHY).get(pk=one.within_id).group_id
            one.save()
            count += adopting.adopt(one, replace, by)
        return count
