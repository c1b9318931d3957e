"""The seat of one scorer: their own page's, a link's, and one that ended because the student took the work back."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from trellis.core.community.links import LinkExpiredError
from trellis.core.community.models import Link, School
from trellis.core.community.viewer import Viewer

from .models import PortfolioEntry, Scorer
from .permissions import active_seats, removed_seats

SEAT_RELATED = (
    "task_part__task__student",
    "task_part__task__school",
    "task_part__task__term",
    "task_part__submission",
    "person",
)
DAYS_SHOWN = 14
"""Days for which a scorer's page says that something was taken back."""


def find_own_seat(viewer: Viewer, scorer_id: UUID) -> Scorer | None:
    """A seat as scorer that is the viewer's own."""
    own_seats = Scorer.objects.seen_by(viewer).filter(pk__in=active_seats(viewer).values("pk"))
    return own_seats.select_related(*SEAT_RELATED).filter(pk=scorer_id).first()


def get_seat_by_link(link: Link) -> Scorer:
    """The seat that an evaluator's link is about. Raises LinkExpiredError where the student took back what was to be
    scored."""
    rows = Scorer.objects.unscoped("find what a link is about").select_related(*SEAT_RELATED)
    seat = get_object_or_404(rows, pk=link.about_id)
    if was_withdrawn(seat):
        raise LinkExpiredError(withdrawn_message(seat))
    if seat.deleted_at:
        raise Http404
    return seat


def chosen_entries(seat: Scorer) -> list[PortfolioEntry]:
    """What the student chose in the term of a task that is scored: the work, and why."""
    task = seat.task_part.task
    rows = PortfolioEntry.objects.unscoped("find the work that a scorer was asked to score").filter(
        student=task.student_id, term=task.term_id, deleted_at=None
    )
    return list(rows.select_related("work").order_by("position", "created"))


def withdrawn_message(seat: Scorer) -> str:
    """What a scorer hears of what was taken back."""
    if seat.task_part.task.practice:
        return _("Your colleague took this work back. There is nothing to score now. Thank you.")
    return _("The student took this work back. There is nothing to score now. Thank you.")


def was_withdrawn(seat: Scorer) -> bool:
    """Whether a seat ended because the student withdrew the work."""
    return seat.deleted_at is not None and seat.deleted_at == seat.task_part.deleted_at


def get_withdrawn_seat_or_404(viewer: Viewer, scorer_id: UUID) -> Scorer:
    """A seat of the viewer's own that ended because the student took back what was to be scored."""
    withdrawn_seats = removed_seats(viewer).filter(deleted_at=F("task_part__deleted_at"))
    return get_object_or_404(withdrawn_seats.select_related(*SEAT_RELATED), pk=scorer_id)


def recently_withdrawn_seats(viewer: Viewer, school: School) -> list[Scorer]:
    """Return the viewer's seats at a school whose work the student withdrew in the last days."""
    since = viewer.now - timedelta(days=DAYS_SHOWN)
    rows = removed_seats(viewer).filter(
        deleted_at=F("task_part__deleted_at"), deleted_at__gte=since, task_part__task__school=school
    )
    return list(
        rows.select_related("task_part__task__student", "task_part__submission").order_by("-deleted_at")
    )
