"""What waits for the leaders of a school: a round that cannot open yet, and a closed one without a reply."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.core.community.decisions import Decision
from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.prepared_queries import PreparedQuery

from .content import questionnaire_of
from .models import SurveyRound
from .obstacle_words import obstacle_sentence
from .opening import NOTICE_DAYS, Obstacle
from .people import obstacles_of

SHOWN = 4
_WAITING = PreparedQuery(
    SurveyRound, lambda rows: rows.select_related("school").order_by("opens", "pk")[:SHOWN]
)


def survey_decisions(viewer: Viewer, today: date) -> Iterator[Decision]:
    """Rounds that are to open soon and may not, and rounds that closed without a word to those who answered."""
    led = viewer.to("school", *LEADING_ROLES)
    if not led:
        return
    planned = Q(opened_on=None, opens__lte=today + timedelta(days=NOTICE_DAYS))
    closed = Q(closed_on__isnull=False, published_on=None)
    for row in _WAITING.seen_by(viewer, planned | closed, school__in=led):
        line = _("Tell people what you heard and what will change.") if row.closed_on else _obstacle_line(row)
        if line:
            yield Decision(
                _("Survey: %(title)s") % {"title": questionnaire_of(row).title},
                line,
                reverse("survey-round", args=[row.pk]),
                _("Open"),
            )


def _obstacle_line(row: SurveyRound) -> str:
    problems = [obstacle for obstacle in obstacles_of(row) if obstacle is not Obstacle.NOT_YET]
    return obstacle_sentence(problems[0], row) if problems else ""
