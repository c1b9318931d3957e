"""Writing about a school that joins: adding it, its details, and moving from stage to stage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Network, Person
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current
from trellis.design.blueprint.package.joining import Joining, JoiningStage
from trellis.design.blueprint.package.joining import JoiningStep as PlannedStep

from .due_dates import due_date, today_at
from .models import JoiningEvent, JoiningSchool, JoiningStep
from .plans import plan_for

REASON = "write about a joining school that the caller may change"


def add_joining_school(network: Network, values: Mapping[str, object], by: UUID) -> JoiningSchool:
    """Add a school at the first stage of its plan. Raises ActionError where one of that name is on its way."""
    with ledger.act("add a joining school", by=by, about=network.pk):
        rows = JoiningSchool.objects.unscoped(REASON).filter(network=network, name__iexact=values["name"])
        if rows.exclude(status=JoiningSchool.Status.LEFT).exists():
            raise ActionError(_("This school is already in the list."), field="name")
        joining = JoiningSchool(network=network, stage_started=timezone.localdate(), **values)
        joining.stage_started = today_at(joining)
        plan = plan_for(joining)
        joining.stage = plan.stages[0].key
        joining.save(force_insert=True)
        _enter_stage(joining, plan, plan.stages[0], by)
    return joining


def update_details(
    joining: JoiningSchool,
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
) -> None:
    """Write who, when and by which model. A new opening day moves the open steps that hang on it."""
    with ledger.act("update a joining school", by=by, about=joining.pk):
        saved = save_if_current(joining, values, seen, labels)
        plan = plan_for(saved)
        if plan.stage(saved.stage) is None:
            raise ActionError(_("This model has no stage like the one the school is in."), field="package")
        if saved.opening != joining.opening:
            _lay_out_days(saved, plan)


def _lay_out_days(joining: JoiningSchool, plan: Joining) -> None:
    """Compute the days of open steps anew, but for those that somebody set."""
    for row in steps_of(joining).filter(done_on=None, due_by_hand=False):
        planned, stage = plan.step(row.key), plan.stage(row.stage)
        if planned is None or stage is None or planned.due.after_start is not None:
            continue
        day = due_date(planned.due, stage.year, joining.stage_started, joining.opening)
        steps_of(joining).filter(pk=row.pk).exclude(due=day).update(
            due=day, revision=F("revision") + 1, modified=timezone.now()
        )


def start_next_stage(joining: JoiningSchool, from_stage: str, reason: str, by: UUID) -> JoiningStage:
    """Move on from the stage that the person saw. Pressed twice, it moves once.

    Raises ActionError with open priority steps and no reason, without an opening day where years need one, for a
    school that is not on its way, and after the last stage.
    """
    with ledger.act("start the next stage", by=by, about=joining.pk, stage=from_stage):
        joining = (
            JoiningSchool.objects.unscoped(REASON).select_related("network", "school").get(pk=joining.pk)
        )
        plan = plan_for(joining)
        stage = plan.stage_after(from_stage)
        if joining.stage != from_stage:
            return plan.stage(joining.stage) or plan.stages[0]
        if stage is None:
            raise ActionError(_("This is the last stage."))
        _check_move(joining, stage, reason)
        today = today_at(joining)
        JoiningSchool.objects.unscoped(REASON).filter(pk=joining.pk).update(
            stage=stage.key, stage_started=today, modified=timezone.now()
        )
        joining.stage, joining.stage_started = stage.key, today
        _enter_stage(joining, plan, stage, by, reason)
    return stage


def _check_move(joining: JoiningSchool, stage: JoiningStage, reason: str) -> None:
    if not joining.is_active:
        raise ActionError(_("This school is not joining now."))
    if open_priority_steps(joining) and not reason.strip():
        raise ActionError(
            _("Some priority steps are not done. Write why the school moves on without them."), field="reason"
        )
    if stage.year is not None and joining.opening is None:
        raise ActionError(_("Enter the first day of school under “Details” first."))


def open_priority_steps(joining: JoiningSchool) -> list[JoiningStep]:
    """The priority steps of the current stage that are not done."""
    return list(steps_of(joining).filter(stage=joining.stage, level=JoiningStep.Level.PRIORITY, done_on=None))


def steps_of(joining: JoiningSchool):
    """The steps of a school whose page the caller may see."""
    return JoiningStep.objects.unscoped(REASON).filter(joining=joining, deleted_at=None)


def _enter_stage(
    joining: JoiningSchool, plan: Joining, stage: JoiningStage, by: UUID | None, reason: str = ""
) -> None:
    """Note the stage, and make its steps with their days and owners."""
    add_event(joining, JoiningEvent.Kind.STAGE, joining.stage_started, reason, by, stage.year)
    existing = set(steps_of(joining).values_list("key", flat=True))
    JoiningStep.objects.bulk_create(
        _new_step(joining, stage, planned, position)
        for position, planned in enumerate(plan.steps)
        if planned.stage == stage.key and planned.key not in existing
    )


def _new_step(
    joining: JoiningSchool, stage: JoiningStage, planned: PlannedStep, position: int
) -> JoiningStep:
    return JoiningStep(
        joining=joining,
        key=planned.key,
        stage=stage.key,
        year=stage.year,
        position=position,
        title=planned.title,
        level=planned.level,
        side=planned.owner,
        due=due_date(planned.due, stage.year, joining.stage_started, joining.opening),
        owner_id=joining.leader_id if planned.owner == JoiningStep.Owner.SCHOOL else joining.lead_id,
    )


def add_event(
    joining: JoiningSchool, kind: str, day: date, reason: str, by: UUID | None, year: int | None = None
) -> JoiningEvent:
    """Note what happened to the school."""
    return JoiningEvent.objects.create(
        joining=joining, kind=kind, stage=joining.stage, year=year, day=day, reason=reason, by_id=by
    )


def person_name(person_id: UUID | None) -> str:
    """The name of who acts, for a row that outlives their account."""
    people = Person.objects.unscoped("note the name of who acts").filter(pk=person_id)
    return next((person.name for person in people), "")[:120]
