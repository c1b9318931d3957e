"""What pages show of some students: plan, internship, projects, exhibition and scores.

One student and a whole advisory are read by the same queries, so both pages show the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID

from trellis.assessment.exhibitions.models import Exhibition, Panelist
from trellis.assessment.exhibitions.seats import count_outside_adults_wanted
from trellis.core.community.models import Role, School, Term
from trellis.core.community.selectors import term_on
from trellis.core.community.viewer import Viewer
from trellis.design.blueprint.wording import Wording
from trellis.learning.internships.models import Concern, Placement, Reservation
from trellis.learning.internships.querysets import current_on, open_or_declined
from trellis.learning.plans.models import Goal, Plan
from trellis.learning.projects.models import Member, Step, StepDone

from . import overview_queries

OUTSIDE_PART = Panelist.Part.OUTSIDE
RETURNED_SHOWN = timedelta(days=7)
MESSAGE_ROLES = frozenset({Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER})


@dataclass
class ProjectProgress:
    """A student's part in a project: its steps in order, and, by step, what they have turned in."""

    member: Member
    steps: list[Step] = field(default_factory=list)
    done: dict[UUID, StepDone] = field(default_factory=dict)

    @property
    def next_step(self) -> Step | None:
        return next((step for step in self.steps if step.pk not in self.done), None)


class UpcomingExhibition(NamedTuple):
    """An exhibition that is still to be held, and when it starts."""

    exhibition: Exhibition
    starts: datetime


class SiteDay(NamedTuple):
    """A day at the site, as `InternshipDay` has it."""

    date: date
    arrived: time | None
    left: time | None
    minutes: int
    goal: str
    confirmed_at: datetime | None

    @property
    def awaits_confirmation(self) -> bool:
        """Whether it has both times and no mentor has confirmed it yet."""
        return self.minutes > 0 and self.confirmed_at is None


class ScoredLevel(NamedTuple):
    """A level, and when it was given."""

    level: int
    scored_at: datetime


@dataclass
class StudentOverview:
    """What a page shows of one student at one moment. Parts that their school's model does not have stay empty."""

    student_id: UUID
    today: date
    term: Term | None = None
    plan: Plan | None = None
    goals: list[Goal] = field(default_factory=list)
    placement: Placement | None = None
    site_request: Reservation | None = None  # the latest that was not withdrawn, of a search that is open
    days: list[SiteDay] = field(default_factory=list)  # newest first
    unread_replies: list[datetime] = field(default_factory=list)  # when the family sent them, oldest first
    concerns: list[Concern] = field(default_factory=list)  # of the mentor, that nobody has read yet
    projects: list[ProjectProgress] = field(default_factory=list)
    exhibition: Exhibition | None = None
    panel: list[Panelist] = field(default_factory=list)
    outside_adults_needed: int = 1
    packet_days: int | None = None  # before the exhibition, by which the panel has its packet
    # by the outcome's key, newest first
    scores: dict[str, list[ScoredLevel]] = field(default_factory=lambda: defaultdict(list))

    @property
    def returned_steps(self) -> list[tuple[Step, StepDone]]:
        """Steps that came back in the last days, the newest first."""
        since = datetime.combine(self.today, time(), tzinfo=UTC) - RETURNED_SHOWN
        steps = [
            (step, done)
            for progress in self.projects
            for step in progress.steps
            if (done := progress.done.get(step.pk))
            and done.status != StepDone.Status.TURNED_IN
            and done.returned_at
            and done.returned_at >= since
        ]
        return sorted(steps, key=lambda row: row[1].returned_at or since, reverse=True)

    @property
    def reached(self) -> int:
        return sum(goal.reached_at is not None for goal in self.goals)

    @property
    def hours(self) -> int:
        """Confirmed hours of the placement."""
        return sum(day.minutes for day in self.days if day.confirmed_at) // 60

    @property
    def unconfirmed_days(self) -> list[SiteDay]:
        """Days that were logged and nobody has confirmed."""
        return [day for day in self.days if day.awaits_confirmation]

    @property
    def at_site_today(self) -> bool:
        """Whether today is one of their days at the site."""
        return self.placement is not None and self.placement.is_internship_day(self.today)

    @property
    def day(self) -> SiteDay | None:
        """Today's day at the site, once it is logged."""
        return self.days[0] if self.days and self.days[0].date == self.today else None

    @property
    def arrived(self) -> bool:
        return bool(self.day and self.day.arrived)

    @property
    def upcoming_exhibition(self) -> UpcomingExhibition | None:
        """The exhibition and its start, while it is still to be held."""
        exhibition = self.exhibition
        if exhibition is None or exhibition.held_at or exhibition.starts is None:
            return None
        if exhibition.starts.date() < self.today:
            return None
        return UpcomingExhibition(exhibition, exhibition.starts)

    @property
    def has_outside(self) -> bool:
        """Whether as many adults from outside have said that they come as the panel wants."""
        coming = sum(seat.part == OUTSIDE_PART and seat.accepted_at is not None for seat in self.panel)
        return coming >= self.outside_adults_needed

    @property
    def panel_open(self) -> bool:
        """Whether the exhibition is less than three weeks off and somebody from outside is still needed."""
        upcoming = self.upcoming_exhibition
        if upcoming is None or self.has_outside:
            return False
        return (upcoming.starts.date() - self.today).days < 21

    @property
    def last_scored_at(self) -> datetime | None:
        return max((scores[0].scored_at for scores in self.scores.values()), default=None)


