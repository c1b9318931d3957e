"""A student's result of a measure, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trellis.core.foundation.formatting import format_number, format_percent
from trellis.core.foundation.measures import Measure


def result_in_words(measure: Measure, value: float) -> str:
    """What a student has of a measure: yes or not yet, a share of what they could have, or a number."""
    if measure.kind == "mean":
        return format_number(value, 0 if value == round(value) else 1)
    if 0 < value < 1:
        return format_percent(value)
    if value:
        return pgettext("a student counts for a measure", "Yes")
    return _("Not yet") if measure.direction == "more" else pgettext("a student counts for a measure", "No")
