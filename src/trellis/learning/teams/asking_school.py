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


def inner(proposal: Forming) -> list[Forming]:
    """The strands and advisories of a whole school, by team."""
    inner_proposals = Forming.objects.unscoped(WHY).filter(within__forming=proposal, deleted_at=None)
    return list(inner_proposals.select_related("within").order_by("within__number", "-kind"))


def key_inside(team: int, what: str, number: int, count: int) -> str:
    """The engine's name of a strand or advisory."""
    return f"{asking.key(team)} {what} {number:0{len(str(count))}}"


def _held(proposal: Forming, settings: Mapping[str, Any], people: Iterable[Person]) -> dict[str, list[str]]:
    """Who is held by hand, by the engine's key of the team, strand or advisory; places that are to go hold nobody."""
    student_ids = {person.pk for person in people}
    fixed: dict[str, list[str]] = {}
    for seat in forming.seats_of(proposal):
        if seat.fixed and seat.student_id in student_ids and seat.number <= settings["count"]:
            fixed.setdefault(asking.key(seat.number), []).append(str(seat.student_id))
    counts = {Forming.Kind.STRAND: settings["strands"], Forming.Kind.ADVISORY: settings["advisories"]}
    for inner_proposal in inner(proposal):
        count = counts[Forming.Kind(inner_proposal.kind)]
        for seat in (
            forming.seats_of(inner_proposal) if inner_proposal.within.number <= settings["count"] else ()
        ):
            if seat.fixed and seat.student_id in student_ids and seat.number <= count:
                key = key_inside(inner_proposal.within.number, inner_proposal.kind, seat.number, count)
                fixed.setdefault(key, []).append(str(seat.student_id))
    return fixed


def rooms(proposal: Forming, settings: Mapping[str, Any], people: list[Person]) -> list[grouping.Room]:
    """A room for each team, large enough for what is in it. Raises Refusal where students are too few, or too many of
    them held by hand."""
    count, inside = settings["count"], {"strand": settings["strands"], "advisory": settings["advisories"]}
    if len(people) < count * max(1, *inside.values()):
        raise Refusal(
            _("There are only %(n)d students for %(count)d groups. Choose fewer groups.")
            % {"n": len(people), "count": count * max(1, *inside.values())}
        )
    fixed = _held(proposal, settings, people)
    team_rooms, needed = [], 0
    for team in range(1, count + 1):
        names = {
            what: [key_inside(team, what, n, of) for n in range(1, of + 1)] for what, of in inside.items()
        }
        least = max(sum(max(1, len(fixed.get(name, ()))) for name in some) for some in names.values())
        all_names = [asking.key(team), *(name for some in names.values() for name in some)]
        fixed_students = {who for name in all_names for who in fixed.get(name, ())}
        team_rooms.append(grouping.Room(asking.key(team), max(1, least), len(people)))
        needed += max(1, least, len(fixed_students))
    if needed > len(people):
        raise Refusal(_("You locked so many students in place that one group is empty. Unlock a few."))
    return team_rooms


def found(proposal: Forming, people: list[Person], same: bool) -> grouping.School:
    """Everybody's seat at every level; `same`: others than those held stay unless a change gains more than it moves."""
    settings = {name: getattr(proposal, name) for name in ("count", "strands", "advisories")}
    question = asking.asked(proposal, people)
    apart = asking.apart(proposal, people)
    return grouping.nested(
        question.students,
        teams=rooms(proposal, settings, people),
        strands=proposal.strands,
        advisories=proposal.advisories,
        balance=question.balance,
        together=question.together,
        apart=apart,
        rule=asking.RULES[Forming.Rule(proposal.rule)],
        seed=question.seed,
        fixed=_held(proposal, settings, people),
        previous=_before(proposal) if same else None,
    )


def _before(proposal: Forming) -> dict[str, grouping.Seat]:
    """Where everybody sits, in the engine's keys."""
    inside: dict[tuple[str, str], str] = {}
    for inner_proposal in inner(proposal):
        for seat in forming.seats_of(inner_proposal):
            inside[inner_proposal.kind, str(seat.student_id)] = key_inside(
                inner_proposal.within.number, inner_proposal.kind, seat.number, inner_proposal.count
            )
    return {
        str(seat.student_id): grouping.Seat(
            asking.key(seat.number), *(inside.get((kind, str(seat.student_id))) for kind in KINDS)
        )
        for seat in forming.seats_of(proposal)
    }
