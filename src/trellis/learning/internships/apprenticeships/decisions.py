"""What waits for a leader or the network's program staff: requests to answer, and days to confirm."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community.decisions import Decision
from trellis.core.community.viewer import Viewer

from .selectors import waiting_for


def apprenticeship_decisions(viewer: Viewer) -> Iterator[Decision]:
    """Requests first, then days."""
    waiting = waiting_for(viewer)
    for card in waiting.requests:
        yield Decision(
            _("%(name)s asks for an apprenticeship") % {"name": card.apprentice.name},
            card.host_school.name,
            reverse("apprenticeship", args=[card.search.pk]),
            _("Answer"),
        )
    for card, count in waiting.days:
        yield Decision(
            ngettext("%(name)s has %(n)s day to confirm.", "%(name)s has %(n)s days to confirm.", count)
            % {"name": card.apprentice.name, "n": count},
            _("Apprenticeship at %(school)s") % {"school": card.host_school.name},
            reverse("apprenticeship", args=[card.search.pk]),
            _("Confirm"),
        )
