"""Placement help: what could be a good place for everybody who looks for one. It proposes; a person decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from trellis.core.community.models import Demographics, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.days import DAYS
from trellis.engines import placement

from . import checks, placement_sentences, selectors
from .models import Hold, Search, Site

SHARED_LANGUAGE = "en"
ALL_WEEKDAYS = frozenset(range(1, 8))


@dataclass(frozen=True)
class PlacementProposal:
    """What is proposed to one student. `site` is None where there is none; `sentences` say why, or why not."""

    search: Search
    site: Site | None
    sentences: list[str]
    others: list[Site]


def propose_placements(
    viewer: Viewer, school: School, package: Package, today: date
) -> list[PlacementProposal]:
    """Propose a site for each student of the school who is searching and whom the viewer works with, by name.

    Those who hold a place are left out, and so is their place. The same people and places give the same
    proposals on the same day of the same term: the lottery's seed is the school and the month.
    """
    looking = _open_searches(viewer, school, today)
    sites = {str(site.pk): site for site in _nearby_sites(viewer, school)}
    placement_proposals = placement.propose_placements(
        _seekers(looking, package, today),
        _places(sites.values(), package, today),
        lottery=f"{school.pk} {today:%Y-%m}",
        travel=placement.TravelModel(
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
        rows.append(
            PlacementProposal(search, site, placement_sentences.proposal_sentences(proposal, sites), others)
        )
    return rows


def _open_searches(viewer: Viewer, school: School, today: date) -> list[Search]:
    """Open searches of the school's students without a place that is held, by the student's name."""
    members = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), role=Role.STUDENT, to_school=school)
    open_holds = Hold.objects.seen_by(viewer).filter(
        Q(until__gte=today) | Q(approved_at__isnull=False), let_go_at=None
    )
    searches = Search.objects.seen_by(viewer).filter(
        viewer.in_care("student"), student__in=members.values("person"), closed_at=None
    )
    without = searches.exclude(pk__in=open_holds.values("search"))
    return list(without.select_related("student").order_by("student__given_name", "pk"))


def _nearby_sites(viewer: Viewer, school: School) -> list[Site]:
    """Sites of the school's city; of the whole network where no site names that city."""
    sites = Site.objects.seen_by(viewer).filter(network=school.network_id)
    near = list(sites.filter(city=school.city).order_by("name", "pk")) if school.city else []
    return near or list(sites.order_by("name", "pk"))


def _seekers(looking: Iterable[Search], package: Package, today: date) -> list[placement.Seeker]:
    looking = list(looking)
    born = _birth_dates([search.student_id for search in looking])
    days = frozenset(DAYS.index(day) + 1 for day in package.calendar.week.internship_days) or ALL_WEEKDAYS
    return [
        placement.Seeker(
            key=str(search.student_id),
            interests=(search.field.lower(),) if search.field else (),
            wishes=tuple(search.wishes),
            days=days,
            at="school",
            most_minutes=search.most_minutes,
            languages=_other_home_languages(search.student),
            under_16=_age_in_years(born.get(search.student_id), today) < 16,
            adult=_age_in_years(born.get(search.student_id), today) >= 18,
        )
        for search in looking
    ]


def _other_home_languages(student: Person) -> tuple[str, ...]:
    return tuple(code for code in student.home_languages if code != SHARED_LANGUAGE)


def _birth_dates(students: list[UUID]) -> dict[UUID, date | None]:
    rows = Demographics.objects.unscoped("check minimum ages without showing ages")
    return dict(rows.filter(student__in=students, deleted_at=None).values_list("student", "birth_date"))


def _age_in_years(born: date | None, today: date) -> int:
    """Age in whole years; 16 where it is not known, so that nobody is kept from a place by an empty field."""
    if born is None:
        return 16
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _places(sites: Iterable[Site], package: Package, today: date) -> list[placement.Place]:
    sites = list(sites)
    gone = selectors.places_taken_by_site(today, site__in=[site.pk for site in sites])
    standings_by_site = checks.check_statuses([site.pk for site in sites], package.internship.checks, today)
    return [
        placement.Place(
            key=str(site.pk),
            field=site.field.lower(),
            capacity=max(0, site.capacity - gone[site.pk]),
            days=frozenset(site.weekdays) or ALL_WEEKDAYS,
            at=str(site.pk) if site.minutes_away is not None else None,
            languages=tuple(site.languages),
            cleared=all(check.fine for check in standings_by_site[site.pk]),
            least_age=site.least_age,
        )
        for site in sites
    ]
