"""Suggested placements: a site for each student who looks for one. It proposes; a person decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from trellis.core.community.models import Demographics, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.engines import placement

from . import checks, placement_sentences, selectors
from .models import PlacementSearch, Reservation, Site
from .openings import capacity_by_site
from .programs import InternshipProgram, internship_weekdays

SHARED_LANGUAGE = "en"
ALL_WEEKDAYS = frozenset(range(1, 8))


@dataclass(frozen=True)
class PlacementProposal:
    """What is proposed to one student. `site` is None where there is none; `sentences` say why, or why not."""

    search: PlacementSearch
    site: Site | None
    sentences: list[str]
    others: list[Site]


def propose_placements(viewer: Viewer, program: InternshipProgram) -> list[PlacementProposal]:
    """Propose a site for each student of the school who is searching and whom the viewer works with, by name.

    Those with a reserved spot are left out, and so is their spot. The same people and sites give the same
    proposals on the same day of the same term: the lottery's seed is the school and the month.
    """
    school, today = program.school, program.today
    searches = _open_searches(viewer, school, today)
    sites = {str(site.pk): site for site in _nearby_sites(viewer, school)}
    placement_proposals = placement.propose_placements(
        _seekers(searches, program),
        _places(sites.values(), program),
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
    for search in searches:
        proposal = placement_proposals.of(str(search.student_id))
        site = sites[proposal.place] if proposal.place else None
        others = [sites[other.place] for other in proposal.others if other.has_room]
        rows.append(
            PlacementProposal(search, site, placement_sentences.proposal_sentences(proposal, sites), others)
        )
    return rows


def _open_searches(viewer: Viewer, school: School, today: date) -> list[PlacementSearch]:
    """Open searches of the school's students without a reserved spot, by the student's name."""
    members = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), role=Role.STUDENT, to_school=school)
    open_holds = Reservation.objects.open(today).seen_by(viewer)
    searches = (
        PlacementSearch.objects.open()
        .seen_by(viewer)
        .filter(viewer.in_care("student"), student__in=members.values("person"))
    )
    without = searches.exclude(pk__in=open_holds.values("search"))
    return list(without.select_related("student").order_by("student__given_name", "pk"))


def _nearby_sites(viewer: Viewer, school: School) -> list[Site]:
    """Sites of the school's city; of the whole network where no site names that city."""
    sites = Site.objects.seen_by(viewer).filter(network=school.network_id)
    near = list(sites.filter(city=school.city).order_by("name", "pk")) if school.city else []
    return near or list(sites.order_by("name", "pk"))


def _seekers(searches: list[PlacementSearch], program: InternshipProgram) -> list[placement.Seeker]:
    birth_dates = _birth_dates([search.student_id for search in searches])
    ages = {
        search.pk: _age_in_years(birth_dates.get(search.student_id), program.today) for search in searches
    }
    days = internship_weekdays(program.package) or ALL_WEEKDAYS
    return [
        placement.Seeker(
            key=str(search.student_id),
            interests=(search.field.lower(),) if search.field else (),
            wishes=tuple(search.wishes),
            days=days,
            at="school",
            most_minutes=search.most_minutes,
            languages=_other_home_languages(search.student),
            under_16=ages[search.pk] < 16,
            adult=ages[search.pk] >= 18,
        )
        for search in searches
    ]


def _other_home_languages(student: Person) -> tuple[str, ...]:
    return tuple(code for code in student.home_languages if code != SHARED_LANGUAGE)


def _birth_dates(students: list[UUID]) -> dict[UUID, date | None]:
    rows = Demographics.objects.unscoped("check minimum ages without showing ages")
    return dict(rows.filter(student__in=students, deleted_at=None).values_list("student", "birth_date"))


def _age_in_years(birth_date: date | None, today: date) -> int:
    """Age in whole years; 16 where it is not on file, so that no student misses a site because of an empty field."""
    if birth_date is None:
        return 16
    has_had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (0 if has_had_birthday else 1)


def _places(sites: Iterable[Site], program: InternshipProgram) -> list[placement.Place]:
    sites = list(sites)
    site_ids = [site.pk for site in sites]
    taken = selectors.taken_spots_by_site(program.today, site__in=site_ids)
    capacities = capacity_by_site(sites, program.school, program.today)
    statuses_by_site = checks.check_statuses(site_ids, program.internship.checks, program.today)
    return [
        placement.Place(
            key=str(site.pk),
            field=site.field.lower(),
            capacity=max(0, capacities[site.pk] - taken[site.pk]),
            days=frozenset(site.weekdays) or ALL_WEEKDAYS,
            at=str(site.pk) if site.minutes_away is not None else None,
            languages=tuple(site.languages),
            cleared=all(check.fine for check in statuses_by_site[site.pk]),
            least_age=site.least_age,
        )
        for site in sites
    ]
