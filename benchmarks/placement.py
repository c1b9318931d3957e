"""Internships proposed to 10,000 students among 4,000 sites, who-may-go-where included; and checked for stability.

Run: python benchmarks/placement.py. Prints medians and ratios; asserts nothing about time. The PyPI package
`matching` is no dependency here; the peer is a naive script in plain Python, on fewer rows because of what it takes.
"""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from math import asin, ceil, cos, radians, sin, sqrt
from statistics import median

import numpy as np

from trellis.engines.placement import (
    EligiblePairs,
    Place,
    Proposals,
    Seeker,
    blocking_pairs,
    find_eligible_pairs,
    propose_placements,
)
from trellis.engines.placement.matching import deferred_acceptance

STUDENTS, SITES, RUNS, DAYS_NEEDED = 10_000, 4_000, 5, 2
FIELDS, LANGUAGES = [f"field {n}" for n in range(20)], [f"language {n}" for n in range(12)]

Rows = tuple[list[Seeker], list[Place]]


def city(students: int, sites: int, minutes: tuple[int, ...] = (20, 30, 45), everyone: bool = False) -> Rows:
    """Students and sites over a city of 39 by 30 km. With `everyone`, all may go everywhere."""
    draw = random.Random(2027)
    week = frozenset(range(1, 6))

    def at() -> tuple[float, float]:
        return draw.uniform(40.55, 40.90), draw.uniform(-74.05, -73.70)

    def days(count: int) -> frozenset[int]:
        return week if everyone else frozenset(draw.sample(range(1, 6), count))

    seekers = [
        Seeker(
            f"s{n:05}",
            interests=tuple(draw.sample(FIELDS, 3)),
            wishes=tuple(f"p{site:04}" for site in draw.sample(range(sites), 2)),
            days=days(2),
            at=at(),
            most_minutes=None if everyone else draw.choice(minutes),
            languages=(draw.choice(LANGUAGES),),
            under_16=not everyone and draw.random() < 0.3,
        )
        for n in range(students)
    ]
    places = [
        Place(
            f"p{n:04}",
            field=draw.choice(FIELDS),
            capacity=draw.randint(1, 4),
            days=days(3),
            at=at(),
            languages=(draw.choice(LANGUAGES),),
            cleared=everyone or draw.random() < 0.85,
            least_age=draw.choice([0, 14, 16]),
        )
        for n in range(sites)
    ]
    return seekers, places


def check(proposals: Proposals, may: EligiblePairs, rows: Rows) -> int:
    """Blocking pairs, by the checker; each proposal's eligibility is asked of the plain rules again."""
    if any(may.why_not(seeker, place) for seeker, place in proposals.placed.items()):
        raise SystemExit("somebody is proposed where they may not go")
    preferences = {seeker.key: may.places_of(seeker.key) for seeker in rows[0]}
    seats = {place.key: place.capacity for place in rows[1]}
    pairs = blocking_pairs(
        proposals.placed, preferences, seats, lambda *_: True, lambda _, seeker: proposals.line[seeker]
    )
    return len(pairs)


def naive(seekers: list[Seeker], places: list[Place]) -> dict[str, str]:
    """What a first script does: every pair in a loop, every list sorted by a key, one proposal at a time."""
    line = {seeker.key: n for n, seeker in enumerate(random.Random(1).sample(seekers, len(seekers)))}
    seats = {place.key: place.capacity for place in places}
    lists = {seeker.key: _likes(seeker, places) for seeker in seekers}
    seekers_by_place: dict[str, list[str]] = {place.key: [] for place in places}
    asking = sorted(line, key=line.__getitem__, reverse=True)
    while asking:
        seeker = asking.pop()
        while lists[seeker]:
            occupants = seekers_by_place[place := lists[seeker].pop(0)]
            occupants.append(seeker)
            occupants.sort(key=line.__getitem__)
            if len(occupants) <= seats[place]:
                break
            if (out := occupants.pop()) != seeker:
                asking.append(out)
                break
    return {seeker: place for place, inside in seekers_by_place.items() for seeker in inside}


