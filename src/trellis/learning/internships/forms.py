"""What a mentor sends back about a week."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from trellis.core.foundation.typed import time_of

from .confirming import Said
from .models import InternshipDay


def said_of(fields: Mapping[str, str], days: Iterable[InternshipDay]) -> dict[UUID, Said]:
    """What the form says of each of these days; a day that the form did not show is left out."""
    return {
        day.pk: Said(
            f"there-{day.pk}" in fields, *(_time(fields, f"{edge}-{day.pk}") for edge in ("from", "to"))
        )
        for day in days
        if f"from-{day.pk}" in fields
    }


def _time(fields: Mapping[str, str], name: str) -> object:
    return time_of(fields.get(name, ""))
