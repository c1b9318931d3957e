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


def wish(request: HttpRequest, one: Forming) -> Said:
    people = {str(seat.student_id): seat.student for seat in presenters.seats_of(request.viewer, one)}
    pair = [people.get(request.POST.get(name, "")) for name in ("one", "other")]
    if None in pair:
        raise Refusal(_("Choose two students who are in these groups."))
    held = selectors.wish_of(request.viewer, one.school, *pair)
    seen = revision_shown(request, SHOWN, held and held.pk)
    wishes.wish(one.school, *pair, request.POST.get("kind", ""), request.viewer.person_id, seen)
    return _("Kept. Propose again to see whether it can be met."), ""


def no_longer(request: HttpRequest, one: Forming) -> Said:
    own = Wish.objects.seen_by(request.viewer).filter(school=one.school_id)
    held = get_object_or_404(own, pk=key_of(request, "wish"))
    wishes.wish_no_longer(held, request.viewer.person_id, revision_shown(request, "wish", held.pk))
    return _("Taken back."), ""
