"""Planning, changing, logging and canceling visits, and sharing what came of one."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from .models import CoachVisit
from .named_people import reject_names
from .school_changes import current_figures

REASON = "write a visit that the caller may change"
TEXT_FIELDS = ("purpose", "people_met")


def plan_visit(school: School, values: Mapping[str, object], visit_id: UUID, by: UUID) -> CoachVisit:
    """Plan a visit of the person who acts. Sent twice, it is one. The focus rows are those of the last visit."""
    with ledger.act("plan a visit", by=by, about=school.pk):
        existing = CoachVisit.objects.unscoped(REASON).filter(pk=visit_id).first()
        if existing is not None:
            if existing.school_id != school.pk or existing.coach_id != by:
                raise ActionError(
                    _("We could not save this entry because another one has the same ID. Enter it again.")
                )
            existing.school = school
            return existing
        _check_texts(values, school.pk)
        last = CoachVisit.objects.unscoped(REASON).filter(school=school, deleted_at=None)
        focus = last.order_by("-day", "-created").values_list("focus", flat=True).first()
        return CoachVisit.objects.create(
            sourced_id=visit_id,
            school=school,
            coach_id=by,
            current_coach_id=by,
            **{"focus": focus or [], **values},
        )


def _check_texts(values: Mapping[str, object], school_id: UUID) -> None:
    for name in TEXT_FIELDS:
        reject_names(str(values.get(name) or ""), school_id, name)


def update_visit(
    visit: CoachVisit, values: Mapping[str, object], seen: int | None, labels: Mapping[str, str], by: UUID
) -> CoachVisit:
    """Write the details of a visit. Raises EditConflict where somebody wrote since."""
    with ledger.act("change a visit", by=by, about=visit.pk):
        _check_texts(values, visit.school_id)
        return save_if_current(visit, values, seen, labels)


def log_visit(
    viewer: Viewer,
    visit: CoachVisit,
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
) -> CoachVisit:
    """Note that a visit was made, with its minutes, and keep what the school's measures were."""
    if visit.status == CoachVisit.Status.CANCELLED:
        raise ActionError(_("This visit was canceled."))
    if visit.day > school_local_time(visit.school, timezone.now()).date():
        raise ActionError(_("This visit is in the future. Log it on its day."))
    figures = visit.figures or current_figures(viewer, visit.school)
    with ledger.act("log a visit", by=viewer.person_id, about=visit.pk):
        _check_texts(values, visit.school_id)
        status = {"status": CoachVisit.Status.MADE, "figures": figures}
        return save_if_current(visit, {**values, **status}, seen, labels)


def set_status(visit: CoachVisit, before: str, status: str, verb: str, by: UUID) -> None:
    """Cancel a visit, or bring it back. Done before: nothing happens."""
    with ledger.act(verb, by=by, about=visit.pk):
        rows = CoachVisit.objects.unscoped(REASON).filter(pk=visit.pk, status=before)
        rows.update(status=status, revision=F("revision") + 1, modified=timezone.now())


def cancel_visit(visit: CoachVisit, by: UUID) -> None:
    """Cancel a planned visit."""
    set_status(visit, CoachVisit.Status.PLANNED, CoachVisit.Status.CANCELLED, "cancel a visit", by)


def restore_visit(visit: CoachVisit, by: UUID) -> None:
    """Bring a canceled visit back."""
    set_status(visit, CoachVisit.Status.CANCELLED, CoachVisit.Status.PLANNED, "bring a visit back", by)
