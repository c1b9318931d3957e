"""What program staff are told of beliefs: one whose day to look again has come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import zone_of_viewer
from trellis.core.community.viewer import Viewer
from trellis.improvement.network_learning.selectors import beliefs_to_look_at

from ..registry import DigestItem, page_link


def due_beliefs(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Each belief to look at again; new on its day."""
    zone = zone_of_viewer(viewer)
    for belief in beliefs_to_look_at(viewer, timezone.localdate(timezone=zone)):
        yield DigestItem(
            _("Look at this belief again: %(statement)s") % {"statement": belief.statement},
            page_link("belief", belief.pk),
            is_new=belief.look_again_on >= timezone.localdate(since, timezone=zone),
        )
