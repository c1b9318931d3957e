"""Keeps students' names and immigration status out of what is written in a survey or about its results."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.models import Role
from trellis.core.community.named_people import people_named_in
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError


def check_words(text: str, school_id: UUID, field: str) -> str:
    """Return the text unchanged. Raises ActionError, without repeating a name, where it names a student."""
    if people_named_in(text, school_id, (Role.STUDENT,)):
        raise ActionError(_("This names a student. Write it without the name."), field=field)
    return reject_immigration_status(text)
