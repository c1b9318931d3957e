"""A coach who changes hands over their schools: ties, planned visits and open commitments go to the next coach with a
note. Private notes stay with whoever wrote them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.adults.joining.models import JoiningSchool
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.tie_endings import end_ties
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError

from .models import CoachHandover, CoachVisit, VisitCommitment

REASON = "hand over schools of a network that the caller works for"


def hand_over(from_coach: Person, to_coach: Person, schools: Iterable[School], note: str, by: UUID) -> int:
    """Give these schools of a coach to another, with the coach's open commitments there; return how many.

    Raises ActionError where none of the schools is the coach's any more.
    """
    if from_coach.pk == to_coach.pk:
        raise ActionError(_("Choose a coach."), field="to_coach")
    now = timezone.now()
    with ledger.act("hand over schools", by=by, about=from_coach.pk):
        ids = [school.pk for school in schools]
        ties = Tie.objects.unscoped(REASON).filter(
            active_at(now), person=from_coach, role=Role.COACH, to_school__in=ids
        )
        visits = CoachVisit.objects.unscoped(REASON).filter(current_coach=from_coach, school__in=ids)
        school_ids = {
            *ties.values_list("to_school", flat=True),
            *visits.order_by().values_list("school", flat=True),
        }
        if not school_ids:
            raise ActionError(_("These schools were handed over already."))
        end_ties(ties, now)
        for school_id in school_ids:
            _hand_over_school(school_id, from_coach, to_coach, note)
    return len(school_ids)


def _hand_over_school(school_id: UUID, from_coach: Person, to_coach: Person, note: str) -> None:
    now = timezone.now()
    tie = {"person": to_coach, "role": Role.COACH, "to_school_id": school_id}
    if not Tie.objects.unscoped(REASON).filter(active_at(now), **tie).exists():
        Tie.objects.create(**tie)
    changed = {"revision": F("revision") + 1, "modified": now}
    rows = CoachVisit.objects.unscoped(REASON).filter(school=school_id)
    mine = Q(current_coach=from_coach) | Q(current_coach=None, coach=from_coach)
    rows.filter(mine, status=CoachVisit.Status.PLANNED).update(coach=to_coach, **changed)
    rows.filter(mine).update(current_coach=to_coach, **changed)
    owned = VisitCommitment.objects.unscoped(REASON).filter(visit__school=school_id, owner=from_coach)
    owned.exclude(status=VisitCommitment.Status.DONE).update(owner=to_coach, **changed)
    joining = JoiningSchool.objects.unscoped(REASON).filter(school=school_id, coach=from_coach)
    joining.update(coach=to_coach, **changed)
    CoachHandover.objects.create(school_id=school_id, from_coach=from_coach, to_coach=to_coach, note=note)


def handover_of(viewer: Viewer, school_id: UUID) -> CoachHandover | None:
    """The newest handover of a school that the viewer sees."""
    rows = CoachHandover.objects.seen_by(viewer).filter(school=school_id, deleted_at=None)
    return rows.select_related("from_coach", "to_coach").order_by("-created").first()
