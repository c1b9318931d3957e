"""What a school works on when its coach comes: higher apps register it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID

from django.urls import reverse

from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.registry import Registry


class WorkLink(NamedTuple):
    """Something under way: its title, whose it is, and the name of its page."""

    title: str
    owner: str
    page: str
    key: UUID

    @property
    def url(self) -> str:
        return reverse(self.page, args=[self.key])


class WorkInProgress(NamedTuple):
    """links: what the viewer may open. hidden: how many more are open that stay within the school."""

    links: list[WorkLink]
    hidden: int


WORK_IN_PROGRESS: Registry[str, Callable[[Viewer, School], WorkInProgress]] = Registry(
    "work-in-progress", "what a school works on, for the coach who visits"
)


def work_in_progress(viewer: Viewer, school: School) -> WorkInProgress:
    """What every app registered, as one."""
    parts = [read(viewer, school) for read in WORK_IN_PROGRESS.values()]
    return WorkInProgress([link for part in parts for link in part.links], sum(part.hidden for part in parts))
