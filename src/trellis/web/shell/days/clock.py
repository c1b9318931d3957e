"""Greetings and moments on the clock of a school."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.foundation.formatting import format_day, format_moment

__all__ = ["format_day", "format_local_moment", "greeting", "school_local_time"]


def greeting(local_now: datetime, first_name: str) -> str:
    """A greeting that fits the hour."""
    name = {"name": first_name}
    if local_now.hour < 12:
        return _("Good morning, %(name)s") % name
    if local_now.hour < 17:
        return _("Good afternoon, %(name)s") % name
    return _("Good evening, %(name)s") % name


def format_local_moment(moment: datetime, local_now: datetime) -> str:
    """A day and an hour on the school's clock."""
    with timezone.override(local_now.tzinfo):
        return format_moment(moment)
