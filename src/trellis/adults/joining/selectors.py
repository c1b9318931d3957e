"""Reading joining schools: the pipeline of a network, one school's steps, and what is due for a person."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Network, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at

from .due_dates import today_at
from .models import JoiningEvent, JoiningSchool, JoiningStep
from .plans import plan_for
from .requirements import Requirement, check_requirement

AHEAD_PERIOD = timedelta(days=14)
REMINDER_DAYS = (-14, -3, 1)
"""Days after the day on which a step is due when its owner is reminded."""


@dataclass
class StepLine:
    """A step as a page shows it. slipped: its day has passed and it is not done. about: what the plan says of it."""

    step: JoiningStep
    today: date
    evidence_wanted: str = ""
    exit: str = ""
    requirement: Requirement | None = None
    waits_for: list[str] = field(default_factory=list)
    may_complete: bool = False

    @property
    def title(self) -> str:
        return gettext(self.step.title)

    @property
    def slipped(self) -> bool:
        return bool(
            self.step.due
            and self.step.due < self.today
            and not self.step.done_on
            and self.step.joining.is_active
        )

    @property
    def done_late(self) -> bool:
        return bool(self.step.done_on and self.step.due and self.step.done_on > self.step.due)


def joining_schools(viewer: Viewer, network: Network) -> list[JoiningSchool]:
    """Every joining school of a network, by name."""
    rows = JoiningSchool.objects.seen_by(viewer).filter(network=network, deleted_at=None)
    return list(rows.select_related("network", "school").order_by("name", "pk"))


def get_joining_or_404(viewer: Viewer, joining_id: UUID) -> JoiningSchool:
    """One joining school that the viewer sees."""
    rows = JoiningSchool.objects.seen_by(viewer).filter(pk=joining_id, deleted_at=None)
    joining = rows.select_related("network", "school", "package", "lead", "coach", "leader").first()
    if joining is None:
        raise Http404
    return joining


def joining_of_school(viewer: Viewer, school_id: UUID) -> JoiningSchool | None:
    """The row of a school that joins, or joined: the newest."""
    rows = JoiningSchool.objects.seen_by(viewer).filter(school=school_id, deleted_at=None)
    return (
        rows.select_related("network", "school", "package", "lead", "coach", "leader")
        .order_by("-created")
        .first()
    )


def open_steps_by_school(viewer: Viewer, schools: list[JoiningSchool]) -> dict[UUID, list[StepLine]]:
    """The open steps of each school, the one that is due first first."""
    by_id = {joining.pk: joining for joining in schools}
    rows = JoiningStep.objects.seen_by(viewer).filter(joining__in=by_id, done_on=None, deleted_at=None)
    lines: dict[UUID, list[StepLine]] = defaultdict(list)
    for step in rows.select_related("owner"):
        step.joining = by_id[step.joining_id]
        lines[step.joining_id].append(StepLine(step, today_at(step.joining)))
    for group in lines.values():
        group.sort(key=lambda line: (line.step.due or date.max, line.step.position))
    return lines


def steps_of_stage(viewer: Viewer, joining: JoiningSchool) -> tuple[list[StepLine], list[StepLine]]:
    """What is to do now, with what each step needs; and what is done. Open steps of earlier stages come first."""
    rows = JoiningStep.objects.seen_by(viewer).filter(joining=joining, deleted_at=None)
    return describe_steps(joining, list(rows.select_related("owner", "done_by").order_by("position")))


def describe_steps(joining: JoiningSchool, steps: list[JoiningStep]) -> tuple[list[StepLine], list[StepLine]]:
    """The open and the done steps of a school, each with what the plan says of it."""
    plan, today = plan_for(joining), today_at(joining)
    titles = {step.key: step.title for step in steps if step.done_on is None}
    open_lines, done_lines = [], []
    for step in steps:
        step.joining = joining
        planned = plan.step(step.key)
        line = StepLine(step, today)
        if planned:
            line.evidence_wanted = gettext(planned.evidence) if planned.evidence else ""
            line.exit = gettext(planned.exit) if planned.exit else ""
        if step.done_on is None and planned:
            line.requirement = check_requirement(planned.check, joining, step.key)
            line.waits_for = [gettext(titles[key]) for key in planned.needs if key in titles]
        (done_lines if step.done_on else open_lines).append(line)
    open_lines.sort(key=lambda line: (line.step.due or date.max, line.step.position))
    return open_lines, done_lines


@dataclass(frozen=True)
class TrackStage:
    """A stage on a school's way. state: "done", "now" or "todo". day: when it began."""

    title: str
    state: str
    day: date | None
    reason: str = ""


