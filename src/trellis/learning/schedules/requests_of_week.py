"""What a school asks of its week beyond the rules: seven requests, each with a weight, and how each is put in words."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from trellis.engines.timetable.week import Wish, Wishes

from .models import WeekDesign

DEFAULTS = Wishes()
REQUEST_LABELS = {
    Wish.PLANNING: _("Every team plans together"),
    Wish.LANGUAGE: _("Language service minutes are met"),
    Wish.TEACHER_GAPS: _("Teachers have few gaps between lessons"),
    Wish.STUDENT_GAPS: _("Students have few gaps between lessons"),
    Wish.CONSECUTIVE: _("Nobody teaches too many periods in a row"),
    Wish.DAYS_OFF: _("Teachers get the days without lessons that they asked for"),
    Wish.ROOM_CHANGES: _("Teachers stay in one room"),
}
REQUEST_KEYS = {wish.value: wish for wish in REQUEST_LABELS}


def wishes_of(design: WeekDesign) -> Wishes:
    """The weights of a design: the usual one of each request that is asked for, and 0 of the others."""
    weights = {
        wish.name.lower(): DEFAULTS.weight(wish) if design.requests.get(wish.value, 1) else 0 for wish in Wish
    }
    return replace(DEFAULTS, **weights, most_consecutive=design.most_consecutive)


def is_asked(design: WeekDesign, wish: Wish) -> bool:
    return bool(design.requests.get(wish.value, 1))
