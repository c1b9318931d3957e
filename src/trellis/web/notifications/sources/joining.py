"""What owners of a joining school's steps are told: two weeks and three days before, and once the day has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.adults.joining.permissions import may_manage
from trellis.adults.joining.selectors import due_steps_of, is_reminder_due
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_day

from ..registry import DigestItem, page_link


def due_steps(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Steps that are the viewer's to do; new on the days of a reminder."""
    since_day = timezone.localdate(since)
    for line in due_steps_of(viewer):
        joining, due = line.step.joining, line.step.due
        if due is None:
            continue
        params = {"school": joining.name, "step": line.title, "day": format_day(due)}
        text = _("%(school)s: %(step)s, due %(day)s") % params
        page = (
            page_link("joining-school", joining.pk)
            if may_manage(viewer, joining)
            else page_link("school-joining", joining.school_id)
        )
        yield DigestItem(text, page, is_reminder_due(due, since_day, line.today))
