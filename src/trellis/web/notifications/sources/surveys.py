"""What somebody is told whom a survey asks: that it opened, and once more before it closes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import zone_of_viewer
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_day
from trellis.improvement.surveys.content import questionnaire_of
from trellis.improvement.surveys.selectors import open_surveys

from ..registry import DigestItem, page_link


def open_to_me(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Each survey that the viewer may still answer; new when it opens and when its reminder is due."""
    last = timezone.localdate(since, timezone=zone_of_viewer(viewer))
    for row in open_surveys(viewer):
        days = [day for day in (row.opened_on, row.reminded_on) if day]
        yield DigestItem(
            _("%(title)s: a survey without names, open until %(day)s")
            % {"title": questionnaire_of(row).title, "day": format_day(row.closes)},
            page_link("answer-survey", row.pk),
            is_new=any(day >= last for day in days),
        )
