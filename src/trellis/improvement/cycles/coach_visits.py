"""What a school works on, for the coach who prepares a visit."""

from __future__ import annotations

from trellis.adults.coaching.work_in_progress import WorkInProgress, WorkLink
from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer

from .models import Cycle
from .selectors import OWNER, of_school


def open_cycles(viewer: Viewer, school: School) -> WorkInProgress:
    """The open cycles that the viewer sees, and how many stay within the school."""
    rows = of_school(school.pk)
    seen = (
        Cycle.objects.seen_by(viewer).filter(rows, decision="").select_related(*OWNER).order_by("due", "pk")
    )
    links = [WorkLink(cycle.title, cycle.owner_name, "cycle", cycle.pk) for cycle in seen]
    all_open = Cycle.objects.unscoped("count a school's open cycles for its coach, without their words")
    return WorkInProgress(links, all_open.filter(rows, decision="", deleted_at=None).count() - len(links))
