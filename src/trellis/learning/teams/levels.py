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
class InnerDraft:
    """The strands or the advisories of one team."""

    draft: GroupDraft
    title: str
    presentation: presenters.DraftPresentation


@dataclass
class TeamPresentation:
    """One team of a whole school, what is inside it, and the reasons for each student's inner groups."""

    group_view: presenters.GroupPresentation
    inner: list[InnerDraft]
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
    viewer: Viewer, draft: GroupDraft, top: presenters.DraftPresentation
) -> SchoolPresentation:
    """What is inside the teams of a draft. `top`: the presentation of the teams."""
    drafts_within = GroupDraft.objects.seen_by(viewer).filter(within__draft=draft).select_related("within")
    inside: dict[UUID | None, list[InnerDraft]] = {}
    for inner_draft in drafts_within.order_by("within__number", "-kind"):
        inner = InnerDraft(
            inner_draft,
            draft_title(inner_draft),
            presenters.present_draft(viewer, inner_draft),
        )
        inside.setdefault(inner_draft.within_id, []).append(inner)
    teams = [
        _present_team(group_view, inside.get(group_view.draft_group.pk, [])) for group_view in top.groups
    ]
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
                team.group_view.draft_group.title,
                [
                    team.group_view.draft_group,
                    *(inner.draft_group for each in team.inner for inner in each.presentation.groups),
                ],
            )
            for team in teams
        ],
        fixed_ids=fixed_student_ids(presentation for _title, presentation in levels),
    )


KIND_NAMES = {"strand": lambda: _("strands"), "advisory": lambda: _("advisories")}


def _present_team(group_view: presenters.GroupPresentation, inner: list[InnerDraft]) -> TeamPresentation:
    inner_reasons: dict[UUID, list[tuple[str, list[str]]]] = {}
    for each in inner:
        for group in each.presentation.groups:
            for row in group.rows:
                inner_reasons.setdefault(row.seat.student_id, []).append(
                    (group.draft_group.title, row.reasons)
                )
    rows = [(row, inner_reasons.get(row.seat.student_id, [])) for row in group_view.rows]
    return TeamPresentation(group_view, inner, rows)


def _group_by_words(statements: Iterable[tuple[str, str]]) -> list[tuple[list[str], str]]:
    """The same words once, with all levels that they are about."""
    levels_by_words: dict[str, list[str]] = {}
    for level, words in statements:
        levels_by_words.setdefault(words, []).append(level)
    return [(levels, words) for words, levels in levels_by_words.items()]


def fixed_student_ids(presentations: Iterable[presenters.DraftPresentation]) -> set[UUID]:
    """The students who are locked in their groups."""
    rows = (row for presentation in presentations for group in presentation.groups for row in group.rows)
    return {row.seat.student_id for row in rows if row.seat.fixed}


def count_without_adults(
    draft: GroupDraft, presentation: presenters.DraftPresentation, within: SchoolPresentation | None
) -> int:
    """How many teams and advisories would have no adult who sees their students; strands and work groups copy their
    adults from the group that they are inside of."""
    kinds = [(draft.kind, presentation)]
    if within:
        kinds += [(each.draft.kind, each.presentation) for team in within.teams for each in team.inner]
    return sum(
        not group_view.adults
        for kind, each in kinds
        if kind in ("team", "advisory")
        for group_view in each.groups
    )


def draft_title(draft: GroupDraft) -> str:
    """The name of a draft; of what is within a whole school, the team's and what it is."""
    if not draft.within:
        return draft.title
    return f"{draft.within.title} · {KIND_NAMES[draft.kind]()}"
