"""What the page of a draft shows."""

from __future__ import annotations

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.foundation.input_parsing import parse_whole_number
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import levels, permissions, presenters, selectors
from .draft_page import DraftPage
from .models import GroupDraft

MANY_GROUPS = 8
"""From more groups than this on, a page opens the forms and reasons of one group at a time."""


def draft_context(request: Request, page: DraftPage) -> dict[str, object]:
    """Who is where, how even it is and why, and what the viewer may change."""
    viewer, draft = request.viewer, page.draft
    presentation = presenters.present_draft(viewer, draft)
    unseated, departed = (0, 0) if draft.adopted_at else selectors.count_unseated_and_departed(draft)
    may = permissions.traits_to_mix_by(viewer, draft.school_id)
    whole_school = levels.present_school(viewer, draft, presentation) if draft.is_whole else None
    fixed_ids = whole_school.fixed_ids if whole_school else levels.fixed_student_ids([presentation])
    add_distinctions([row.seat.student for group in presentation.groups for row in group.rows])
    return {
        "draft": draft,
        "draft_title": levels.draft_title(draft),
        "without_adults": levels.count_without_adults(draft, presentation, whole_school),
        "words": wording_of(draft.school_id),
        "presentation": presentation,
        "one_at_a_time": len(presentation.groups) > MANY_GROUPS,
        "asks": "request" in request.GET,
        "open_group": parse_whole_number(request.GET.get("group", "")),
        "students": sum(group.size for group in presentation.groups),
        "unseated": unseated,
        "departed": departed,
        "pair_requests": selectors.pair_requests_among(viewer, draft),
        "staff": page.staff if draft.kind != GroupDraft.Kind.WORK else {},
        "leads": page.leads,
        "proposes": not draft.within_id and set(draft.balance) <= set(may),
        "fixed_ids": fixed_ids,
        "fixed_seats": [
            row.seat
            for group in presentation.groups
            for row in group.rows
            if row.seat.student_id in fixed_ids
        ],
        "whole_school": whole_school,
    }
