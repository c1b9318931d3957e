"""What each wish costs: the week solved again for a short while with it and without it, from the same start."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from .counting import count_wishes
from .drafting import improve_week
from .encoding import EncodedWeek
from .inputs import WeekQuestion, Wish
from .relaxing import relax
from .results import Relaxation, Timetable, WishPrice


def price_wishes(
    question: WeekQuestion,
    timetable: Timetable,
    seconds: float = 16.0,
    seed: int = 0,
    relaxations: Sequence[Relaxation] = (),
) -> tuple[WishPrice, ...]:
    """Return for each wish that has a weight what the others come to with it and without it.

    relaxations: rules to price too, as if they were wishes ("advisory comes first"). Each price may take its share of
    `seconds`, and starts from the same week: the timetable, improved for one share with every wish.
    """
    wishes = [wish for wish in Wish if question.wishes.weight(wish)]
    share = seconds / (1 + len(wishes) + len(relaxations))
    base = _improve(question, timetable, share, seed)
    with_it = count_wishes(question, base)
    prices = []
    for wish in wishes:
        weights = replace(question.wishes, **{wish.name.lower(): 0})
        without = _improve(replace(question, wishes=weights), base, share, seed)
        prices.append(WishPrice(wish, None, with_it, count_wishes(question, without)))
    for relaxation in relaxations:
        without = _improve(relax(question, [relaxation]), base, share, seed)
        prices.append(WishPrice(None, relaxation, with_it, count_wishes(question, without)))
    return tuple(prices)


def _improve(question: WeekQuestion, timetable: Timetable, seconds: float, seed: int) -> Timetable:
    week = EncodedWeek(question)
    current = frozenset(
        week.encode_placement(placement)
        for placement in timetable.placements
        if placement.lesson in week.lesson_numbers
    )
    result = improve_week(week, current, time.monotonic() + seconds, seed, whole_week=False)
    return timetable if result.timetable is None else result.timetable
