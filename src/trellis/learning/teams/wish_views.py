"""What a proposal's page does with wishes for two students."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from trellis.core.foundation.refusal import Refusal
from trellis.core.foundation.revisions import SHOWN, revision_shown
from trellis.core.foundation.typed import key_of

from . import presenters, selectors, wishes
from .models import Forming, Wish

Said = tuple[str, str]


def wish(request: HttpRequest, proposal: Forming) -> Said:
    people = {str(seat.student_id): seat.student for seat in presenters.seats_of(request.viewer, proposal)}
    pair = [people.get(request.POST.get(name, "")) for name in ("one", "other")]
    if None in pair:
        raise Refusal(_("Choose two students who are in these groups."))
    existing = selectors.wish_of(request.viewer, proposal.school, *pair)
    seen = revision_shown(request, SHOWN, existing and existing.pk)
    wishes.wish(proposal.school, *pair, request.POST.get("kind", ""), request.viewer.person_id, seen)
    return _("Saved. Build a new draft to see if this request can be met."), ""


def no_longer(request: HttpRequest, proposal: Forming) -> Said:
    school_wishes = Wish.objects.seen_by(request.viewer).filter(school=proposal.school_id)
    existing = get_object_or_404(school_wishes, pk=key_of(request, "wish"))
    wishes.wish_no_longer(existing, request.viewer.person_id, revision_shown(request, "wish", existing.pk))
    return _("Request canceled."), ""
