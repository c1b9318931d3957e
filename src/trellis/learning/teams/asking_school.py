"""The question of a whole school: teams that are large enough for what is in them, and whoever is held by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation.refusal import Refusal
from trellis.engines import grouping

from . import asking, forming
from .models import Forming

WHY = "a whole school is formed"
KINDS = ("strand", "advisory")


def inner(held: Forming) -> list[Forming]:
    """The strands and advisories of a whole school, by team."""
    own = Forming.objects.unscoped(WHY).filter(within__forming=held, deleted_at=None)
    return list(own.select_related("within").order_by("within__number", "-kind"))


def key_inside(team: int, what: str, number: int, count: int) -> str:
    """The engine's name of a strand or advisory."""
    return f"{asking.key(team)} {what} {number:0{len(str(count))}}"


def _held(held: Forming, wanted: Mapping[str, Any], people: Iterable[Person]) -> dict[str, list[str]]:
    """Who is held by hand, by the engine's key of the team, strand or advisory; places that are to go hold nobody."""
    here = {one.pk for one in people}
    fixed: dict[str, list[str]] = {}
    for seat in forming.seats_of(held):
        if seat.fixed and seat.student_id in here and seat.number <= wanted["count"]:
            fixed.setdefault(asking.key(seat.number), []).append(str(seat.student_id))
    counts = {Forming.Kind.STRAND: wanted["strands"], Forming.Kind.ADVISORY: wanted["advisories"]}
    for one in inner(held):
        count = counts[Forming.Kind(one.kind)]
        for seat in forming.seats_of(one) if one.within.number <= wanted["count"] else ():
            if seat.fixed and seat.student_id in here and seat.number <= count:
                key = key_inside(one.within.number, one.kind, seat.number, count)
                fixed.setdefault(key, []).append(str(seat.student_id))
    return fixed


def rooms(held: Forming, wanted: Mapping[str, Any], people: list[Person]) -> list[grouping.Room]:
    """A room for each team, large enough for what is in it. Raises Refusal where students are too few, or too many of
    them held by hand."""
    count, inside = wanted["count"], {"strand": wanted["strands"], "advisory": wanted["advisories"]}
    if len(people) < count * max(1, *inside.values()):
        raise Refusal(
            _("There are %(n)d students for %(count)d groups. Form fewer.")
            % {"n": len(people), "count": count * max(1, *inside.values())}
        )
    fixed = _held(held, wanted, people)
    made, needed = [], 0
    for team in range(1, count + 1):
        names = {
            what: [key_inside(team, what, n, of) for n in range(1, of + 1)] for what, of in inside.items()
        }
        least = max(sum(max(1, len(fixed.get(one, ()))) for one in some) for some in names.values())
        all_names = [asking.key(team), *(one for some in names.values() for one in some)]
        there = {who for one in all_names for who in fixed.get(one, ())}
        made.append(grouping.Room(asking.key(team), max(1, least), len(people)))
        needed += max(1, least, len(there))
    if needed > len(people):
        raise Refusal(_("So many are held by hand that a group stays empty. Let some of them go."))
    return made


def found(held: Forming, people: list[Person], same: bool) -> grouping.School:
    """Everybody's seat at every level; `same`: others than those held stay unless a change gains more than it moves."""
    wanted = {name: getattr(held, name) for name in ("count", "strands", "advisories")}
    asked = asking.asked(held, people)
    apart = asking.apart(held, people)
    return grouping.nested(
        asked.students,
        teams=rooms(held, wanted, people),
        strands=held.strands,
        advisories=held.advisories,
        balance=asked.balance,
        together=asked.together,
        apart=apart,
        rule=asking.RULES[Forming.Rule(held.rule)],
        seed=asked.seed,
        fixed=_held(held, wanted, people),
        previous=_before(held) if same else None,
    )


def _before(held: Forming) -> dict[str, grouping.Seat]:
    """Where everybody sits, in the engine's keys."""
    inside: dict[tuple[str, str], str] = {}
    for one in inner(held):
        for seat in forming.seats_of(one):
            inside[one.kind, str(seat.student_id)] = key_inside(
                one.within.number, one.kind, seat.number, one.count
            )
    return {
        str(seat.student_id): grouping.Seat(
            asking.key(seat.number), *(inside.get((kind, str(seat.student_id))) for kind in KINDS)
        )
        for seat in forming.seats_of(held)
    }