def _likes(seeker: Seeker, places: list[Place]) -> list[str]:
    ranked = []
    for place in places:
        if (
            not place.cleared
            or place.least_age > seeker.surely
            or len(seeker.days & place.days) < DAYS_NEEDED
        ):
            continue
        took = _minutes(seeker.at, place.at)
        if seeker.most_minutes is not None and took > seeker.most_minutes:
            continue
        wish = seeker.wishes.index(place.key) if place.key in seeker.wishes else 99
        interest = seeker.interests.index(place.field) if place.field in seeker.interests else 99
        ranked.append((wish, interest, not set(seeker.languages) & set(place.languages), took, place.key))
    return [row[-1] for row in sorted(ranked)]


def _minutes(origin: tuple[float, float], destination: tuple[float, float]) -> int:
    (a, b), (c, d) = ([radians(part) for part in at] for at in (origin, destination))
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return ceil(round(2 * 6371.0088 * asin(min(1, sqrt(h))) / 15 * 60, 6))


def lotteries(students: int, sites: int) -> tuple[float, float]:
    """Share with their first choice: one lottery for all sites, and a lottery of its own at each."""
    rows = city(students, sites)
    may = find_eligible_pairs(*rows, days_needed=DAYS_NEEDED)
    number = {place.key: n for n, place in enumerate(sorted(rows[1], key=lambda place: place.key))}
    likes = [np.array([number[key] for key in may.places_of(seeker.key)], np.int64) for seeker in rows[0]]
    room = np.array([place.capacity for place in rows[1]], np.int64)
    draw = np.random.default_rng(2027)
    line = draw.permutation(students).tolist()
    lines = np.array([draw.permutation(students) for _ in range(sites)])
    shared = deferred_acceptance(likes.__getitem__, line.__getitem__, room, range(students))
    each = deferred_acceptance(
        likes.__getitem__, lambda seeker: lines[likes[seeker], seeker], room, range(students)
    )
    return shared.count(0) / students, each.count(0) / students


def timed(work: Callable[[], object], runs: int = RUNS) -> float:
    """Median milliseconds."""
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        took.append(1000 * (time.perf_counter() - start))
    return median(took)


PEAK = """
import resource, sys; sys.path.insert(0, sys.argv[1]); import placement as b
rows = b.city(b.STUDENTS, b.SITES, everyone=sys.argv[2] == "all")
b.propose_placements(*rows, lottery=1, days_needed=b.DAYS_NEEDED)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def peak(which: str) -> int:
    """Megabytes at the highest, in a process of its own, the rows and Python included."""
    command = [sys.executable, "-c", PEAK, __file__.rpartition("/")[0] or ".", which]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> None:
    print(f"proposals for {STUDENTS:,} students among {STUDENTS * SITES:,} pairs with {SITES:,} sites")
    for name, runs, rows in (
        ("city", RUNS, city(STUDENTS, SITES)),
        ("all", 1, city(STUDENTS, SITES, everyone=True)),
    ):
        may = find_eligible_pairs(*rows, days_needed=DAYS_NEEDED)
        print(f"  {name}: {len(may):,} pairs may be")
        if name == "city":
            proposals = propose_placements(*rows, lottery=1, days_needed=DAYS_NEEDED)
            first = sum(proposal.rank == 1 for proposal in proposals) / STUDENTS
            blocking = check(proposals, may, rows)
            print(
                f"    placed {len(proposals.placed):,}, first choice {first:.0%}, blocking pairs {blocking}"
            )
        del may
        took = timed(lambda r=rows: find_eligible_pairs(*r, days_needed=DAYS_NEEDED), runs)
        print(f"    {'who may go where':26}{took:8.0f} ms")
        took = timed(lambda r=rows: propose_placements(*r, lottery=1, days_needed=DAYS_NEEDED), runs)
        print(f"    {'the whole, with reasons':26}{took:8.0f} ms   peak {peak(name):,} MB")
    small = city(1_000, 400)
    ours = timed(lambda: propose_placements(*small, lottery=1, days_needed=DAYS_NEEDED))
    theirs = timed(lambda: naive(*small), runs=3)
    print(
        f"  1,000 x 400: ours {ours:.1f} ms   plain Python, no reasons {theirs:.1f} ms   {theirs / ours:.1f} x"
    )
    shared, each = lotteries(2_000, 800)
    print(f"  first choice, 2,000 x 800: one lottery {shared:.0%}, a lottery at each site {each:.0%}")


if __name__ == "__main__":
    main()
