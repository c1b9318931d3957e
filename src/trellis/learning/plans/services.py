"""Beginning a plan, writing in it, signing it, and sending the family their copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import link_sharing, links
from trellis.core.community.models import Person, Term
from trellis.core.community.selectors import is_name_of_student
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.languages import ui_language
from trellis.design.frameworks.models import Outcome

from . import carry_over
from .draft import GoalDraft, PlanDraft
from .models import Goal, Plan, PlanVersion, Signature
from .versions import version_body

COPY_LINK_PURPOSE = "plan-copy"
COPY_LINK_DAYS = 120
ADULT_PARTS = frozenset({"guardian", "advisor", "mentor", "teacher", "counselor", "leader"})


class PlanChangedError(ActionError):
    """Somebody else changed the plan since the page was opened."""


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


def write_plan(plan: Plan, draft: PlanDraft, outcomes: Mapping[str, Outcome], by: UUID) -> Plan:
    """Write a draft into the plan: all of it or nothing.

    Raises PlanChangedError when the plan was written since the draft's revision, ActionError for a goal of another
    plan.
    """
    if is_name_of_student(plan.student_id, draft.interpreter):
        raise ActionError(_("A child cannot be the interpreter. Enter an adult’s name, or leave it blank."))
    with ledger.act("edit a plan", by=by, about=plan.pk):
        fresh = Plan.objects.unscoped("keep one version of a revision").filter(
            pk=plan.pk, revision=draft.revision
        )
        changed = fresh.update(
            notes=draft.notes,
            language=ui_language(),
            present=list(draft.present),
            names=draft.names,
            interpreter=draft.interpreter,
            interpreter_language=draft.interpreter_language,
            next_meeting=draft.next_meeting,
            revision=draft.revision + 1,
            modified=timezone.now(),
        )
        if not changed:
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
    if draft.gone:
        goal.deleted_at = timezone.now()
    else:
        goal.title, goal.evidence_wanted, goal.helper = draft.title, draft.evidence, draft.helper
        goal.due, goal.position, goal.outcome = draft.due, position, outcomes.get(draft.outcome_key)
    goal.save()


def goals_of(plan: Plan) -> list[Goal]:
    """The goals of a plan that the caller has read already, in their order."""
    goals = Goal.objects.unscoped("read the goals of a plan that the caller may see").filter(
        plan=plan, deleted_at=None
    )
    return list(goals.select_related("outcome").order_by("position", "created"))


def sign_plan(plan: Plan, names: Mapping[str, str], titles: Mapping[str, str], by: UUID) -> PlanVersion:
    """Make a version of the plan as everybody at the table signs it.

    names: by role key, the name of each who signs. titles: the section's titles by key, as they stood.
    Raises ActionError without the student, without an adult, without a goal, or when nothing has changed.
    """
    signatures = _clean_signatures(names)
    if not goals_of(plan):
        raise ActionError(_("There is no goal yet. Add at least one goal before you sign."))
    now = timezone.now()
    with ledger.act("sign a plan", by=by, about=plan.pk):
        current = (
            Plan.objects.unscoped("lock the plan while it is signed").select_for_update().get(pk=plan.pk)
        )
        body = version_body(current, goals_of(current), titles)
        versions = PlanVersion.objects.unscoped("find the version before this one").filter(plan=current)
        last = versions.order_by("-number").first()
        if last and last.body == body and last.signatures == signatures:
            raise ActionError(_("Nothing has changed since version %(n)d.") % {"n": last.number})
        version = PlanVersion.objects.create(
            plan=current,
            number=last.number + 1 if last else 1,
            body=body,
            signatures=signatures,
            signed_at=now,
        )
        current.met_at = current.met_at or now
        current.family_present = current.family_present or "guardian" in names
        current.save()
    return version


def _clean_signatures(names: Mapping[str, str]) -> list[Signature]:
    """Return the signatures as a version keeps them.

    Raises ActionError without the student, without an adult, and for a name that is empty.
    """
    signatures: list[Signature] = [
        {"part": part, "name": " ".join(name.split())[:120]} for part, name in names.items() if name.strip()
    ]
    parts = {signature["part"] for signature in signatures}
    if "student" not in parts or not parts & ADULT_PARTS:
        raise ActionError(_("The student and at least one adult at the meeting need to sign the plan."))
    if any(not name.strip() for name in names.values()):
        raise ActionError(
            _("Someone at the meeting is checked but has no name. Enter the name, or uncheck the box.")
        )
    return signatures


class CopyLink(NamedTuple):
    """A link to a signed plan for one of the family."""

    person: Person
    link: str


def send_copies(
    version: PlanVersion, family: list[Person], by: UUID, address: Callable[[str], str]
) -> list[CopyLink]:
    """Make a link to the signed plan for each of the family, and email it to those who have an address."""
    with ledger.act("send the family a copy", by=by, about=version.pk):
        copy_links = [
            CopyLink(
                person, address(links.issue_link(COPY_LINK_PURPOSE, version.pk, person, COPY_LINK_DAYS, by))
            )
            for person in family
        ]
    for person, link in copy_links:
        if person.email:
            link_sharing.try_to_email_link(link, by)
    return copy_links


def mark_goal_reached(goal: Goal, reached: bool, by: UUID) -> None:
    """Mark a goal reached, or not reached after all."""
    with ledger.act(
        "mark a goal reached" if reached else "take back that a goal was reached", by=by, about=goal.pk
    ):
        goals = Goal.objects.unscoped("find the goal that the plan already has").filter(
            pk=goal.pk, reached_at__isnull=reached
        )
        goals.update(reached_at=timezone.now() if reached else None, modified=timezone.now())
