"""Minutes as people say them: in hours."""

from __future__ import annotations

import math

from django.utils.translation import ngettext

from trellis.core.foundation.formatting import format_number


def format_hours(minutes: int) -> str:
    """90 minutes are "1.5 hours"."""
    number = minutes / 60
    return ngettext("%(n)s hour", "%(n)s hours", math.ceil(number)) % {"n": format_number(round(number, 2))}
