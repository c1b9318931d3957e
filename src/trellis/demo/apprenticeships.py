"""Two apprenticeships: one under way with days that its leader confirmed, and a request that waits for an answer."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.utils import timezone

from trellis.core.community.models import Account, Network, Person, Role, School, Tie
from trellis.learning.internships.apprenticeships import services
from trellis.learning.internships.models import (
    Agreement,
    InternshipDay,
    Placement,
    PlacementSearch,
    Reservation,
)
from trellis.learning.internships.terms import terms_hash

from .rows import utc_moment

HOURS = 60
LEARN = (
    "How you hire and how you spend your first hour of the day. I can sit in on advisor meetings and write the notes.",
    "How a leadership team decides together. I can help to prepare the exhibitions in the spring.",
)
GOALS = (
    "Sit in on two interviews",
    "Walk the building before the first bell",
    "Prepare the advisors’ meeting",
)


def create_apprenticeships(network: Network, today: date) -> None:
    """The cast's advisor learns at another school; somebody of another school asks the cast's leader."""
    advisor, leader = (_cast(name) for name in ("demo-advisor", "demo-leader"))
    working = Tie.objects.system().filter(role=Role.NETWORK_STAFF, to_network=network)
    staff = working.select_related("person").first()
    hosts = Tie.objects.system().filter(role=Role.LEADER, to_school__network=network, ends=None)
    own_school = hosts.filter(person=leader).select_related("to_school").first() if leader else None
    if not (advisor and leader and staff and own_school):
        return
    host = hosts.exclude(to_school=own_school.to_school).select_related("to_school", "person")
    host = host.order_by("to_school__name", "pk").first()
    if host is None or host.to_school is None:
        return
    ahead = max(today, timezone.now().date())  # a request waits until its first day, by the real clock
    placement = _start(advisor, host.to_school, host.person, (today, ahead), staff.person)
    _log_days(placement, host.person, today)
    asking = _teacher_of(host.to_school)
    if asking and own_school.to_school:
        _request(asking, own_school.to_school, leader, LEARN[1], ahead + timedelta(days=30), today)


def _cast(username: str) -> Person | None:
    account = Account.objects.filter(username=username).select_related("person").first()
    return account.person if account else None


def _teacher_of(school: School) -> Person | None:
    ties = Tie.objects.system().filter(role=Role.ADVISOR, to_group__school=school, ends=None)
    tie = ties.select_related("person").order_by("person__created").first()
    return tie.person if tie else None


def _request(
    person: Person, school: School, leader: Person, learn: str, starts: date, today: date
) -> PlacementSearch:
    terms = {
        "starts": starts,
        "ends": starts + timedelta(days=90),
        "weekdays": [2, 4],
        "from_time": time(8),
        "to_time": time(11),
        "hours_agreed": HOURS,
    }
    request = services.ApprenticeshipRequest(school, leader, starts, terms, learn)
    return services.request_apprenticeship(request, person, today)


def _start(
    person: Person, school: School, leader: Person, days: tuple[date, date], staff: Person
) -> Placement:
    """Asked for and agreed on five weeks ago."""
    today, ahead = days
    search = _request(person, school, leader, LEARN[0], ahead + timedelta(days=2), today)
    agreements = Agreement.objects.system().select_related("hold__search__host_school", "mentor")
    agreement = agreements.get(hold__search=search)
    services.approve(agreement, staff)
    services.sign_as_mentor(agreement, leader.name, terms_hash(agreement), leader)
    placement = Placement.objects.system().get(search=search)
    starts = today - timedelta(days=35)
    for model, rows in ((Placement, {"pk": placement.pk}), (Agreement, {"pk": agreement.pk})):
        model.objects.system().filter(**rows).update(starts=starts, ends=starts + timedelta(days=90))
    Reservation.objects.system().filter(search=search).update(until=starts)
    placement.refresh_from_db()
    return placement


def _log_days(placement: Placement, leader: Person, today: date) -> None:
    """Each agreed day until yesterday; the leader has confirmed all but those of the last week."""
    days = [today - timedelta(days=number) for number in range(35, 0, -1)]
    for number, day in enumerate(day for day in days if placement.is_internship_day(day)):
        confirmed = day < today - timedelta(days=7)
        InternshipDay.objects.create(
            placement=placement,
            date=day,
            arrived=time(8),
            left=time(11),
            minutes=180,
            goal=GOALS[number % len(GOALS)],
            confirmed_at=utc_moment(day, 22) if confirmed else None,
            confirmed_by=leader if confirmed else None,
        )
