"""Schools on their way into the invented network: one at each stage, and one that pauses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from trellis.adults.joining.due_dates import due_date
from trellis.adults.joining.models import (
    ContractedService,
    JoiningEvent,
    JoiningSchool,
    JoiningStep,
    NetworkCapacity,
)
from trellis.adults.joining.plans import plan_for
from trellis.core.community.models import Network, Person, Role, School, Tie
from trellis.design.blueprint.models import Adoption, ModelPackage
from trellis.design.blueprint.package.joining import Joining, JoiningStage
from trellis.design.blueprint.package.joining import JoiningStep as PlannedStep

STAGE_DAYS = 75
"""How long the invented schools spend in each stage before their first year."""


@dataclass(frozen=True)
class Candidate:
    """A school that is not in Trellis yet: its stage, its contact, and a step that slipped, with what is in the way."""

    name: str
    district: str
    stage: str
    contact: str
    slipped: str = ""
    obstacle: str = ""


CANDIDATES = (
    Candidate("Delta Early College", "Delta Unified", "interest", "Joel Tran"),
    Candidate("Northgate Academy", "Northgate", "interest", "Ana Prieto", "send-self-study"),
    Candidate("Willow Creek High", "Willow Creek", "self-study", "Sam Reyes"),
    Candidate("Pine Street School", "", "visits", "Ruth Adler"),
    Candidate(
        "Eastfield Newcomer School",
        "Eastfield",
        "agreement",
        "Lucia Alvarez",
        "data-agreement",
        "The district’s lawyer is out for two weeks.",
    ),
    Candidate("Saltmarsh Collegiate", "Saltmarsh", "year-0", "Priya Nair"),
)
PAUSED = Candidate("Foundry High", "Riverbend", "self-study", "Tom Hale")


def create_joining_schools(network: Network, year_starts: date, today: date) -> None:
    """The candidates, the one that pauses, and a school of the network in each of its first four years."""
    ties = Tie.objects.system().filter(role=Role.NETWORK_STAFF, to_network=network)
    tie = ties.select_related("person").first()
    if tie is None:
        return
    lead, coach = tie.person, _coach_of(network)
    for candidate in CANDIDATES:
        _create_candidate(network, candidate, lead, coach, year_starts, today)
    _pause(_create_candidate(network, PAUSED, lead, coach, year_starts, today), today)
    adoptions = Adoption.objects.current().system().filter(school__network=network)
    rows = adoptions.select_related("school", "package").order_by("school__created")[:4]
    for number, adoption in enumerate(rows, start=1):
        _create_member(network, adoption, number, lead, coach, year_starts, today)
    NetworkCapacity.objects.create(
        network=network,
        school_year=year_starts.year + 1,
        schools=4,
        coach_days=60,
        travel=40_000,
        budget=250_000,
        days_by_coach={str(coach.pk): 40} if coach else {},
    )


def _coach_of(network: Network) -> Person | None:
    ties = Tie.objects.system().filter(role=Role.COACH, to_school__network=network)
    tie = ties.select_related("person").order_by("person__created").first()
    return tie.person if tie else None


def _create_candidate(
    network: Network, candidate: Candidate, lead: Person, coach: Person | None, year_starts: date, today: date
) -> JoiningSchool:
    contact = candidate.contact.split()[0].lower()
    joining = JoiningSchool(
        network=network,
        name=candidate.name,
        district_name=candidate.district,
        contact_name=candidate.contact,
        contact_email=f"{contact}@school.example",
        package=ModelPackage.objects.filter(slug="big-picture").first(),
        lead=lead,
        coach=coach,
        stage=candidate.stage,
        opening=year_starts.replace(year=year_starts.year + 1) if candidate.stage == "year-0" else None,
    )
    _write(joining, today, candidate)
    if candidate.stage == "year-0":
        _contract(joining, year_starts.year + 1, 12, 3)
    return joining


def _create_member(
    network: Network,
    adoption: Adoption,
    year: int,
    lead: Person,
    coach: Person | None,
    year_starts: date,
    today: date,
) -> None:
    """A school of the network that is in its first to fourth year."""
    school: School = adoption.school
    districts = School.objects.system().filter(pk=school.pk).values_list("district__name", flat=True)
    leaders = Tie.objects.system().filter(role=Role.LEADER, to_school=school).select_related("person")
    tie = leaders.order_by("starts").first()
    joining = JoiningSchool(
        network=network,
        school=school,
        name=school.name,
        district_name=districts[0] or "",
        package=adoption.package,
        lead=lead,
        coach=coach,
        leader=tie.person if tie else None,
        stage=f"year-{year}",
        opening=year_starts.replace(year=year_starts.year - year + 1),
    )
    _write(joining, today, None)
    _contract(joining, year_starts.year + 1, 10, 4)


def _write(joining: JoiningSchool, today: date, candidate: Candidate | None) -> None:
    """The school with the stages behind it, and the steps of each."""
    plan = plan_for(joining)
    keys = [stage.key for stage in plan.stages]
    stages = plan.stages[: keys.index(joining.stage) + 1]
    days = _stage_days(joining, stages, today)
    joining.stage_started = days[-1]
    joining.save(force_insert=True)
    JoiningEvent.objects.bulk_create(
        JoiningEvent(joining=joining, kind="stage", stage=stage.key, year=stage.year, day=day)
        for stage, day in zip(stages, days, strict=True)
    )
    steps = [
        _new_step(joining, plan, stage, day, planned, today)
        for stage, day in zip(stages, days, strict=True)
        for planned in plan.steps_of(stage.key)
    ]
    _mark_slipped(steps, candidate, today)
    JoiningStep.objects.bulk_create(steps)


def _stage_days(joining: JoiningSchool, stages: tuple[JoiningStage, ...], today: date) -> list[date]:
    """When each stage began: years on their first day, the rest one after the other."""
    opening, days, day = joining.opening, [], today - timedelta(days=20)
    for stage in reversed(stages):
        if opening and stage.year:
            day = opening.replace(year=opening.year + stage.year - 1)
        elif days:
            day = days[-1] - timedelta(days=STAGE_DAYS)
        days.append(min(day, today))
    return days[::-1]


def _new_step(
    joining: JoiningSchool, plan: Joining, stage: JoiningStage, day: date, planned: PlannedStep, today: date
) -> JoiningStep:
    """A step: done on time in the stages behind the school and where its day has passed; else open."""
    due = due_date(planned.due, stage.year, day, joining.opening)
    is_past = stage.key != joining.stage or (due is not None and due < today)
    done_on = min(due or day, today) if is_past else None
    on_school = planned.owner == JoiningStep.Owner.SCHOOL
    owner = joining.leader if on_school else joining.lead
    return JoiningStep(
        joining=joining,
        key=planned.key,
        stage=stage.key,
        year=stage.year,
        position=plan.steps.index(planned),
        title=planned.title,
        level=planned.level,
        side=planned.owner,
        due=due,
        owner=owner,
        done_on=done_on,
        done_by_name=(owner.name if owner else joining.contact_name) if done_on else "",
    )


def _mark_slipped(steps: list[JoiningStep], candidate: Candidate | None, today: date) -> None:
    for step in steps:
        if candidate and candidate.slipped and step.key == candidate.slipped:
            step.due, step.obstacle = today - timedelta(days=6), candidate.obstacle
            step.done_on, step.done_by_name = None, ""


def _pause(joining: JoiningSchool, today: date) -> None:
    joining.status = JoiningSchool.Status.PAUSED
    joining.paused_on = today - timedelta(days=12)
    joining.reason = "The district has a new superintendent, who wants to see the plan first."
    joining.save()
    JoiningEvent.objects.create(
        joining=joining,
        kind=JoiningEvent.Kind.PAUSED,
        stage=joining.stage,
        day=joining.paused_on,
        reason=joining.reason,
    )


def _contract(joining: JoiningSchool, year: int, bought: int, used: int) -> None:
    for kind, factor in (("coach-days", 1), ("training-seats", 2), ("travel", 400)):
        ContractedService.objects.create(
            joining=joining, kind=kind, school_year=year, bought=bought * factor, used=used * factor
        )
