"""Days of a week and times in it: "mon:2" is the second period on Monday."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from trellis.design.blueprint.package.days import DAYS

DAY_CHOICES = [
    ("mon", _("Monday")),
    ("tue", _("Tuesday")),
    ("wed", _("Wednesday")),
    ("thu", _("Thursday")),
    ("fri", _("Friday")),
    ("sat", _("Saturday")),
    ("sun", _("Sunday")),
]
DAY_NAMES = dict(DAY_CHOICES)
DAY_ORDER = {day: number for number, day in enumerate(DAYS)}


def slot_key(day: str, number: int) -> str:
    """The key of a period on a day."""
    return f"{day}:{number}"


def split_slot(key: str) -> tuple[str, int]:
    """The day and the number of a period. Raises ValueError for what is no such key."""
    day, _colon, number = key.partition(":")
    if day not in DAY_ORDER:
        raise ValueError(key)
    return day, int(number)


def sort_slots(keys: Iterable[str]) -> list[str]:
    """Times of the week in their order."""
    return sorted(keys, key=lambda key: (DAY_ORDER[split_slot(key)[0]], split_slot(key)[1]))
