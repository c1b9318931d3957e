"""What is written after a school visit names no student, and nobody who teaches there: it is about practice."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.models import Role
from trellis.core.community.named_people import people_named_in
from trellis.core.community.viewer import SCHOOL_ROLES
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError


def check_words_about_school(school_id: UUID, text: str) -> str:
    """Return what was written about a school. Raises ActionError where it names somebody who learns or teaches there,
    or mentions immigration status."""
    reject_immigration_status(text)
    if people_named_in(text, school_id, (Role.STUDENT, *SCHOOL_ROLES)):
        raise ActionError(
            _("Leave out the names of students and teachers. Write what you saw people do instead.")
        )
    return text
