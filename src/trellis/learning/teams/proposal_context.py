"""What the page of a proposal shows."""

from __future__ import annotations

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.wording import wording_of

from . import levels, permissions, presenters, selectors
from .models import GroupDraft
from .proposal_page import ProposalPage


def proposal_context(request: Request, page: ProposalPage) -> dict[str, object]:
    """Who is where, how even it is and why, and what the viewer may change."""
    viewer, proposal = request.viewer, page.proposal
    presentation = presenters.present_proposal(viewer, proposal)
    unseated, departed = (0, 0) if proposal.adopted_at else selectors.count_unseated_and_departed(proposal)
    may = permissions.traits_to_mix_by(viewer, proposal.school_id)
    whole_school = levels.present_school(viewer, proposal, presentation) if proposal.is_whole else None
    fixed_ids = whole_school.fixed_ids if whole_school else levels.fixed_student_ids([presentation])
    add_distinctions([row.seat.student for place in presentation.places for row in place.rows])
    return {
        "proposal": proposal,
        "proposal_title": levels.proposal_title(proposal),
        "without_adults": levels.count_without_adults(proposal, presentation, whole_school),
        "words": wording_of(proposal.school_id),
        "presentation": presentation,
        "students": sum(place.size for place in presentation.places),
        "unseated": unseated,
        "departed": departed,
        "wishes": selectors.wishes_among(viewer, proposal),
        "staff": page.staff if proposal.kind != GroupDraft.Kind.WORK else {},
        "leads": page.leads,
        "proposes": not proposal.within_id and set(proposal.balance) <= set(may),
        "fixed_ids": fixed_ids,
        "fixed_seats": [
            row.seat
            for place in presentation.places
            for row in place.rows
            if row.seat.student_id in fixed_ids
        ],
        "whole_school": whole_school,
    }
