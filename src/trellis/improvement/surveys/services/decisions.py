"""What families decide about a round, and students of 18 for themselves."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError

from ..models import SurveyDecision, SurveyRound, SurveyTicket
from ..people import decides_alone

REASON = "write what a family decided about a survey"


def decide(row: SurveyRound, student: Person, kind: str, source: str, by: UUID) -> SurveyDecision:
    """Save the newest decision about a student; at 18 it is the student's own alone. Raises ActionError once closed."""
    adult = decides_alone(student, row.school)
    by_student = by == student.pk
    if adult and not by_student and source != SurveyDecision.Source.PAPER:
        raise ActionError(_("This student is 18 and decides for themselves."))
    if by_student and not adult:
        raise ActionError(_("Your family decides about this survey. At 18 you decide yourself."))
    if row.closed_on:
        raise ActionError(_("This survey is closed."))
    with ledger.act("decide about a survey", by=by, about=row.pk):
        decision, _created = SurveyDecision.objects.unscoped(REASON).update_or_create(
            round=row,
            student=student,
            by_student=adult,
            defaults={"kind": kind, "source": source, "by_id": by, "modified": timezone.now()},
        )
    if row.is_open and kind == SurveyDecision.Kind.CONSENT:
        SurveyTicket.objects.unscoped(REASON).get_or_create(round=row, person=student)
    return decision


def decision_of(row: SurveyRound, student: Person) -> SurveyDecision | None:
    """What holds for a student: their own at 18, else the family's."""
    rows = SurveyDecision.objects.unscoped("show a family what it decided").filter(
        round=row, student=student, by_student=decides_alone(student, row.school), deleted_at=None
    )
    return rows.first()
