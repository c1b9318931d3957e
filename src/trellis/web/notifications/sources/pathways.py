"""What mentors and people on a pathway are told. No name and no pathway stands in an email."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from trellis.adults.leadership.pathway_selectors import (
    pathways_mentored_since,
    steps_confirmed_since,
    steps_to_confirm,
)
from trellis.core.community.viewer import Viewer

from ..registry import DigestItem, page_link


def pathway_news(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """For a mentor: who chose them, and evidence that waits. For a person: what their mentor confirmed."""
    for pathway in pathways_mentored_since(viewer, since):
        yield DigestItem(_("Someone chose you as their mentor"), page_link("pathway", pathway.pk))
    moments = {step.pathway_id: step.modified for step in steps_to_confirm(viewer)}
    for pathway, modified in moments.items():
        yield DigestItem(
            _("Evidence on a pathway waits for you to read and confirm"),
            page_link("pathway", pathway),
            modified > since,
        )
    for pathway in dict.fromkeys(step.pathway_id for step in steps_confirmed_since(viewer, since)):
        yield DigestItem(_("Your mentor confirmed a step of your pathway"), page_link("pathway", pathway))
