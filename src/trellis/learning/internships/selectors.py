"""Reading internships: one placement with its days, and the day that a student is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Link, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.design.blueprint.package.internships_and_exhibitions import Internship

from .models import (
    Agreement,
    Concern,
    DayEntry,
    InternshipDay,
    MentorAnswer,
    Placement,
    PlacementSearch,
    Reservation,
    Site,
    SiteMentor,
    SiteMessage,
)
from .openings import capacity_by_site


def placement_or_404(viewer: Viewer, placement_id: UUID) -> Placement:
    """A placement of a student whom a tie lets this viewer see. An apprenticeship has a page of its own."""
    internships = Placement.objects.seen_by(viewer).filter(host_school=None)
    placements = internships.select_related("student", "site", "mentor")
    return get_object_or_404(placements, pk=placement_id)


def own_placement(viewer: Viewer, today: date) -> Placement | None:
    """The viewer's own placement or apprenticeship under way, or else the next to start."""
    current = Placement.objects.current(today).seen_by(viewer).filter(student=viewer.person_id)
    related = current.select_related("student", "site", "host_school", "mentor")
    placements = list(related.order_by("starts"))
    under_way = [placement for placement in placements if placement.starts <= today]
    return under_way[-1] if under_way else placements[0] if placements else None


def placements_awaiting_confirmation(viewer: Viewer, group_id: UUID) -> list[Placement]:
    """Placements of a group's students with days for a mentor to confirm, by the student's name."""
    members = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), to_group=group_id, role=Role.STUDENT)
    unconfirmed_days = InternshipDay.objects.awaiting_confirmation().seen_by(viewer)
    placements = Placement.objects.seen_by(viewer).filter(
        student__in=members.values("person"),
        pk__in=unconfirmed_days.values("placement"),
        mentor__isnull=False,
    )
    return list(placements.select_related("student", "site", "mentor").order_by("student__given_name", "pk"))


def days_of(viewer: Viewer, placement: Placement) -> list[InternshipDay]:
    """The days of a placement, the newest first."""
    days = InternshipDay.objects.seen_by(viewer).filter(placement=placement).select_related("confirmed_by")
    return list(days.order_by("-date"))


def files_of(viewer: Viewer, placement: Placement) -> list[DayEntry]:
    """Photos and voice notes of a placement, the newest first."""
    entries = DayEntry.objects.seen_by(viewer).filter(placement=placement).exclude(file="")
    return list(entries.order_by("-date", "-created"))


def concerns_of(viewer: Viewer, placement: Placement) -> list[Concern]:
    """The mentor's notes to the school, the newest first."""
    concerns = Concern.objects.seen_by(viewer).filter(placement=placement)
    return list(concerns.select_related("raised_by", "heard_by").order_by("-created"))


def placement_of_link(link: Link) -> Placement:
    """The placement that a link is about: what its holder may see of it is for the page to keep small."""
    placements = Placement.objects.unscoped("find what a link is about").filter(deleted_at=None)
    related = placements.select_related("student", "site", "host_school", "mentor")
    return get_object_or_404(related, pk=link.about_id)


def searches_of(viewer: Viewer, student: Person) -> list[PlacementSearch]:
    """The student's searches for a placement, the newest first; an open one before all."""
    searches = PlacementSearch.objects.seen_by(viewer).filter(student=student).select_related("placement")
    return sorted(searches.order_by("-created"), key=lambda search: not search.is_open)


def hold_of(viewer: Viewer, search: PlacementSearch, today: date) -> Reservation | None:
    """The spot reserved for a search; None when it was released or has expired."""
    holds = Reservation.objects.open(today).seen_by(viewer).filter(search=search)
    return holds.select_related("site", "approved_by").first()


def open_hold(viewer: Viewer, student: Person, today: date) -> Reservation | None:
    """The spot that is reserved for a student's open search."""
    searches = PlacementSearch.objects.open().seen_by(viewer).filter(student=student)
    holds = Reservation.objects.open(today).seen_by(viewer).filter(search__in=searches.values("pk"))
    return holds.select_related("site", "search", "search__student", "approved_by").first()


def requests_awaiting_answer(viewer: Viewer, school: School, today: date) -> list[Reservation]:
    """Requests of the school's students whom the viewer works with, the oldest first."""
    members = Tie.objects.seen_by(viewer).filter(active_at(viewer.now), role=Role.STUDENT, to_school=school)
    requests = Reservation.objects.awaiting_answer(today).seen_by(viewer)
    in_care = requests.filter(viewer.in_care("search__student"), search__student__in=members.values("person"))
    return list(in_care.select_related("search__student", "site").order_by("created"))


def agreement_of(viewer: Viewer, hold: Reservation) -> Agreement | None:
    """The agreement about a reserved spot."""
    agreements = Agreement.objects.seen_by(viewer).filter(hold=hold)
    return agreements.select_related(
        "mentor", "hold", "hold__site", "hold__search", "hold__search__student"
    ).first()


def agreement_of_link(link: Link) -> Agreement:
    """The agreement that a link is about: what its holder may see of it is for the page to keep small."""
    agreements = Agreement.objects.unscoped("find what a link is about").filter(deleted_at=None)
    shown = agreements.select_related("mentor", "hold", "hold__site", "hold__search", "hold__search__student")
    return get_object_or_404(shown, pk=link.about_id)


def search_of(viewer: Viewer, placement: Placement) -> PlacementSearch | None:
    """The search that led to a placement."""
    return PlacementSearch.objects.seen_by(viewer).filter(placement=placement).first()


