"""What waits for a network's program staff: beliefs to look at again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.core.community.decisions import Decision
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_day

from .selectors import beliefs_to_look_at


def belief_decisions(viewer: Viewer, today: date) -> Iterator[Decision]:
    """Each belief whose day to look again has come."""
    for belief in beliefs_to_look_at(viewer, today):
        yield Decision(
            belief.statement,
            _("Look at this belief again. The day was %(day)s.") % {"day": format_day(belief.look_again_on)}
            if belief.look_again_on < today
            else _("Look at this belief again today."),
            reverse("belief", args=[belief.pk]),
            _("Open"),
        )