def student_overviews(
    viewer: Viewer, ids: Iterable[UUID], words: Wording, today: date, school: School | None
) -> dict[UUID, StudentOverview]:
    """An overview of each student, with the parts that the school's model has. A fixed number of queries."""
    term = term_on(viewer, school, today)
    overviews = {pk: StudentOverview(pk, today, term) for pk in ids}
    if not overviews:
        return overviews
    if words.has("plan"):
        _add_plans(viewer, overviews, term)
    if words.has("internship"):
        _add_internships(viewer, overviews, today)
    if words.has("project"):
        _add_projects(viewer, overviews, today)
    if words.has("exhibition"):
        _add_exhibitions(viewer, overviews, term, words)
    if viewer.roles & MESSAGE_ROLES:
        _add_replies(viewer, overviews)
    _add_scores(viewer, overviews, today)
    return overviews


def _add_plans(viewer: Viewer, overviews: dict[UUID, StudentOverview], term: Term | None) -> None:
    if term is None:
        return
    for plan in overview_queries.PLANS.seen_by(viewer, student__in=overviews, term=term):
        overviews[plan.student_id].plan = plan
    owners = {overview.plan.pk: overview for overview in overviews.values() if overview.plan}
    for goal in overview_queries.GOALS.seen_by(viewer, plan__in=owners):
        owners[goal.plan_id].goals.append(goal)


def _add_internships(viewer: Viewer, overviews: dict[UUID, StudentOverview], today: date) -> None:
    """The current placement (of two, the one that started last), or else the next to start; and its days."""
    for placement in overview_queries.PLACEMENTS.seen_by(viewer, current_on(today), student__in=overviews):
        overview = overviews[placement.student_id]
        if overview.placement is None or placement.starts <= today:
            overview.placement = placement
    owners = {overview.placement.pk: overview for overview in overviews.values() if overview.placement}
    for placement_id, *facts in overview_queries.INTERNSHIP_DAYS.seen_by(viewer, placement__in=owners):
        owners[placement_id].days.append(SiteDay(*facts))
    if viewer.roles & MESSAGE_ROLES:
        for concern in overview_queries.UNREAD_CONCERNS.seen_by(viewer, placement__in=owners):
            owners[concern.placement_id].concerns.append(concern)
    requests = overview_queries.SITE_REQUESTS.seen_by(
        viewer, open_or_declined(today), search__student__in=overviews, search__closed_at=None
    )
    for request in requests:
        overviews[request.search.student_id].site_request = request


def _add_replies(viewer: Viewer, overviews: dict[UUID, StudentOverview]) -> None:
    """What families answered and nobody at school has read or heard yet."""
    for student, created in overview_queries.UNREAD_REPLIES.seen_by(
        viewer, student__in=overviews, heard_at=None
    ):
        overviews[student].unread_replies.append(created)


def _add_projects(viewer: Viewer, overviews: dict[UUID, StudentOverview], today: date) -> None:
    """Projects that have not ended yet."""
    members = overview_queries.MEMBERS.seen_by(
        viewer, student__in=overviews, project__ends__gte=today, project__starts__lte=today
    )
    progress_by_member = {member.pk: ProjectProgress(member) for member in members}
    by_project: dict[UUID, list[ProjectProgress]] = defaultdict(list)
    for progress in progress_by_member.values():
        overviews[progress.member.student_id].projects.append(progress)
        by_project[progress.member.project_id].append(progress)
    for step in overview_queries.STEPS.seen_by(viewer, project__in=by_project):
        for progress in by_project[step.project_id]:
            progress.steps.append(step)
    for done in overview_queries.STEPS_DONE.seen_by(viewer, member__in=progress_by_member):
        progress_by_member[done.member_id].done[done.step_id] = done


def _add_exhibitions(
    viewer: Viewer, overviews: dict[UUID, StudentOverview], term: Term | None, words: Wording
) -> None:
    if term is None:
        return
    model = words.package.exhibition if words.package else None
    kinds = {kind.key: kind for kind in model.kinds} if model else {}
    for exhibition in overview_queries.EXHIBITIONS.seen_by(viewer, student__in=overviews, term=term):
        overview, kind = overviews[exhibition.student_id], kinds.get(exhibition.kind)
        overview.exhibition = exhibition
        overview.outside_adults_needed = count_outside_adults_wanted(kind)
        overview.packet_days = kind.packet_days if kind else None
    owners = {
        upcoming.exhibition.pk: overview
        for overview in overviews.values()
        if (upcoming := overview.upcoming_exhibition)
    }
    for seat in overview_queries.PANELISTS.seen_by(viewer, exhibition__in=owners):
        owners[seat.exhibition_id].panel.append(seat)


def _add_scores(viewer: Viewer, overviews: dict[UUID, StudentOverview], today: date) -> None:
    """Scores of the past year, newest first."""
    since = datetime(today.year - 1, today.month, min(today.day, 28)).astimezone()
    rows = overview_queries.SCORES.seen_by(viewer, work__student__in=overviews, scored_at__gte=since)
    for student, outcome, level, scored_at in rows:
        overviews[student].scores[outcome].append(ScoredLevel(level, scored_at))
