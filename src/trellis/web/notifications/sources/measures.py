"""Questions of students about measures: for who answers, and the answer for who asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from trellis.core.community.viewer import Viewer
from trellis.improvement.measure_questions.decisions import waiting_questions
from trellis.improvement.measure_questions.selectors import newly_answered

from ..registry import DigestItem, page_link


def waiting_for_answer(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Each question that waits for an answer."""
    for question in waiting_questions(viewer):
        yield DigestItem(
            _("%(student)s asks about a measure") % {"student": question.student.name},
            page_link("measure-question", question.pk),
            is_new=question.created > since,
        )


def new_answers(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Each answer to what the reader asked, since then."""
    for question in newly_answered(viewer):
        if question.answered_at and question.answered_at > since:
            yield DigestItem(
                _("Your question about “%(measure)s” has an answer") % {"measure": question.measure_title},
                page_link("measure-question", question.pk),
            )
