"""Asking about a measure, and answering."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person, School
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from .models import MeasureQuestion

REASON = "write a question about a measure that the caller may ask or answer"
MAX_OPEN = 5


def ask(
    key: UUID, student: Person, school: School, about: tuple[str, str, float], kind: str, words: str, by: UUID
) -> MeasureQuestion:
    """Ask about a measure. about: its key, its title and what the student has of it, as the page had them.

    Sent twice under one id, it is one question. Raises ActionError while several wait for an answer.
    """
    with ledger.act("ask about a measure", by=by, about=student.pk):
        questions = MeasureQuestion.objects.unscoped(REASON)
        existing = questions.filter(pk=key).first()
        if existing is not None:
            return existing
        if questions.filter(student=student, answered_at=None, deleted_at=None).count() >= MAX_OPEN:
            raise ActionError(
                _("You have %(n)d questions that wait for an answer. Your school answers these first.")
                % {"n": MAX_OPEN}
            )
        measure, title, value = about
        question = MeasureQuestion(
            sourced_id=key,
            student=student,
            school=school,
            measure=measure,
            title=title,
            value=value,
            kind=kind,
            words=reject_immigration_status(words),
            by_id=by,
        )
        question.save(force_insert=True)
        return question


def answer(question: MeasureQuestion, outcome: str, words: str, seen: int | None, by: UUID) -> None:
    """Answer a question, or change the answer. Raises EditConflict where somebody answered since."""
    with ledger.act("answer a question about a measure", by=by, about=question.student_id):
        values = {
            "outcome": outcome,
            "answer": reject_immigration_status(words),
            "answered_at": timezone.now(),
            "answered_by_id": by,
        }
        labels = {"outcome": _("What came of it"), "answer": _("Answer")}
        save_if_current(question, values, seen, labels)
