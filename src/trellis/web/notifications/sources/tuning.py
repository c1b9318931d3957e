"""What colleagues are told of sessions at which projects are tuned, at any school of their network."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_moment
from trellis.learning.projects.models import TuningSession
from trellis.learning.projects.tuning_selectors import (
    ended_invitations,
    format_session_time,
    own_invitations,
)

from ..registry import DigestItem, page_link


def tuning_news(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Sessions to come to which the viewer is invited: new are invitations and new times. And those they are invited
    to no more."""
    for invitation in own_invitations(viewer, viewer.now):
        session = invitation.session
        is_moved = bool(session.moved_at and session.moved_at > since >= invitation.invited_at)
        yield DigestItem(
            invitation_text(session, is_moved),
            page_link("tuning-session", session.pk),
            is_moved or invitation.invited_at > since,
        )
    for ended in ended_invitations(viewer, since):
        yield DigestItem(ended_text(ended.title, ended.starts, ended.canceled), page_link("today"))


def invitation_text(session: TuningSession, is_moved: bool) -> str:
    """An invitation, or its new time, in a sentence. The times are on the clock in force."""
    text = (
        _("New time to tune “%(project)s” with its team: %(time)s")
        if is_moved
        else _("You are invited to tune “%(project)s” with its team: %(time)s")
    )
    return text % {"project": session.project.title, "time": format_session_time(session)}


def ended_text(title: str, starts: datetime, is_canceled: bool) -> str:
    """The end of a session, or of an invitation to it, in a sentence."""
    text = (
        _("The session to tune “%(project)s” on %(time)s is canceled")
        if is_canceled
        else _("You are no longer invited to tune “%(project)s” on %(time)s")
    )
    return text % {"project": title, "time": format_moment(starts)}
