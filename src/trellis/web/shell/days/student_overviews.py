"""What one sees of each of some students: plan, internship, projects, exhibition and how work was read.

The same questions whether for one student or for a whole advisory, so both pages tell the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from trellis.assessment.evidence.models import Reading
from trellis.assessment.exhibitions.models import Exhibition, Panelist
from trellis.assessment.exhibitions.seats import count_outside_adults_wanted
from trellis.core.community.models import Role, Term
from trellis.core.community.selectors import term_on
from trellis.core.community.viewer import Viewer
from trellis.design.blueprint.wording import Wording
from trellis.learning.internships.models import Concern, InternshipDay, Placement
from trellis.learning.plans.models import Goal, Plan
from trellis.learning.projects.models import Member, Step, StepDone
from trellis.web.families.models import Reply

OUTSIDE_PART = Panelist.Part.OUTSIDE
MESSAGE_ROLES = frozenset({Role.ADVISOR, Role.TEACHER, Role.COUNSELOR, Role.LEADER})


@dataclass
class ProjectProgress:
    """A student's part in a project: its steps in order, and those they have handed in."""

    member: Member
    steps: list[Step] = field(default_factory=list)
    done: set[UUID] = field(default_factory=set)

    @property
    def next_step(self) -> Step | None:
        return next((step for step in self.steps if step.pk not in self.done), None)


@dataclass
class StudentOverview:
    """What a page shows of one student at one moment. Parts that their school's model does not have stay empty."""

    student_id: UUID
    today: date
    term: Term | None = None
    plan: Plan | None = None
    goals: list[Goal] = field(default_factory=list)
    placement: Placement | None = None
    days: list[InternshipDay] = field(default_factory=list)  # newest first
    answers: list[datetime] = field(default_factory=list)  # of the family, that nobody has heard yet
    concerns: list[Concern] = field(default_factory=list)  # of the mentor, that nobody has heard yet
    projects: list[ProjectProgress] = field(default_factory=list)
    exhibition: Exhibition | None = None
    panel: list[Panelist] = field(default_factory=list)
    outside_wanted: int = 1
    packet_days: int | None = None  # before the exhibition, by which the panel has its packet
    read: dict[str, list[Reading]] = field(
        default_factory=lambda: defaultdict(list)
    )  # by outcome, newest first

    @property
    def reached(self) -> int:
        return sum(goal.reached_at is not None for goal in self.goals)

    @property
    def hours(self) -> int:
        """Confirmed hours of the placement."""
        return sum(day.minutes for day in self.days if day.confirmed_at) // 60

    @property
    def waiting(self) -> list[InternshipDay]:
        """Days that were logged and nobody has confirmed."""
        return [day for day in self.days if day.awaits_confirmation]

    @property
    def out_today(self) -> bool:
        """Whether today is one of their days at the site."""
        return self.placement is not None and self.placement.is_internship_day(self.today)

    @property
    def day(self) -> InternshipDay | None:
        """Today's day at the site, once it is logged."""
        return self.days[0] if self.days and self.days[0].date == self.today else None

    @property
    def arrived(self) -> bool:
        return bool(self.day and self.day.arrived)

    @property
    def to_come(self) -> Exhibition | None:
        """The exhibition, while it is still to be held."""
        exhibition = self.exhibition
        return (
            exhibition
            if exhibition
            and not exhibition.held_at
            and exhibition.starts
            and exhibition.starts.date() >= self.today
            else None
        )

    @property
    def has_outside(self) -> bool:
        """Whether as many adults from outside are on the panel as it wants."""
        return sum(seat.part == OUTSIDE_PART for seat in self.panel) >= self.outside_wanted

    @property
    def panel_open(self) -> bool:
        """Whether the exhibition is less than three weeks off and somebody from outside is still wanted."""
        coming = self.to_come
        return bool(coming) and not self.has_outside and (coming.starts.date() - self.today).days < 21

    @property
    def last_read(self) -> datetime | None:
        return max((each[0].read_at for each in self.read.values()), default=None)


def student_overviews(
    viewer: Viewer, ids: Iterable[UUID], words: Wording, today: date, school: Any
) -> dict[UUID, StudentOverview]:
    """A picture of each student, with the parts that the school holds. A fixed number of queries."""
    term = term_on(viewer, school, today)
    picture_by_student = {pk: StudentOverview(pk, today, term) for pk in ids}
    if not picture_by_student:
        return picture_by_student
    if words.has("plan"):
        _add_plans(viewer, picture_by_student, term)
    if words.has("internship"):
        _add_internships(viewer, picture_by_student, today)
    if words.has("project"):
        _add_projects(viewer, picture_by_student, today)
    if words.has("exhibition"):
        _add_exhibitions(viewer, picture_by_student, term, words)
    if viewer.roles & MESSAGE_ROLES:
        _add_replies(viewer, picture_by_student)
    _add_scores(viewer, picture_by_student, today)
    return picture_by_student


