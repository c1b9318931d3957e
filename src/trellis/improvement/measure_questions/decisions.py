"""Questions about measures that wait for an answer, on the first page of whoever answers them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from trellis.core.community.decisions import Decision
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.prepared_queries import PreparedQuery

from .models import MeasureQuestion
from .permissions import ANSWERING_ROLES, answerable

SHOWN = 6
_WAITING = PreparedQuery(
    MeasureQuestion, lambda rows: rows.select_related("student").order_by("created", "pk")[:SHOWN]
)


def waiting_questions(viewer: Viewer) -> list[MeasureQuestion]:
    """The oldest questions that the viewer can answer and that have no answer."""
    if not viewer.roles.intersection(ANSWERING_ROLES):
        return []
    return _WAITING.seen_by(viewer, answerable(viewer), answered_at=None)


def question_decisions(viewer: Viewer) -> Iterator[Decision]:
    """Each question with its first words, and the page on which it is answered."""
    for question in waiting_questions(viewer):
        yield Decision(
            _("%(student)s asks about a measure") % {"student": question.student.name},
            Truncator(question.words).chars(100),
            reverse("measure-question", args=[question.pk]),
            _("Answer"),
        )
