"""What the leaders of a school see on their Today page: an idea that fits an aim, and answers of the network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.core.community.decisions import Decision
from trellis.core.community.viewer import Viewer

from .news import answered_proposals, at_midnight, ideas_for_aims, week_before

ANSWERS_SHOWN = timedelta(days=7)


def idea_decisions(viewer: Viewer, today: date) -> Iterator[Decision]:
    """One line for the newest idea that was shared last week for an aim of theirs, and one for each new answer."""
    first, monday = (at_midnight(day) for day in week_before(today))
    for idea in ideas_for_aims(viewer, first, monday)[:1]:
        yield Decision(
            _("A change idea fits an aim of your school"),
            idea.title,
            reverse("change-idea", args=[idea.pk]),
            _("Read"),
        )
    for _proposal, idea in answered_proposals(viewer, at_midnight(today - ANSWERS_SHOWN)):
        yield Decision(
            _("The network answered your proposal"),
            idea.title,
            reverse("change-idea", args=[idea.pk]) + "#propose",
            _("Read"),
        )