def _add_plans(viewer: Viewer, picture_by_student: dict[UUID, StudentOverview], term: Term | None) -> None:
    if term is None:
        return
    for plan in Plan.objects.seen_by(viewer).filter(student__in=picture_by_student, term=term):
        picture_by_student[plan.student_id].plan = plan
    owners = {picture.plan.pk: picture for picture in picture_by_student.values() if picture.plan}
    for goal in Goal.objects.seen_by(viewer).filter(plan__in=owners).order_by("due", "created"):
        owners[goal.plan_id].goals.append(goal)


def _add_internships(viewer: Viewer, picture_by_student: dict[UUID, StudentOverview], today: date) -> None:
    """The placement under way (of two, the later), or else the next to start; and its days."""
    placements = (
        Placement.objects.current(today)
        .seen_by(viewer)
        .filter(student__in=picture_by_student)
        .select_related("site", "mentor")
        .order_by("starts")
    )
    for placement in placements:
        picture = picture_by_student[placement.student_id]
        if picture.placement is None or placement.starts <= today:
            picture.placement = placement
    owners = {picture.placement.pk: picture for picture in picture_by_student.values() if picture.placement}
    for day in InternshipDay.objects.seen_by(viewer).filter(placement__in=owners).order_by("-date"):
        owners[day.placement_id].days.append(day)
    if viewer.roles & MESSAGE_ROLES:
        unheard = Concern.objects.unread().seen_by(viewer).filter(placement__in=owners)
        for concern in unheard.order_by("created"):
            owners[concern.placement_id].concerns.append(concern)


def _add_replies(viewer: Viewer, picture_by_student: dict[UUID, StudentOverview]) -> None:
    """What families answered and nobody at school has read or heard yet."""
    unheard = Reply.objects.seen_by(viewer).filter(student__in=picture_by_student, heard_at=None)
    for student, created in unheard.order_by("created").values_list("student", "created"):
        picture_by_student[student].answers.append(created)


def _add_projects(viewer: Viewer, picture_by_student: dict[UUID, StudentOverview], today: date) -> None:
    """Projects that have not ended yet."""
    members = (
        Member.objects.seen_by(viewer)
        .filter(student__in=picture_by_student, project__ends__gte=today, project__starts__lte=today)
        .select_related("project")
        .order_by("project__ends")
    )
    parts = {member.pk: ProjectProgress(member) for member in members}
    by_project: dict[UUID, list[ProjectProgress]] = defaultdict(list)
    for part in parts.values():
        picture_by_student[part.member.student_id].projects.append(part)
        by_project[part.member.project_id].append(part)
    for step in Step.objects.seen_by(viewer).filter(project__in=by_project).order_by("position"):
        for part in by_project[step.project_id]:
            part.steps.append(step)
    done = StepDone.objects.seen_by(viewer).filter(member__in=parts).values_list("member_id", "step_id")
    for member, step in done:
        parts[member].done.add(step)


def _add_exhibitions(
    viewer: Viewer, picture_by_student: dict[UUID, StudentOverview], term: Term | None, words: Wording
) -> None:
    if term is None:
        return
    kinds = {kind.key: kind for kind in words.package.exhibition.kinds} if words.package else {}
    for exhibition in Exhibition.objects.seen_by(viewer).filter(student__in=picture_by_student, term=term):
        picture, kind = picture_by_student[exhibition.student_id], kinds.get(exhibition.kind)
        picture.exhibition = exhibition
        picture.outside_wanted = count_outside_adults_wanted(kind)
        picture.packet_days = kind.packet_days if kind else None
    owners = {picture.exhibition.pk: picture for picture in picture_by_student.values() if picture.to_come}
    panel = Panelist.objects.seen_by(viewer).filter(exhibition__in=owners).select_related("person")
    for seat in panel.order_by("created"):
        owners[seat.exhibition_id].panel.append(seat)


def _add_scores(viewer: Viewer, picture_by_student: dict[UUID, StudentOverview], today: date) -> None:
    """Readings of the past year, newest first."""
    since = datetime(today.year - 1, today.month, min(today.day, 28)).astimezone()
    readings = (
        Reading.objects.seen_by(viewer)
        .filter(work__student__in=picture_by_student, read_at__gte=since)
        .select_related("work", "outcome")
        .order_by("-read_at")
    )
    for reading in readings:
        picture_by_student[reading.work.student_id].read[reading.outcome.key].append(reading)
