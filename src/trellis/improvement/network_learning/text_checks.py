"""Keeps students' names out of what a network writes: it is about practice."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.named_people import students_named_in_network
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError


def check_network_text(text: str, network_id: UUID, field: str) -> str:
    """Return the text unchanged. Raises ActionError where it names a student of the network, or holds words about
    immigration status."""
    names = students_named_in_network(text, network_id)
    if names:
        raise ActionError(
            _("This names %(name)s, a student. Write what you saw without the name.") % {"name": names[0]},
            field=field,
        )
    return reject_immigration_status(text)
