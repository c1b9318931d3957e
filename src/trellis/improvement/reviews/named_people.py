"""Keeps the names of a school's teachers and students out of reviews: they are about practice and structures."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from trellis.adults.coaching.named_people import reject_names
from trellis.core.community.models import Role
from trellis.core.community.named_people import people_named_in
from trellis.core.foundation.errors import ActionError


def reject_people(text: str, school_id: UUID, field: str = "") -> str:
    """Return the text unchanged. Raises ActionError where it names a teacher or a student of the school."""
    names = people_named_in(text, school_id, (Role.STUDENT,))
    if names:
        raise ActionError(
            _("This names a student, %(name)s. Write what you saw without the name.") % {"name": names[0]},
            field=field,
        )
    return reject_names(text, school_id, field)
