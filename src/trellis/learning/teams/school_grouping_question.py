"""The question of a whole school: teams that are large enough for what is in them, and whoever is locked."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation.errors import ActionError
from trellis.engines import grouping

from . import forming, grouping_question
from .models import GroupDraft, GroupDraftSettings

REASON = "build teams for every student of a school"
INNER_KINDS = ("strand", "advisory")


def inner_formings(proposal: GroupDraft) -> list[GroupDraft]:
    """The strands and advisories of a whole school, by team."""
    inner_proposals = GroupDraft.objects.unscoped(REASON).filter(within__forming=proposal, deleted_at=None)
    return list(inner_proposals.select_related("within").order_by("within__number", "-kind"))


def inner_place_key(team: int, what: str, number: int, count: int) -> str:
    """The engine's name of a strand or advisory."""
    return f"{grouping_question.place_key(team)} {what} {number:0{len(str(count))}}"


def _fixed_students(
    proposal: GroupDraft, settings: GroupDraftSettings, people: Iterable[Person]
) -> dict[str, list[str]]:
    """Return the locked students, by the engine's key of the team, strand or advisory that will remain."""
    student_ids = {person.pk for person in people}
    fixed: dict[str, list[str]] = {}
    for seat in forming.seats_of(proposal):
        if seat.fixed and seat.student_id in student_ids and seat.number <= settings["count"]:
            fixed.setdefault(grouping_question.place_key(seat.number), []).append(str(seat.student_id))
    counts = {GroupDraft.Kind.STRAND: settings["strands"], GroupDraft.Kind.ADVISORY: settings["advisories"]}
    for inner_proposal in inner_formings(proposal):
        count = counts[GroupDraft.Kind(inner_proposal.kind)]
        for seat in (
            forming.seats_of(inner_proposal) if inner_proposal.team_place.number <= settings["count"] else ()
        ):
            if seat.fixed and seat.student_id in student_ids and seat.number <= count:
                key = inner_place_key(
                    inner_proposal.team_place.number, inner_proposal.kind, seat.number, count
                )
                fixed.setdefault(key, []).append(str(seat.student_id))
    return fixed


def build_team_specs(
    proposal: GroupDraft, settings: GroupDraftSettings, people: list[Person]
) -> list[grouping.GroupSpec]:
    """The engine's group for each team, large enough for what is in it. Raises ActionError where students are too few,
    or too many of them locked."""
    count, inside = settings["count"], {"strand": settings["strands"], "advisory": settings["advisories"]}
    if len(people) < count * max(1, *inside.values()):
        raise ActionError(
            _("There are only %(n)d students for %(count)d groups. Choose fewer groups.")
            % {"n": len(people), "count": count * max(1, *inside.values())}
        )
    fixed = _fixed_students(proposal, settings, people)
    team_specs, needed = [], 0
    for team in range(1, count + 1):
        names = {
            what: [inner_place_key(team, what, n, of) for n in range(1, of + 1)]
            for what, of in inside.items()
        }
        least = max(sum(max(1, len(fixed.get(name, ()))) for name in some) for some in names.values())
        all_names = [grouping_question.place_key(team), *(name for some in names.values() for name in some)]
        fixed_students = {who for name in all_names for who in fixed.get(name, ())}
        team_specs.append(grouping.GroupSpec(grouping_question.place_key(team), max(1, least), len(people)))
        needed += max(1, least, len(fixed_students))
    if needed > len(people):
        raise ActionError(_("You locked so many students in place that one group is empty. Unlock a few."))
    return team_specs


def find_seats(proposal: GroupDraft, people: list[Person], same: bool) -> grouping.SchoolGrouping:
    """Find a seat for everybody at every level. `same`: move others only where it gains more than it moves."""
    settings = GroupDraftSettings(
        count=proposal.count, strands=proposal.strands, advisories=proposal.advisories
    )
    question = grouping_question.build_question(proposal, people)
    apart = grouping_question.pairs_apart(proposal, people)
    return grouping.form_school(
        question.students,
        teams=build_team_specs(proposal, settings, people),
        strands=proposal.strands,
        advisories=proposal.advisories,
        balance=question.balance,
        together=question.together,
        apart=apart,
        rule=grouping_question.ENGINE_RULES[GroupDraft.Rule(proposal.rule)],
        seed=question.seed,
        fixed=_fixed_students(proposal, settings, people),
        previous=_current_seats(proposal) if same else None,
    )


def _current_seats(proposal: GroupDraft) -> dict[str, grouping.StudentGroups]:
    """Where everybody sits, in the engine's keys."""
    inside: dict[tuple[str, str], str] = {}
    for inner_proposal in inner_formings(proposal):
        for seat in forming.seats_of(inner_proposal):
            inside[inner_proposal.kind, str(seat.student_id)] = inner_place_key(
                inner_proposal.team_place.number, inner_proposal.kind, seat.number, inner_proposal.count
            )
    return {
        str(seat.student_id): grouping.StudentGroups(
            grouping_question.place_key(seat.number),
            *(inside.get((kind, str(seat.student_id))) for kind in INNER_KINDS),
        )
        for seat in forming.seats_of(proposal)
    }
