"""What a mentor sends back about a week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from trellis.core.foundation.typed import parse_time

from .confirming import MentorConfirmation
from .models import InternshipDay


def parse_confirmations(
    fields: Mapping[str, str], days: Iterable[InternshipDay]
) -> dict[UUID, MentorConfirmation]:
    """Return what the form says of each of these days; days that the form did not show are left out."""
    return {
        day.pk: MentorConfirmation(
            f"there-{day.pk}" in fields,
            *(_parse_time_field(fields, f"{edge}-{day.pk}") for edge in ("from", "to")),
        )
        for day in days
        if f"from-{day.pk}" in fields
    }


def _parse_time_field(fields: Mapping[str, str], name: str) -> object:
    return parse_time(fields.get(name, ""))
