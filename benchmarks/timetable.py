"""One school's exhibitions: 300 students, a panel of three each beside the advisor, over ten days.

Twenty advisors with fifteen students; 120 adults from outside who can come on two half days; families with an
hour or two a week, most of them late; a third wants one of six interpreters; eight rooms. The schedule is
checked by a reader that shares nothing with what made it. The peer is the same engine's quick pass alone.
"""

from __future__ import annotations

import time
from random import Random
from statistics import median

from trellis.engines.timetable import ExhibitionRequest, PanelNeed, Person, Room, find_faults, schedule
from trellis.engines.timetable.greedy import place_greedily
from trellis.engines.timetable.state import BookingState

DAYS, STUDENTS, ADVISORS, OUTSIDE, ROOMS = 10, 300, 20, 120, 8


def _hours(day: int, begin: float, end: float) -> tuple[int, int]:
    return int(day * 1440 + begin * 60), int(day * 1440 + end * 60)


def make(seed: int, rooms: int = ROOMS) -> tuple[list[ExhibitionRequest], list[Person], list[Room]]:
    """A school, made from a seed."""
    random = Random(seed)
    school = tuple(_hours(day, 8.5, 18.5) for day in range(DAYS))
    people = [Person(f"advisor{n}", school) for n in range(ADVISORS)]
    for n in range(OUTSIDE):
        days = random.sample(range(DAYS), 3)
        people.append(
            Person(f"outside{n}", tuple(_hours(d, *random.choice([(9, 12.5), (13, 17)])) for d in days))
        )
    people += [Person(f"interpreter{n}", tuple(_hours(d, 10, 18) for d in range(DAYS))) for n in range(6)]
    exhibitions = []
    for n in range(STUDENTS):
        days = random.sample(range(DAYS), 3)
        free = tuple(_hours(d, *random.choice([(8.5, 10.5), (12, 14), (15, 18.5), (16, 18.5)])) for d in days)
        people += [Person(f"student{n}", school), Person(f"family{n}", free)]
        needs = [PanelNeed("outside", tuple(f"outside{k}" for k in random.sample(range(OUTSIDE), 30)))]
        needs.append(
            PanelNeed("peer", tuple(f"student{k}" for k in random.sample(range(STUDENTS), 12) if k != n))
        )
        if random.random() < 0.33:
            needs.append(
                PanelNeed("interpreter", tuple(f"interpreter{k}" for k in random.sample(range(6), 3)))
            )
        must = (f"student{n}", f"advisor{n % ADVISORS}", f"family{n}")
        exhibitions.append(ExhibitionRequest(f"{n}", must, 45, tuple(needs), 15))
    return exhibitions, people, [Room(f"room{n}", school) for n in range(rooms)]


def main() -> None:
    for name, rooms in (("eight rooms", 8), ("five rooms, too few", 5)):
        took, quick, lines = [], [], []
        for seed in range(3):
            question = make(seed, rooms)
            began = time.perf_counter()
            table = schedule(*question)
            took.append(time.perf_counter() - began)
            wrong = find_faults(table, *question)
            began = time.perf_counter()
            alone = len(place_greedily(BookingState(question[1], question[2], 15), question[0]))
            quick.append(time.perf_counter() - began)
            lines.append(
                f"  seed {seed}: {len(table.placed)} placed, {len(table.left)} explained, "
                f"{len(wrong)} faults, quick pass alone {alone}{', proven the most' if table.best else ''}"
            )
        print(
            f"{name}: median {median(took):.1f} s, longest {max(took):.1f} s (quick pass {median(quick):.1f} s)"
        )
        print("\n".join(lines))
    print("bar 60 s")
