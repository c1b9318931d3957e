"""Keeps the names of a school's teachers out of what coaches write: a note is about practice."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.models import Role
from trellis.core.community.named_people import people_named_in
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError

TEACHING = (Role.TEACHER, Role.ADVISOR, Role.COUNSELOR)


def reject_names(text: str, school_id: UUID, field: str = "") -> str:
    """Return the text unchanged. Raises ActionError where it names somebody who teaches at the school, or holds words
    about immigration status."""
    names = people_named_in(text, school_id, TEACHING, family_name_alone=True)
    if names:
        raise ActionError(
            _(
                "This names %(name)s, who works with students here. Write what you saw without the name: the team, the "
                "class or the practice."
            )
            % {"name": names[0]},
            field=field,
        )
    return reject_immigration_status(text)
