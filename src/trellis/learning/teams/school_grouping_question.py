"""The question of a whole school: teams that are large enough for what is in them, and whoever is locked."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation.errors import ActionError
from trellis.engines import grouping

from . import draft_rows, grouping_question
from .models import GroupDraft, GroupDraftSettings

REASON = "build teams for every student of a school"
INNER_KINDS = ("strand", "advisory")


def inner_drafts(draft: GroupDraft) -> list[GroupDraft]:
    """The strands and advisories of a whole school, by team."""
    drafts = GroupDraft.objects.unscoped(REASON).filter(within__draft=draft, deleted_at=None)
    return list(drafts.select_related("within").order_by("within__number", "-kind"))


def inner_group_key(team: int, what: str, number: int, count: int) -> str:
    """The engine's name of a strand or advisory."""
    return f"{grouping_question.group_key(team)} {what} {number:0{len(str(count))}}"


def _fixed_students(
    draft: GroupDraft, settings: GroupDraftSettings, people: Iterable[Person]
) -> dict[str, list[str]]:
    """Return the locked students, by the engine's key of the team, strand or advisory that will remain."""
    student_ids = {person.pk for person in people}
    fixed: dict[str, list[str]] = {}
    for seat in draft_rows.seats_of(draft):
        if seat.fixed and seat.student_id in student_ids and seat.number <= settings["count"]:
            fixed.setdefault(grouping_question.group_key(seat.number), []).append(str(seat.student_id))
    counts = {GroupDraft.Kind.STRAND: settings["strands"], GroupDraft.Kind.ADVISORY: settings["advisories"]}
    for inner_draft in inner_drafts(draft):
        count = counts[GroupDraft.Kind(inner_draft.kind)]
        for seat in (
            draft_rows.seats_of(inner_draft) if inner_draft.team_group.number <= settings["count"] else ()
        ):
            if seat.fixed and seat.student_id in student_ids and seat.number <= count:
                key = inner_group_key(inner_draft.team_group.number, inner_draft.kind, seat.number, count)
                fixed.setdefault(key, []).append(str(seat.student_id))
    return fixed


def build_team_specs(
    draft: GroupDraft, settings: GroupDraftSettings, people: list[Person]
) -> list[grouping.GroupSpec]:
    """The engine's group for each team, large enough for what is in it. Raises ActionError where students are too few,
    or too many of them locked."""
    count, inside = settings["count"], {"strand": settings["strands"], "advisory": settings["advisories"]}
    if len(people) < count * max(1, *inside.values()):
        raise ActionError(
            _("There are only %(n)d students for %(count)d groups. Choose fewer groups.")
            % {"n": len(people), "count": count * max(1, *inside.values())}
        )
    fixed = _fixed_students(draft, settings, people)
    team_specs, needed = [], 0
    for team in range(1, count + 1):
        names = {
            what: [inner_group_key(team, what, n, of) for n in range(1, of + 1)]
            for what, of in inside.items()
        }
        least = max(sum(max(1, len(fixed.get(name, ()))) for name in some) for some in names.values())
        all_names = [grouping_question.group_key(team), *(name for some in names.values() for name in some)]
        fixed_students = {who for name in all_names for who in fixed.get(name, ())}
        team_specs.append(grouping.GroupSpec(grouping_question.group_key(team), max(1, least), len(people)))
        needed += max(1, least, len(fixed_students))
    if needed > len(people):
        raise ActionError(_("You locked so many students in place that one group is empty. Unlock a few."))
    return team_specs


def find_seats(draft: GroupDraft, people: list[Person], same: bool) -> grouping.SchoolGrouping:
    """Find a seat for everybody at every level. `same`: move others only where it gains more than it moves."""
    settings = GroupDraftSettings(count=draft.count, strands=draft.strands, advisories=draft.advisories)
    question = grouping_question.build_question(draft, people)
    apart = grouping_question.pairs_apart(draft, people)
    return grouping.form_school(
        question.students,
        teams=build_team_specs(draft, settings, people),
        strands=draft.strands,
        advisories=draft.advisories,
        balance=question.balance,
        together=question.together,
        apart=apart,
        rule=grouping_question.ENGINE_RULES[GroupDraft.Rule(draft.rule)],
        seed=question.seed,
        fixed=_fixed_students(draft, settings, people),
        previous=_current_seats(draft) if same else None,
    )


def _current_seats(draft: GroupDraft) -> dict[str, grouping.StudentGroups]:
    """Where everybody sits, in the engine's keys."""
    inside: dict[tuple[str, str], str] = {}
    for inner_draft in inner_drafts(draft):
        for seat in draft_rows.seats_of(inner_draft):
            inside[inner_draft.kind, str(seat.student_id)] = inner_group_key(
                inner_draft.team_group.number, inner_draft.kind, seat.number, inner_draft.count
            )
    return {
        str(seat.student_id): grouping.StudentGroups(
            grouping_question.group_key(seat.number),
            *(inside.get((kind, str(seat.student_id))) for kind in INNER_KINDS),
        )
        for seat in draft_rows.seats_of(draft)
    }