class MentorFeedback(NamedTuple):
    """What a mentor answered about how it goes: when, and each question with its answer."""

    answered_at: datetime
    answers: list[tuple[str, str]]


def answers_of(viewer: Viewer, placement: Placement, model: Internship) -> MentorFeedback | None:
    """The mentor's latest answers to the questions of the quarter."""
    last = MentorAnswer.objects.seen_by(viewer).filter(placement=placement).order_by("-created").first()
    if last is None:
        return None
    titles = {question.key: question.title for question in model.questions}
    answers = [(titles.get(key, key), value) for key, value in last.answers.items()]
    return MentorFeedback(last.created, answers)


def has_signed_terms(placement: Placement, terms: Iterable[str]) -> bool:
    """Whether everybody signed an agreement with just these terms for the placement."""
    agreements = Agreement.objects.unscoped("read the terms that were signed").filter(
        hold__search__placement=placement.pk, hold__let_go_at=None
    )
    agreement = agreements.select_related("hold").first()
    return agreement is not None and all(
        getattr(agreement, name) == getattr(placement, name) for name in terms
    )


def family_of(student: Person) -> list[Person]:
    """The student's family, by name."""
    now = timezone.now()
    ties = Tie.objects.unscoped("find who signs for the family").filter(
        active_at(now), role=Role.GUARDIAN, to_person=student
    )
    people = Person.objects.unscoped("find who signs for the family").filter(pk__in=ties.values("person"))
    return list(people.filter(deleted_at=None).order_by("given_name", "pk"))


@dataclass(frozen=True)
class SiteAvailability:
    """A site as somebody who looks for one sees it."""

    site: Site
    free: int


def taken_spots_by_site(today: date, **sites: object) -> Counter[UUID]:
    """Spots taken or reserved, by site: numbers, nobody's name. `sites` narrows placements and holds alike."""
    reason = "count each site's free spots without showing who has the others"
    placements = Placement.objects.current(today).unscoped(reason).filter(**sites)
    holds = Reservation.objects.taking_a_spot(today).unscoped(reason).filter(**sites)
    taken: Counter[UUID] = Counter(placements.values_list("site", flat=True))
    taken.update(holds.values_list("site", flat=True))
    return taken


def free_spots_at(site: Site, school: School, today: date) -> int:
    """Spots that are free at a site in the school's term."""
    capacity = capacity_by_site([site], school, today)[site.pk]
    return max(0, capacity - taken_spots_by_site(today, site=site)[site.pk])


MAX_SITES = 48


def find_sites(viewer: Viewer, school: School, word: str, today: date) -> tuple[list[SiteAvailability], bool]:
    """Sites of the school's network by a word in their name, field or city; without one, those of its city
    (all, where none stands there). At most MAX_SITES, by name; and whether there are more."""
    sites = Site.objects.seen_by(viewer).filter(network=school.network_id)
    if word:
        matches = sites.filter(Q(name__icontains=word) | Q(field__icontains=word) | Q(city__icontains=word))
    else:
        matches = sites.filter(city=school.city)
        matches = matches if matches.exists() else sites
    rows = list(matches.order_by("name", "pk")[: MAX_SITES + 1])
    taken = taken_spots_by_site(today, site__in=[site.pk for site in rows])
    capacities = capacity_by_site(rows, school, today)
    options = [
        SiteAvailability(site, max(0, capacities[site.pk] - taken[site.pk])) for site in rows[:MAX_SITES]
    ]
    return options, len(rows) > MAX_SITES


def placements_at(viewer: Viewer, site: Site, today: date) -> list[Placement]:
    """Placements at a site now or to come, of students whom the viewer sees, by name."""
    placements = Placement.objects.current(today).seen_by(viewer).filter(site=site)
    return list(placements.select_related("student", "mentor").order_by("student__given_name", "pk"))


MAX_PAST_PLACEMENTS = 50


def past_placements_at(viewer: Viewer, site: Site, today: date) -> list[Placement]:
    """Placements at a site that are over, of students whom the viewer works with; the newest first."""
    placements = Placement.objects.seen_by(viewer).filter(
        viewer.in_care("student"), site=site, ends__lt=today
    )
    past = placements.select_related("student", "mentor").order_by("-ends", "student__given_name", "pk")
    return list(past[:MAX_PAST_PLACEMENTS])


def messages_to(viewer: Viewer, site: Site) -> list[SiteMessage]:
    """The latest messages that staff wrote to a site about students whom the viewer works with."""
    messages = SiteMessage.objects.seen_by(viewer).filter(viewer.in_care("search__student"), site=site)
    return list(messages.select_related("site", "to", "sent_by").order_by("-created")[:10])


def site_mentors(viewer: Viewer, site: Site) -> list[SiteMentor]:
    """Who takes students on at a site, by name."""
    mentors = SiteMentor.objects.seen_by(viewer).filter(site=site, left_at=None)
    return list(mentors.select_related("person").order_by("person__given_name", "person__family_name"))


def mentors_at(site: Site) -> list[Person]:
    """People who take students on at a site, and those who have, by name."""
    of_site = Placement.objects.unscoped("list the mentors of a site").filter(site=site, mentor__isnull=False)
    named = SiteMentor.objects.unscoped("list the mentors of a site").filter(site=site)
    no_longer_there = named.filter(left_at__isnull=False).values("person")
    people = Person.objects.unscoped("list the mentors of a site").filter(
        Q(pk__in=of_site.values("mentor")) | Q(pk__in=named.values("person")), deleted_at=None
    )
    return add_distinctions(
        list(people.exclude(pk__in=no_longer_there).order_by("given_name", "family_name"))
    )
