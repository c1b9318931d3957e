"""What the page of a proposal shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from trellis.core.community.distinct_names import add_distinctions
from trellis.design.blueprint.wording import wording_of

from . import levels, permissions, presenters, selectors, traits
from .models import Forming, Wish


def proposal_context(request: HttpRequest, proposal: Forming, status: int) -> dict[str, Any]:
    """Who is where, how even it is and why, and what the viewer may change."""
    viewer = request.viewer
    presentation = presenters.present_proposal(viewer, proposal)
    came, went = (0, 0) if proposal.adopted_at else selectors.count_unseated_and_departed(proposal)
    leads = permissions.may_form_at(viewer, proposal.school_id)
    may = permissions.traits_to_mix_by(viewer, proposal.school_id)
    every = levels.present_school(viewer, proposal, presentation) if proposal.is_whole else None
    fixed_ids = every.fixed_ids if every else levels.fixed_student_ids([presentation])
    add_distinctions([row.seat.student for place in presentation.places for row in place.rows])
    return {
        "one": proposal,
        "called": levels.proposal_title(proposal),
        "alone": levels.count_without_adults(proposal, presentation, every),
        "words": wording_of(proposal.school_id),
        "told": presentation,
        "rows": sorted(
            (row for place in presentation.places for row in place.rows),
            key=lambda row: row.seat.student.name,
        ),
        "students": sum(place.size for place in presentation.places),
        "came": came,
        "went": went,
        "wishes": selectors.wishes_among(viewer, proposal),
        "wish_kinds": Wish.Kind.choices,
        "staff": selectors.staff_of(viewer, proposal.school_id) if leads and proposal.kind != "work" else [],
        "leads": leads,
        "rules": Forming.Rule.choices,
        "traits": [(key, traits.TRAITS[key], key in proposal.balance) for key in may],
        "proposes": not proposal.within_id and set(proposal.balance) <= set(may),
        "held": fixed_ids,
        "held_seats": [
            row.seat
            for place in presentation.places
            for row in place.rows
            if row.seat.student_id in fixed_ids
        ],
        "whole": every,
        "sent": request.POST if status == 422 else {},
    }
