"""A whole school as a page shows it: in each team its strands and advisories, and why somebody is in each of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.viewer import Viewer

from . import presenters
from .models import DraftGroup, GroupDraft


@dataclass
class InnerForming:
    """The strands or the advisories of one team."""

    forming: GroupDraft
    title: str
    presentation: presenters.ProposalPresentation


@dataclass
class TeamPresentation:
    """One team of a whole school, what is inside it, and the reasons for each student's inner groups."""

    place_view: presenters.PlacePresentation
    inner: list[InnerForming]
    rows: list[tuple[presenters.StudentRow, list[tuple[str, list[str]]]]]


@dataclass
class SchoolPresentation:
    """Teams; over all levels how even they are, as (levels, words), and what could not be met, as
    (level, words)."""

    teams: list[TeamPresentation]
    quality: list[tuple[list[str], str]]
    unmet: list[tuple[str, list[str]]]
    notes: list[str]
    choices: list[tuple[str, list[DraftGroup]]]
    fixed_ids: set[UUID]


def present_school(
    viewer: Viewer, proposal: GroupDraft, top: presenters.ProposalPresentation
) -> SchoolPresentation:
    """What is inside the teams of a proposal. `top`: the presentation of the teams."""
    inner_proposals = (
        GroupDraft.objects.seen_by(viewer).filter(within__forming=proposal).select_related("within")
    )
    inside: dict[UUID | None, list[InnerForming]] = {}
    for inner_proposal in inner_proposals.order_by("within__number", "-kind"):
        inner = InnerForming(
            inner_proposal,
            proposal_title(inner_proposal),
            presenters.present_proposal(viewer, inner_proposal),
        )
        inside.setdefault(inner_proposal.within_id, []).append(inner)
    teams = [_present_team(place_view, inside.get(place_view.place.pk, [])) for place_view in top.places]
    levels = [(_("teams"), top)] + [(each.title, each.presentation) for team in teams for each in team.inner]
    return SchoolPresentation(
        teams=teams,
        quality=_group_by_words(
            (title, presentation.quality) for title, presentation in levels if presentation.quality
        ),
        unmet=[(title, presentation.unmet) for title, presentation in levels if presentation.unmet],
        notes=[note for _title, presentation in levels for note in presentation.notes],
        choices=[
            (
                team.place_view.place.title,
                [
                    team.place_view.place,
                    *(inner.place for each in team.inner for inner in each.presentation.places),
                ],
            )
            for team in teams
        ],
        fixed_ids=fixed_student_ids(presentation for _title, presentation in levels),
    )


KIND_NAMES = {"strand": lambda: _("strands"), "advisory": lambda: _("advisories")}


def _present_team(place_view: presenters.PlacePresentation, inner: list[InnerForming]) -> TeamPresentation:
    inner_reasons: dict[UUID, list[tuple[str, list[str]]]] = {}
    for each in inner:
        for place in each.presentation.places:
            for row in place.rows:
                inner_reasons.setdefault(row.seat.student_id, []).append((place.place.title, row.reasons))
    rows = [(row, inner_reasons.get(row.seat.student_id, [])) for row in place_view.rows]
    return TeamPresentation(place_view, inner, rows)


def _group_by_words(statements: Iterable[tuple[str, str]]) -> list[tuple[list[str], str]]:
    """The same words once, with all levels that they are about."""
    levels_by_words: dict[str, list[str]] = {}
    for level, words in statements:
        levels_by_words.setdefault(words, []).append(level)
    return [(levels, words) for words, levels in levels_by_words.items()]


def fixed_student_ids(presentations: Iterable[presenters.ProposalPresentation]) -> set[UUID]:
    """The students who are locked in their groups."""
    rows = (row for presentation in presentations for place in presentation.places for row in place.rows)
    return {row.seat.student_id for row in rows if row.seat.fixed}


def count_without_adults(
    proposal: GroupDraft, presentation: presenters.ProposalPresentation, within: SchoolPresentation | None
) -> int:
    """How many teams and advisories would have no adult who sees their students; strands and work groups copy their
    adults from the group that they are inside of."""
    kinds = [(proposal.kind, presentation)]
    if within:
        kinds += [(each.forming.kind, each.presentation) for team in within.teams for each in team.inner]
    return sum(
        not place_view.adults
        for kind, each in kinds
        if kind in ("team", "advisory")
        for place_view in each.places
    )


def proposal_title(proposal: GroupDraft) -> str:
    """The name of a proposal; of what is within a whole school, the team's and what it is."""
    if not proposal.within:
        return proposal.title
    return f"{proposal.within.title} · {KIND_NAMES[proposal.kind]()}"
