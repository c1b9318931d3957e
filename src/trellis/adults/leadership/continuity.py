"""The continuity of a network's schools: who leads each since when, what depends on one person, who could follow.

About roles and structures. Schools stand in the order of their names; nothing here is a score or a prediction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from trellis.core.community.clock import zone_named
from trellis.core.community.models import LONG_AGO, Network, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.registry import Registry

from .handover_access import last_day_at
from .models import LeaderHandover
from .responsibilities import Holders, holders_by_school

WhoWantsToLead = Callable[[Viewer, School], list[Person]]
SUCCESSION_WISHES: Registry[str, WhoWantsToLead] = Registry(
    "succession-wishes", "who would like to lead a school, as they said themselves"
)
YEARS_SHOWN = 3
COUNT_MONTH = 10
"""Leaders are counted on the first of October, as the federal survey of principals counts them."""
REASON = "count how many leaders stayed at their schools; no name leaves this function"


def who_wants_to_lead(viewer: Viewer, school: School) -> list[Person]:
    """Who would like to lead this school one day, by their own wish. Nobody, until an app registers wishes."""
    return [person for source in SUCCESSION_WISHES.values() for person in source(viewer, school)]


@dataclass(frozen=True)
class LeaderTenure:
    """A leader of a school. since: None where they led it before the first roster came. until: their last day, where
    that is set."""

    person: Person
    since: date | None
    years: int | None
    until: date | None


@dataclass
class SchoolContinuity:
    """One school on the page."""

    school: School
    leaders: list[LeaderTenure] = field(default_factory=list)
    holders: list[Holders] = field(default_factory=list)
    could_follow: list[Person] = field(default_factory=list)
    handovers: list[LeaderHandover] = field(default_factory=list)

    @property
    def depending(self) -> int:
        return sum(row.depends_on_one for row in self.holders)


def school_continuity(viewer: Viewer, network: Network) -> list[SchoolContinuity]:
    """Every school of a network, by name."""
    schools = list(
        School.objects.seen_by(viewer).filter(network=network, deleted_at=None).order_by("name", "pk")
    )
    rows = {school.pk: SchoolContinuity(school) for school in schools}
    for key, holders in holders_by_school(viewer, schools).items():
        rows[key].holders = holders
    ties = Tie.objects.unscoped("list who leads the network's schools for its staff").filter(
        active_at(viewer.now), role=Role.LEADER, to_school__in=rows
    )
    people = {
        person.pk: person
        for person in Person.objects.seen_by(viewer).filter(pk__in=ties.values("person"), deleted_at=None)
    }
    for tie in ties.order_by("starts", "pk"):
        row = rows[tie.to_school_id]
        if tie.person_id in people and all(each.person.pk != tie.person_id for each in row.leaders):
            row.leaders.append(_tenure(people[tie.person_id], tie, row.school, viewer.now))
    handovers = LeaderHandover.objects.seen_by(viewer).filter(school__in=rows, deleted_at=None)
    for handover in handovers.exclude(status=LeaderHandover.Status.CLOSED).select_related(
        "leaver", "successor"
    ):
        rows[handover.school_id].handovers.append(handover)
    for row in rows.values():
        row.could_follow = who_wants_to_lead(viewer, row.school)
    return list(rows.values())


def _tenure(person: Person, tie: Tie, school: School, now: datetime) -> LeaderTenure:
    zone = zone_named(school.time_zone)
    until = last_day_at(tie.ends, school) if tie.ends else None
    if tie.starts == LONG_AGO:
        return LeaderTenure(person, None, None, until)
    since, today = tie.starts.astimezone(zone).date(), now.astimezone(zone).date()
    years = today.year - since.year - ((today.month, today.day) < (since.month, since.day))
    return LeaderTenure(person, since, years, until)


@dataclass(frozen=True)
class LeaderYear:
    """What became of those who led a school in one October, a year later. year: the later one's."""

    year: int
    stayed: int
    moved: int
    left: int
    unknown: int

    @property
    def title(self) -> str:
        return f"{self.year - 1}–{self.year % 100:02}"

    @property
    def total(self) -> int:
        return self.stayed + self.moved + self.left + self.unknown


def leader_years(network: Network, now: datetime) -> list[LeaderYear]:
    """The last years for which both Octobers are known, the newest first.

    Stayed: leads the same school. Moved: leads another school of the network. Left: has another role in it, or handed
    the school over. Unknown: nothing is known of them.
    """
    ties = list(
        Tie.objects.unscoped(REASON)
        .filter(person__network=network, deleted_at=None)
        .exclude(role__in=(Role.STUDENT, Role.GUARDIAN, Role.MENTOR))
        .values_list("person", "role", "to_school", "starts", "ends")
    )
    known_since = min((starts for _p, role, _s, starts, _e in ties if starts != LONG_AGO), default=now)
    handed_over = set(
        LeaderHandover.objects.unscoped(REASON)
        .filter(school__network=network, deleted_at=None)
        .values_list("leaver", "school")
    )
    last = now.year if now >= _october(now.year) else now.year - 1
    return [
        _compare(year, ties, handed_over)
        for year in range(last, last - YEARS_SHOWN, -1)
        if _october(year - 1) >= known_since and any(_leaders_at(ties, _october(year - 1)))
    ]


def _october(year: int) -> datetime:
    return datetime(year, COUNT_MONTH, 1, 12, tzinfo=UTC)


TieFacts = tuple[UUID, str, UUID | None, datetime, datetime | None]


def _held_at(ties: Iterable[TieFacts], moment: datetime) -> list[TieFacts]:
    return [tie for tie in ties if tie[3] <= moment and (tie[4] is None or tie[4] > moment)]


def _leaders_at(ties: Iterable[TieFacts], moment: datetime) -> set[tuple[UUID, UUID]]:
    """Pairs of a leader and a school."""
    return {
        (person, school)
        for person, role, school, _starts, _ends in _held_at(ties, moment)
        if role == Role.LEADER and school
    }


def _compare(year: int, ties: list[TieFacts], handed_over: set[tuple[UUID, UUID]]) -> LeaderYear:
    before, after = _leaders_at(ties, _october(year - 1)), _leaders_at(ties, _october(year))
    leading, working = {person for person, _s in after}, {tie[0] for tie in _held_at(ties, _october(year))}
    counts: dict[str, int] = defaultdict(int)
    for person, school in before:
        if (person, school) in after:
            counts["stayed"] += 1
        elif person in leading:
            counts["moved"] += 1
        elif person in working or (person, school) in handed_over:
            counts["left"] += 1
        else:
            counts["unknown"] += 1
    return LeaderYear(year, counts["stayed"], counts["moved"], counts["left"], counts["unknown"])
