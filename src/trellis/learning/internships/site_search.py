"""The search for a site from a student's school: sites with travel time, openings and mentors, filtered in the URL."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from trellis.core.community.models import Person, School
from trellis.core.community.viewer import Viewer
from trellis.design.blueprint.package import Package

from .models import PlacementSearch, Site, SiteMentor
from .openings import capacity_by_site
from .programs import internship_weekdays
from .selectors import taken_spots_by_site
from .site_filters import Mismatch, SiteFilters, split_by_match

MAX_RESULTS = 60
MAX_NAMED_MENTORS = 1
UNKNOWN_MINUTES = 10_000


@dataclass(frozen=True)
class SiteOption:
    """A site as somebody sees it who looks for one. minutes: from the school; None where nobody entered it.

    is_listed: on the student's own list. mentors: by name.
    """

    site: Site
    free: int
    minutes: int | None
    is_in_field: bool = False
    is_listed: bool = False
    mentors: tuple[Person, ...] = ()

    @property
    def first_mentors(self) -> tuple[Person, ...]:
        return self.mentors[:MAX_NAMED_MENTORS]

    @property
    def other_mentor_count(self) -> int:
        return len(self.mentors) - len(self.first_mentors)

    @property
    def days(self) -> frozenset[int]:
        return frozenset(self.site.weekdays)

    @property
    def field(self) -> str:
        return self.site.field

    @property
    def languages(self) -> frozenset[str]:
        """Spoken by somebody there: as the site says, and as its mentors read."""
        spoken = {tag for mentor in self.mentors for tag in mentor.reads if tag}
        return frozenset(self.site.languages) | spoken


@dataclass(frozen=True)
class SiteSearch:
    """The outcome of a search. elsewhere: sites in other cities, which were not looked at.

    others: sites that do not match, each with its reason. more: matches that are not among `matches`.
    """

    matches: list[SiteOption]
    others: list[tuple[SiteOption, Mismatch]]
    elsewhere: int
    more: int

    @property
    def match_count(self) -> int:
        return len(self.matches) + self.more

    @property
    def site_count(self) -> int:
        return self.match_count + len(self.others)

    @property
    def reasons(self) -> list[tuple[Mismatch, int]]:
        """How many sites each reason leaves out, the most frequent first. Each site counts once."""
        return Counter(mismatch for _option, mismatch in self.others).most_common()


def default_filters(package: Package, search: PlacementSearch | None) -> SiteFilters:
    """What applies before anybody filters: the school's internship days, the student's longest trip, an opening."""
    most_minutes = search.most_minutes if search else None
    return SiteFilters(most_minutes, internship_weekdays(package), has_opening=True)


def search_sites(
    viewer: Viewer, school: School, filters: SiteFilters, search: PlacementSearch | None, today: date
) -> SiteSearch:
    """Sites near the school: those in the field of the student's search first, then the nearest."""
    sites, elsewhere = _sites_near(viewer, school)
    options = _site_options(sites, school, search, today)
    matches, others = split_by_match(options, filters)
    shown = matches[:MAX_RESULTS]
    return SiteSearch(shown, others, elsewhere, len(matches) - len(shown))


def _sites_near(viewer: Viewer, school: School) -> tuple[list[Site], int]:
    """Sites of the school's city, or that name none, and how many there are elsewhere. All, where the city has none."""
    sites = Site.objects.seen_by(viewer).filter(network=school.network_id)
    if school.city:
        near = list(sites.filter(Q(city__iexact=school.city) | Q(city="")))
        if near:
            return near, sites.count() - len(near)
    return list(sites), 0


def _site_options(
    sites: list[Site], school: School, search: PlacementSearch | None, today: date
) -> list[SiteOption]:
    interest = search.field.casefold() if search else ""
    wishes = search.wishes if search else []
    taken = taken_spots_by_site(today, site__in=[site.pk for site in sites])
    capacities = capacity_by_site(sites, school, today)
    mentors = _mentors_by_site(sites)
    options = [
        SiteOption(
            site,
            max(0, capacities[site.pk] - taken[site.pk]),
            travel_minutes(site, school),
            bool(interest) and site.field.casefold() == interest,
            str(site.pk) in wishes,
            tuple(mentors[site.pk]),
        )
        for site in sites
    ]
    return sorted(
        options,
        key=lambda option: (
            not option.is_in_field,
            UNKNOWN_MINUTES if option.minutes is None else option.minutes,
            option.site.name,
        ),
    )


def travel_minutes(site: Site, school: School) -> int | None:
    """Return the minutes from the school to a site. They were entered from the schools of the site's own city."""
    if site.city and school.city and site.city.casefold() != school.city.casefold():
        return None
    return site.minutes_away


def _mentors_by_site(sites: Iterable[Site]) -> dict[UUID, list[Person]]:
    """The mentors of each site, by name: a name and languages are all that a student sees of them."""
    mentors_by_site: dict[UUID, list[Person]] = defaultdict(list)
    rows = SiteMentor.objects.unscoped("name the mentors of a site to a student who looks for one").filter(
        site__in=[site.pk for site in sites], left_at=None, deleted_at=None, person__deleted_at=None
    )
    for row in rows.select_related("person").order_by("person__given_name", "person__family_name", "pk"):
        mentors_by_site[row.site_id].append(row.person)
    return mentors_by_site


def fields_and_languages(search: SiteSearch) -> tuple[list[str], list[str]]:
    """The fields and languages of the sites near a school, for the filters to offer."""
    options = [*search.matches, *(option for option, _mismatch in search.others)]
    fields = {option.field.casefold(): option.field for option in options if option.field}
    languages = {tag for option in options for tag in option.languages}
    return [fields[key] for key in sorted(fields)], sorted(languages)
