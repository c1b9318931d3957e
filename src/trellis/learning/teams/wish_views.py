"""What a proposal's page does with wishes for two students."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from trellis.core.foundation.refusal import ActionError
from trellis.core.foundation.revisions import SHOWN_FIELD, shown_revision
from trellis.core.foundation.typed import posted_id

from . import presenters, selectors, wishes
from .models import Forming, Wish

ActionResult = tuple[str, str]


def save_wish(request: HttpRequest, proposal: Forming) -> ActionResult:
    people = {str(seat.student_id): seat.student for seat in presenters.seats_of(request.viewer, proposal)}
    pair = [people.get(request.POST.get(name, "")) for name in ("one", "other")]
    if None in pair:
        raise ActionError(_("Choose two students who are in these groups."))
    existing = selectors.wish_of(request.viewer, proposal.school, *pair)
    seen = shown_revision(request, SHOWN_FIELD, existing and existing.pk)
    wishes.save_wish(proposal.school, *pair, request.POST.get("kind", ""), request.viewer.person_id, seen)
    return _("Saved. Build a new draft to see if this request can be met."), ""


def remove_wish(request: HttpRequest, proposal: Forming) -> ActionResult:
    school_wishes = Wish.objects.seen_by(request.viewer).filter(school=proposal.school_id)
    existing = get_object_or_404(school_wishes, pk=posted_id(request, "wish"))
    wishes.remove_wish(existing, request.viewer.person_id, shown_revision(request, "wish", existing.pk))
    return _("Request canceled."), ""
