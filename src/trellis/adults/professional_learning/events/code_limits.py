"""How many wrong codes one person may enter. Never by address: a whole school, or a conference, shares one."""

from __future__ import annotations

import time
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation.errors import ActionError

WINDOW_SECONDS = 10 * 60
MAX_TRIES = 8
"""In one window. Guessing one of a million codes takes years, and a session takes codes for a day."""


def check_tries(person_id: UUID) -> None:
    """Raise ActionError when this person has entered too many wrong codes."""
    if _wrong_codes(person_id)[0] >= MAX_TRIES:
        raise ActionError(
            _("That was too many wrong codes. Wait ten minutes, or ask the organizer to mark you.")
        )


def count_wrong_code(person_id: UUID) -> None:
    """Count one wrong code. The person's row is locked, so that codes sent at once are all counted."""
    with transaction.atomic():
        people = Person.objects.unscoped("let one wrong code of a person be counted at a time")
        people.select_for_update().filter(pk=person_id).values_list("pk").first()
        count, ends = _wrong_codes(person_id)
        cache.set(_key(person_id), (count + 1, ends), timeout=WINDOW_SECONDS)


def _wrong_codes(person_id: UUID) -> tuple[int, float]:
    """How many there were in the window that is open, and when it ends."""
    now = time.time()
    count, ends = cache.get(_key(person_id), (0, 0.0))
    return (count, ends) if ends > now else (0, now + WINDOW_SECONDS)


def _key(person_id: UUID) -> str:
    return f"attendance-code:{person_id}"
