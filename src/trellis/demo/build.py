"""Building the invented network, in one act: places first, then people, then their days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from trellis.blueprint.actions import adopt, load_package
from trellis.blueprint.models import ModelPackage
from trellis.blueprint.package import builtin, load
from trellis.community.models import Network, School, Term
from trellis.foundation import ledger
from trellis.foundation.refusal import Refusal
from trellis.internships.models import Site

from . import cast, names
from .plan import Shape
from .students import Classroom

Progress = Callable[[int, int], None]


def school_year(today: date) -> tuple[date, date]:
    """The school year that `today` stands in: 1 September to 20 June; in summer, the one that just ended."""
    first = today.year if today.month >= 9 else today.year - 1
    return date(first, 9, 1), date(first + 1, 6, 20)


def build(shape: Shape, today: date, seed: int = 7, progress: Progress = lambda done, total: None) -> Network:
    """Build the whole network, or nothing. The same seed gives the same people (their ids differ).

    Raises Refusal when the database holds a network that is not invented.
    """
    if Network.objects.unscoped("demo and real people never mix").filter(invented=False).exists():
        raise Refusal("This database holds a real network. A demonstration wants a data folder of its own.")
    random = Random(seed)
    with ledger.act("build a demonstration"):
        network = Network.objects.create(name="Confluence Schools", slug="confluence", invented=True)
        packages = {slug: load_package(load(path)) for slug, path in builtin().items()}
        sites = [
            Site.objects.create(network=network, name=name, field=field, city="Confluence")
            for name, field in names.SITES
        ]
        plan = [
            *["big-picture"] * shape.big_picture,
            *["internationals"] * shape.internationals,
            *["new-tech"] * shape.new_tech,
        ]
        for number, slug in enumerate(plan):
            school = _school(network, number, packages[slug])
            room = Classroom(network, school, slug, sites, *_year(network, school, today), today, random)
            room.fill(shape.students)
            if number == 0:
                cast.seat(network, room)
            progress(number + 1, len(plan))
        return network


def _school(network: Network, number: int, package: ModelPackage) -> School:
    town = names.TOWNS[number % len(names.TOWNS)]
    tail = names.TAILS[number // len(names.TOWNS) % len(names.TAILS)]
    turn = number // (len(names.TOWNS) * len(names.TAILS))
    name = f"{town} {tail}" + (f" {turn + 1}" if turn else "")
    school = School.objects.create(network=network, name=name, city=town)
    adopt(school, package)
    return school


def _year(network: Network, school: School, today: date) -> tuple[Any, Any]:
    """The school year, and the quarter of it that is under way (the last one in summer)."""
    starts, ends = school_year(today)
    shared = {"network": network, "school": school, "school_year": ends.year}
    year = Term.objects.create(
        kind=Term.Kind.YEAR, title=f"{starts.year}–{ends.year % 100}", starts=starts, ends=ends, **shared
    )
    length = (ends - starts).days // 4
    current = None
    for quarter in range(4):
        first = starts + timedelta(days=quarter * length)
        last = ends if quarter == 3 else first + timedelta(days=length - 1)
        term = Term.objects.create(
            kind=Term.Kind.GRADING_PERIOD,
            title=f"Quarter {quarter + 1}",
            starts=first,
            ends=last,
            parent=year,
            **shared,
        )
        if first <= today:
            current = term
    return year, current


def moment(day: date, hour: int = 15) -> datetime:
    """An hour of a day, in UTC."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
