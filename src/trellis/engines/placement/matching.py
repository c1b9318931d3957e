"""Student-proposing deferred acceptance: each seeker asks down their list, each place keeps the first in line.

D. Gale and L. S. Shapley, College Admissions and the Stability of Marriage, American Mathematical Monthly 69
(1962); for schools with a lottery, A. Abdulkadiroglu and T. Sonmez, School Choice: A Mechanism Design Approach,
American Economic Review 93 (2003). No seeker can do better in any stable matching, and none gains by hiding
what they like.
"""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from heapq import heappop, heappush

import numpy as np

from .encoding import IntArray

PreferenceFunction = Callable[[int], IntArray]
"""For a seeker, the places they may go to, the most liked first."""

PriorityFunction = Callable[[int], IntArray | int]
"""For a seeker, the standing at each place of their list, or one number for all; lower is sooner."""

NOBODY_HELD = 1 << 60


def draw_lottery(keys: Sequence[str], lottery: int | str) -> list[int]:
    """One number each, 0 first. Drawn from seed and key alone: who comes or goes later changes no order."""
    drawn = {key: blake2b(f"{lottery}|{key}".encode(), digest_size=16).digest() for key in keys}
    number = {key: place for place, key in enumerate(sorted(keys, key=lambda key: (drawn[key], key)))}
    return [number[key] for key in keys]


def deferred_acceptance(
    likes: PreferenceFunction, standing: PriorityFunction, room: IntArray, order: Sequence[int]
) -> list[int | None]:
    """The index into each seeker's list of places, or None. `order` is who asks first; the result is the same.

    A place that is full turns everybody away whose standing is not below that of the last it holds. That
    line only ever moves forward, so a seeker may look at the whole list at once for the first that would have
    them.
    """
    queues: list[list[tuple[int, int]]] = [[] for _ in range(len(room))]
    last = np.where(room > 0, NOBODY_HELD, -NOBODY_HELD)
    indexes: list[int | None] = [None] * len(order)
    asking = list(reversed(order))
    while asking:
        seeker = asking.pop()
        places, mine = likes(seeker), standing(seeker)
        welcome = mine < last[places]
        index = int(welcome.argmax()) if len(places) else -1
        if index < 0 or not welcome[index]:
            indexes[seeker] = None
            continue
        indexes[seeker], place = index, int(places[index])
        queue = queues[place]
        heappush(queue, (-int(mine if isinstance(mine, int) else mine[index]), seeker))
        if len(queue) > room[place]:
            asking.append(heappop(queue)[1])
        if len(queue) == room[place]:
            last[place] = -queue[0][0]
    return indexes
