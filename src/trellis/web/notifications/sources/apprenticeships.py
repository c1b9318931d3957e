"""What an apprentice, the leader and the network are told. No name stands in an email."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community.viewer import Viewer
from trellis.learning.internships.apprenticeships import selectors

from ..registry import DigestItem, page_link


def apprenticeship_news(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """For who answers: requests that wait, and days to confirm. For who asked: that it starts, or was declined."""
    waiting = selectors.waiting_for(viewer)
    for card in waiting.requests:
        yield DigestItem(
            _("A request for an apprenticeship waits for your answer"),
            page_link("apprenticeship", card.search.pk),
            card.agreement.created > since,
        )
    for card, count in waiting.days:
        yield DigestItem(
            ngettext(
                "%(n)s day of an apprenticeship waits for you to confirm it",
                "%(n)s days of an apprenticeship wait for you to confirm them",
                count,
            )
            % {"n": count},
            page_link("apprenticeship", card.search.pk),
            is_new=False,
        )
    for card in selectors.own_apprenticeships(viewer):
        declined = card.agreement.hold.declined_at
        if card.placement and card.placement.created > since:
            yield DigestItem(_("Your apprenticeship is set"), page_link("apprenticeship", card.search.pk))
        elif declined and declined > since:
            yield DigestItem(
                _("Your request for an apprenticeship was declined"),
                page_link("apprenticeship", card.search.pk),
            )
