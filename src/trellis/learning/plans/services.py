"""Beginning a plan and writing in it: the whole plan at a meeting, or one goal. Signing it: `signing.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Person, Term
from trellis.core.community.selectors import is_name_of_student
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.languages import ui_language
from trellis.core.foundation.revisions import save_if_current
from trellis.design.frameworks.models import Outcome

from . import carry_over
from .draft import MAX_GOALS, GoalDraft, PlanDraft
from .models import Goal, Plan

GOAL_LABELS = {
    "title": gettext_lazy("Goal"),
    "outcome": gettext_lazy("Outcome"),
    "due": gettext_lazy("Due date"),
    "evidence_wanted": gettext_lazy("How we will know"),
    "helper": gettext_lazy("Who will help"),
}


class PlanChangedError(ActionError):
    """Somebody else changed the plan since the page was opened."""


@dataclass(frozen=True)
class GoalFields:
    """What is written about one goal."""

    title: str
    outcome: Outcome | None
    evidence_wanted: str
    due: date | None
    helper: str


def begin_plan(student: Person, term: Term, by: UUID) -> Plan:
    """The student's plan for a term; begun, with what the last exhibition recommended, when there is none."""
    existing = (
        Plan.objects.unscoped("keep one learning plan of a student and term")
        .filter(student=student, term=term)
        .first()
    )
    if existing:
        return existing
    with ledger.act("begin a plan", by=by, about=student.pk):
        plan, _created = Plan.objects.unscoped(
            "find a plan that someone else started at the same moment"
        ).get_or_create(
            student=student, term=term, defaults={"carried": carry_over.carried_over_items(student.pk)}
        )
    return plan


def write_plan(
    plan: Plan, draft: PlanDraft, outcomes: Mapping[str, Outcome], by: UUID, meeting_held: bool = False
) -> Plan:
    """Write a draft into the plan: all of it or nothing. meeting_held: the plan meeting was held with those present.

    Raises PlanChangedError when the plan was written since the draft's revision, ActionError for a goal of another
    plan.
    """
    if is_name_of_student(plan.student_id, draft.interpreter):
        raise ActionError(_("A child cannot be the interpreter. Enter an adult’s name, or leave it blank."))
    with ledger.act("edit a plan", by=by, about=plan.pk):
        fresh = Plan.objects.unscoped("keep one version of a revision").filter(
            pk=plan.pk, revision=draft.revision
        )
        values: dict[str, object] = {
            "notes": draft.notes,
            "language": ui_language(),
            "present": list(draft.present),
            "names": draft.names,
            "interpreter": draft.interpreter,
            "interpreter_language": draft.interpreter_language,
            "next_meeting": draft.next_meeting,
        }
        if meeting_held:
            values["met_at"] = plan.met_at or timezone.now()
            values["family_present"] = plan.family_present or "guardian" in draft.present
        if not fresh.update(**values, revision=draft.revision + 1, modified=timezone.now()):
            raise PlanChangedError(
                _(
                    "Someone else changed this plan while you had it open. Your text is below, and the "
                    "current version is next to it. Check both, then save again."
                )
            )
        goals_by_id = {goal.pk: goal for goal in goals_of(plan)}
        for position, goal_draft in enumerate(draft.goals):
            _write_goal(plan, goals_by_id, goal_draft, position, outcomes)
        plan.refresh_from_db()
    return plan


def _write_goal(
    plan: Plan,
    goals_by_id: dict[UUID, Goal],
    draft: GoalDraft,
    position: int,
    outcomes: Mapping[str, Outcome],
) -> None:
    if draft.goal_id is None:
        if draft.gone:
            return
        goal = Goal(plan=plan)
    elif draft.goal_id in goals_by_id:
        goal = goals_by_id[draft.goal_id]
    else:
        raise ActionError(_("A goal on this page does not belong to this plan. Open the page again."))
    outcome = outcomes.get(draft.outcome_key)
    before = (goal.title, goal.evidence_wanted, goal.helper, goal.due, goal.outcome_id)
    after = (draft.title, draft.evidence, draft.helper, draft.due, outcome.pk if outcome else None)
    if draft.gone:
        goal.deleted_at = timezone.now()
    else:
        goal.title, goal.evidence_wanted, goal.helper = draft.title, draft.evidence, draft.helper
        goal.due, goal.position, goal.outcome = draft.due, position, outcome
    if draft.gone or before != after:
        goal.revision += 1
    goal.save()


