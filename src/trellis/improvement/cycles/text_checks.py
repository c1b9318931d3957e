"""Keeps students' names out of what is written about a cycle: it is about practice."""

from __future__ import annotations

from django.utils.translation import gettext as _

from trellis.core.community.models import Role, School
from trellis.core.community.named_people import people_named_in
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError


def check_text(text: str, place: School | None, field: str) -> str:
    """Return the text unchanged. Raises ActionError where it names a student of the school, or holds words about
    immigration status. A network's own rows have no school whose names could be looked for."""
    names = people_named_in(text, place.pk, (Role.STUDENT,)) if place else []
    if names:
        raise ActionError(
            _("This names %(name)s, a student. Write what you saw without the name.") % {"name": names[0]},
            field=field,
        )
    return reject_immigration_status(text)
