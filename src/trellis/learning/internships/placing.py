"""Placement help: what could be a good place for everybody who looks for one. It proposes; a person decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from trellis.core.community.models import Demographics, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.days import DAYS
from trellis.engines import placement

from . import checks, placing_words, selectors
from .models import Hold, Search, Site

SPOKEN_BY_ALL = "en"
WEEK = frozenset(range(1, 8))


@dataclass(frozen=True)
class Help:
    """What is proposed to one student. `site` is None where there is none; `sentences` say why, or why not."""

    search: Search
    site: Site | None
    sentences: list[str]
    others: list[Site]


def proposals(viewer: Viewer, school: School, package: Package, today: date) -> list[Help]:
    """A place for each student of the school who looks for one, as far as the viewer works with them, by name.

    Those who hold a place are left out, and so is their place. The same people and places give the same
    proposals on the same day of the same term: the lottery's seed is the school and the month.
    """
    looking = _looking(viewer, school, today)
    sites = {str(site.pk): site for site in _sites(viewer, school)}
    placement_proposals = placement.propose(
        _seekers(looking, package, today),
        _places(sites.values(), package, today),
        lottery=f"{school.pk} {today:%Y-%m}",
        travel=placement.Travel(
            zones={
                ("school", key): site.minutes_away
                for key, site in sites.items()
                if site.minutes_away is not None
            }
        ),
    )
    rows = []
    for search in looking:
        proposal = placement_proposals.of(str(search.student_id))
        site = sites[proposal.place] if proposal.place else None
        others = [sites[other.place] for other in proposal.others if other.has_room]
        rows.append(Help(search, site, placing_words.said(proposal, sites), others))
    return rows


def _looking(viewer: Viewer, school: School, today: date) -> list[Search]:
    """Open searches of the school's students without a place that is held, by the student's name."""
    members = Tie.objects.seen_by(viewer).filter(active(viewer.now), role=Role.STUDENT, to_school=school)
    open_holds = Hold.objects.seen_by(viewer).filter(
        Q(until__gte=today) | Q(approved_at__isnull=False), let_go_at=None
    )
    searches = Search.objects.seen_by(viewer).filter(
        viewer.in_care("student"), student__in=members.values("person"), closed_at=None
    )
    without = searches.exclude(pk__in=open_holds.values("search"))
    return list(without.select_related("student").order_by("student__given_name", "pk"))


def _sites(viewer: Viewer, school: School) -> list[Site]:
    """Sites of the school's city; of the whole network where no site names that city."""
    sites = Site.objects.seen_by(viewer).filter(network=school.network_id)
    near = list(sites.filter(city=school.city).order_by("name", "pk")) if school.city else []
    return near or list(sites.order_by("name", "pk"))


def _seekers(looking: Iterable[Search], package: Package, today: date) -> list[placement.Seeker]:
    looking = list(looking)
    born = _born([search.student_id for search in looking])
    days = frozenset(DAYS.index(day) + 1 for day in package.calendar.week.internship_days) or WEEK
    return [
        placement.Seeker(
            key=str(search.student_id),
            interests=(search.field.lower(),) if search.field else (),
            wishes=tuple(search.wishes),
            days=days,
            at="school",
            most_minutes=search.most_minutes,
            languages=_languages(search.student),
            under_16=_years(born.get(search.student_id), today) < 16,
            adult=_years(born.get(search.student_id), today) >= 18,
        )
        for search in looking
    ]


def _languages(student: Person) -> tuple[str, ...]:
    return tuple(code for code in student.home_languages if code != SPOKEN_BY_ALL)


def _born(students: list[UUID]) -> dict[UUID, date | None]:
    rows = Demographics.objects.unscoped("who is old enough for a place; nobody is shown it")
    return dict(rows.filter(student__in=students, deleted_at=None).values_list("student", "birth_date"))


def _years(born: date | None, today: date) -> int:
    """Age in whole years; 16 where it is not known, so that nobody is kept from a place by an empty field."""
    if born is None:
        return 16
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _places(sites: Iterable[Site], package: Package, today: date) -> list[placement.Place]:
    sites = list(sites)
    gone = selectors.gone_at(today, site__in=[site.pk for site in sites])
    standings_by_site = checks.standings([site.pk for site in sites], package.internship.checks, today)
    return [
        placement.Place(
            key=str(site.pk),
            field=site.field.lower(),
            capacity=max(0, site.capacity - gone[site.pk]),
            days=frozenset(site.weekdays) or WEEK,
            at=str(site.pk) if site.minutes_away is not None else None,
            languages=tuple(site.languages),
            cleared=all(check.fine for check in standings_by_site[site.pk]),
            least_age=site.least_age,
        )
        for site in sites
    ]