def goals_of(plan: Plan) -> list[Goal]:
    """The goals of a plan that the caller has read already, in their order."""
    goals = Goal.objects.unscoped("read the goals of a plan that the caller may see").filter(
        plan=plan, deleted_at=None
    )
    return list(goals.select_related("outcome").order_by("position", "created"))


def add_goal(plan: Plan, goal_id: UUID, fields: GoalFields, by: UUID) -> Goal:
    """Add a goal under an id that the page made, so that a form sent twice adds it once.

    Raises ActionError where the plan has as many goals as it can hold.
    """
    with ledger.act("add a goal", by=by, about=plan.pk):
        _mark_plan_written(plan)
        goals = Goal.objects.unscoped("count the goals of a plan that the caller may write in").filter(
            plan=plan
        )
        existing = goals.filter(pk=goal_id).first()
        if existing:
            return existing
        if goals.filter(deleted_at=None).count() >= MAX_GOALS:
            raise ActionError(
                _("A plan has up to %(most)d goals. Remove a goal before you add one.") % {"most": MAX_GOALS}
            )
        last = goals.aggregate(last=Max("position"))["last"]
        position = 0 if last is None else last + 1
        return Goal.objects.create(pk=goal_id, plan=plan, position=position, **vars(fields))


def edit_goal(goal: Goal, fields: GoalFields, by: UUID, seen: int | None) -> Goal:
    """Write one goal. Raises EditConflict where somebody else wrote it since revision `seen`."""
    with ledger.act("edit a goal", by=by, about=goal.pk):
        _mark_plan_written(goal.plan)
        return save_if_current(goal, vars(fields), seen, GOAL_LABELS)


def remove_goal(goal: Goal, by: UUID) -> None:
    """Take a goal out of the plan. `restore_goal` puts it back."""
    _set_goal_removed(goal, "remove a goal", by, removed=True)


def restore_goal(goal: Goal, by: UUID) -> None:
    """Put back a goal that was taken out of the plan."""
    _set_goal_removed(goal, "restore a goal", by, removed=False)


def _set_goal_removed(goal: Goal, verb: str, by: UUID, removed: bool) -> None:
    now = timezone.now()
    with ledger.act(verb, by=by, about=goal.pk):
        _mark_plan_written(goal.plan)
        goals = Goal.objects.unscoped("find the goal that the plan already has").filter(pk=goal.pk)
        goals.filter(deleted_at__isnull=removed).update(
            deleted_at=now if removed else None, revision=F("revision") + 1, modified=now
        )


def mark_goal_reached(goal: Goal, reached: bool, by: UUID) -> None:
    """Mark a goal reached, or not reached after all."""
    with ledger.act(
        "mark a goal reached" if reached else "take back that a goal was reached", by=by, about=goal.pk
    ):
        goals = Goal.objects.unscoped("find the goal that the plan already has").filter(
            pk=goal.pk, reached_at__isnull=reached
        )
        goals.update(reached_at=timezone.now() if reached else None, modified=timezone.now())


def _mark_plan_written(plan: Plan) -> None:
    """Lock the plan before its goals, and count the write: a meeting page that is open elsewhere then shows both.

    A plan whose language nobody knows yet is in the language of the first who writes.
    """
    plans = Plan.objects.unscoped("lock the plan while one of its goals is written").filter(pk=plan.pk)
    plans.update(revision=F("revision") + 1, modified=timezone.now())
    plans.filter(language="").update(language=ui_language())
