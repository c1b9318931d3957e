"""The rule of opening in words: what keeps a round from opening, and what to do."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_date, format_number

from .models import SurveyRound
from .opening import NOTICE_DAYS, Duty, Obstacle, first_day_after_notice


def obstacle_sentence(obstacle: Obstacle, row: SurveyRound) -> str:
    """What keeps a round from opening, and what to do about it."""
    days = format_number(NOTICE_DAYS, 0)
    first = format_date(first_day_after_notice(row.notice_on)) if row.notice_on else ""
    return {
        Obstacle.NO_PREVIEW: _(
            "An organization outside the school wrote these questions, so families can read them first. Send them the "
            "preview."
        ),
        Obstacle.NO_NOTICE: _(
            "Some questions are about areas that federal law (PPRA) protects. Tell families at least %(days)s days "
            "before it opens, so that they can opt out. Send the notice."
        )
        % {"days": days},
        Obstacle.NOTICE_TOO_LATE: _(
            "Families need %(days)s days after the notice to opt out. Open it on %(first)s or later: change the first "
            "day."
        )
        % {"days": days, "first": first},
        Obstacle.NOT_ASKED_FOR_CONSENT: _(
            "This survey is required, federal funds pay for it, and some questions are about areas that federal law "
            "(PPRA) protects. Only students with written consent can answer. Ask families for consent first."
        ),
        Obstacle.NO_CONSENT: _(
            "No student has written consent yet, and federal law (PPRA) requires it for this survey. Wait for "
            "families’ answers, or add consent that you have on paper."
        ),
        Obstacle.NOT_YET: _("It opens on %(day)s.") % {"day": format_date(row.opens)},
        Obstacle.OVER: _("Its last day has passed. Change the days, or cancel it."),
    }[obstacle]


def duty_sentence(duty: Duty, asks_students: bool) -> str:
    """What a round owes families, for the staff of the school."""
    if not asks_students:
        return _("Adults answer for themselves, and only if they want to.")
    return {
        Duty.NONE: _(
            "None of its questions is in an area that federal law (PPRA) protects. Your state may ask for more."
        ),
        Duty.PREVIEW: _("Families can read the questions before it opens, and can opt out."),
        Duty.NOTICE: _("Families get notice at least %(days)s days before it opens, and can opt out.")
        % {"days": format_number(NOTICE_DAYS, 0)},
        Duty.CONSENT: _(
            "Only students whose family agreed in writing can answer. Students of 18 decide themselves."
        ),
    }[duty]
