"""What waits for a superintendent: agreements to sign, and deadlines of agreements and waivers that come near."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.adults.partnerships.reminders import near_deadlines
from trellis.adults.partnerships.selectors import waiting_for_signature
from trellis.core.community.decisions import Decision
from trellis.core.community.models import District
from trellis.core.community.viewer import Viewer


def waiting_for(viewer: Viewer, district: District, today: date) -> list[Decision]:
    """Signatures first, then the next deadline."""
    waiting = [
        Decision(
            _("Sign: %(title)s") % {"title": agreement.title},
            agreement.get_kind_display(),
            reverse("partner-agreement", args=[agreement.pk]),
            _("Read and sign"),
        )
        for agreement in waiting_for_signature(viewer)
        if agreement.district_id == district.pk
    ]
    deadlines = (
        Decision(
            deadline.title,
            deadline.sentence,
            reverse(deadline.url_name, args=[deadline.url_id]),
            _("Open"),
        )
        for deadline in near_deadlines(viewer, today)
        if deadline.district_id == district.pk
    )
    return [*waiting, *deadlines]