def track_of(viewer: Viewer, joining: JoiningSchool) -> list[TrackStage]:
    """Every stage of the plan, with the day on which the school came into it."""
    rows = JoiningEvent.objects.seen_by(viewer).filter(joining=joining, kind=JoiningEvent.Kind.STAGE)
    return describe_track(joining, list(rows.order_by("created")))


def describe_track(joining: JoiningSchool, events: list[JoiningEvent]) -> list[TrackStage]:
    """The stages of the plan beside what happened."""
    plan, by_stage = plan_for(joining), {event.stage: event for event in events}
    keys = [stage.key for stage in plan.stages]
    position = keys.index(joining.stage) if joining.stage in keys else 0
    return [
        TrackStage(
            gettext(stage.title),
            "done" if number < position else "now" if number == position else "todo",
            by_stage[stage.key].day if stage.key in by_stage else None,
            by_stage[stage.key].reason if stage.key in by_stage else "",
        )
        for number, stage in enumerate(plan.stages)
    ]


def history_of(viewer: Viewer, joining: JoiningSchool) -> list[JoiningEvent]:
    """Pauses, returns and leaving, the newest first."""
    rows = JoiningEvent.objects.seen_by(viewer).filter(joining=joining)
    return list(rows.exclude(kind=JoiningEvent.Kind.STAGE).order_by("-created"))


def possible_owners(viewer: Viewer, network: Network, school_id: UUID | None = None) -> list[Person]:
    """Who may own a step: the network's staff and coaches, and the school's leaders. By name."""
    where = Q(to_network=network, role=Role.NETWORK_STAFF) | Q(to_school__network=network, role=Role.COACH)
    if school_id:
        where |= Q(to_school=school_id, role=Role.LEADER)
    ties = Tie.objects.unscoped("list who may own a step of a joining school").filter(
        active_at(viewer.now), where
    )
    people = Person.objects.seen_by(viewer).filter(pk__in=ties.values("person"), deleted_at=None)
    return add_distinctions(sorted(people, key=lambda person: (person.family_name, person.name, person.pk)))


def coaches_of(viewer: Viewer, network: Network) -> list[Person]:
    """The coaches and staff of a network, who may work with a new school."""
    return possible_owners(viewer, network)


def linkable_schools(viewer: Viewer, joining: JoiningSchool):
    """The network's schools that no other joining school is: a roster may have brought one of them."""
    taken = (
        JoiningSchool.objects.seen_by(viewer)
        .filter(network=joining.network_id, school__isnull=False)
        .exclude(status=JoiningSchool.Status.LEFT)
    )
    schools = School.objects.seen_by(viewer).filter(network=joining.network_id, deleted_at=None)
    return schools.exclude(pk__in=taken.values("school")).order_by("name")


def due_steps_of(viewer: Viewer) -> list[StepLine]:
    """Open steps that the viewer owns, or that are their school's and nobody's, due within two weeks or before."""
    led = viewer.to("school", Role.LEADER)
    mine = Q(owner=viewer.person_id) | Q(owner=None, side=JoiningStep.Owner.SCHOOL, joining__school__in=led)
    rows = JoiningStep.objects.seen_by(viewer).filter(
        mine,
        done_on=None,
        deleted_at=None,
        due__isnull=False,
        joining__status=JoiningSchool.Status.ACTIVE,
    )
    rows = rows.select_related("joining__network", "joining__school").order_by("due", "position")
    lines = [StepLine(step, today_at(step.joining, viewer.now)) for step in rows]
    return [line for line in lines if line.step.due and line.step.due <= line.today + AHEAD_PERIOD]


def is_reminder_due(due: date, since: date, today: date) -> bool:
    """Whether a day on which a step's owner is reminded came after `since`, up to today."""
    return any(since < due + timedelta(days=days) <= today for days in REMINDER_DAYS)
