"""A change idea of another school that fits an aim of one's own, once a week; and answers to what was proposed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community.clock import zone_of_viewer
from trellis.core.community.viewer import Viewer
from trellis.improvement.change_ideas.news import (
    answered_proposals,
    at_midnight,
    ideas_for_aims,
    week_before,
)

from ..registry import DigestItem, page_link


def change_idea_news(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """One line for all ideas that were shared last week and fit an open aim; one for each answer."""
    zone = zone_of_viewer(viewer)
    with timezone.override(zone):
        first, monday = (at_midnight(day) for day in week_before(timezone.localdate()))
    if since < monday:
        ideas = ideas_for_aims(viewer, first, monday)
        if ideas:
            words = ngettext(
                "%(n)d school idea fits an aim of your school: %(title)s",
                "%(n)d school ideas fit aims of your school. The newest: %(title)s",
                len(ideas),
            )
            yield DigestItem(
                words % {"n": len(ideas), "title": ideas[0].title}, page_link("change-idea", ideas[0].pk)
            )
    for _proposal, idea in answered_proposals(viewer, since):
        yield DigestItem(
            _("The network answered your proposal: %(title)s") % {"title": idea.title},
            page_link("change-idea", idea.pk),
        )
