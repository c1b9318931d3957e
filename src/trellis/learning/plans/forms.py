"""What people send from the page of a plan: one goal at a time. To sign: `signing_forms.py`; the whole plan:
`meeting_forms.py`."""

from __future__ import annotations

from typing import cast

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.ids import new_id

from . import services
from .models import Goal, Plan
from .plan_fields import GoalDayField, PlanTextField
from .plan_page import PlanPage


def removed_goals(plan: Plan) -> QuerySet[Goal]:
    """The goals that were taken out of a plan that the caller may write in."""
    goals = Goal.objects.unscoped("put back a goal of a plan that the caller may write in")
    return goals.filter(plan=plan, deleted_at__isnull=False).select_related("plan")


class OneGoalForm(ActionForm[Goal]):
    """A form about one goal of the plan. `subject` is the page."""

    subject: PlanPage
    row_name = "goal"

    def rows(self) -> QuerySet[Goal]:
        goals = Goal.objects.seen_by(self.viewer).filter(plan=self.subject.plan)
        return goals.select_related("plan", "outcome")


class GoalFieldsForm(OneGoalForm):
    """What is written about a goal. Fields have the names of the columns, for the page of an edit conflict."""

    title = PlanTextField(
        label=gettext_lazy("What do you want to do?"),
        max_length=240,
        where=gettext_lazy("Goal"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    evidence_wanted = PlanTextField(
        label=gettext_lazy("How we will know"),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    due = GoalDayField(label=gettext_lazy("Due date"), required=False)
    outcome = forms.ChoiceField(required=False)
    helper = PlanTextField(label=gettext_lazy("Who will help"), max_length=120)

    def prepare(self) -> None:
        outcomes = self.subject.outcomes.items()
        self.fields["outcome"].choices = [("", "–"), *((key, outcome.title) for key, outcome in outcomes)]
        self.fields["outcome"].label = capfirst(str(self.subject.template.words.one["outcome"]))
        goals = [goal.pk for goal in self.subject.goals]
        number = goals.index(self.row.pk) if self.row and self.row.pk in goals else len(goals)
        cast("GoalDayField", self.fields["due"]).number = number + 1
        if self.row:
            self.initial["outcome"] = self.row.outcome.key if self.row.outcome else ""

    def clean_title(self) -> str:
        title = " ".join(self.cleaned_data["title"].split())
        if not title:
            raise forms.ValidationError(
                _("This goal has no name yet. Write in a few words what you want to do.")
            )
        return title

    def goal_fields(self) -> services.GoalFields:
        sent = self.cleaned_data
        return services.GoalFields(
            title=sent["title"],
            outcome=self.subject.outcomes.get(sent["outcome"]),
            evidence_wanted=sent["evidence_wanted"],
            due=sent["due"],
            helper=sent["helper"],
        )


class EditGoalForm(GoalFieldsForm):
    """Edit one goal where it stands."""

    do = "goal"
    submit = gettext_lazy("Save goal")
    shows_revision = True

    def save(self) -> str:
        services.edit_goal(self.row_or_404, self.goal_fields(), self.by, self.seen)
        return _("Saved.")


class AddGoalForm(GoalFieldsForm):
    """Add a goal. `id` is made by the page, so that a form sent twice adds one goal."""

    do = "add-goal"
    submit = gettext_lazy("Save goal")
    row_name = ""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=new_id)

    def save(self) -> str:
        services.add_goal(self.subject.plan, self.cleaned_data["id"], self.goal_fields(), self.by)
        return _("Goal added.")


class RemoveGoalForm(OneGoalForm):
    do = "remove-goal"
    submit = gettext_lazy("Remove goal")

    def save(self) -> str:
        services.remove_goal(self.row_or_404, self.by)
        return ""


class RestoreGoalForm(OneGoalForm):
    """Undo the removal of a goal."""

    do = "restore-goal"
    submit = gettext_lazy("Undo")

    def rows(self) -> QuerySet[Goal]:
        return removed_goals(self.subject.plan)

    def save(self) -> str:
        services.restore_goal(self.row_or_404, self.by)
        return _("The goal is back.")


class ReachedForm(OneGoalForm):
    """Mark a goal reached."""

    do = "reached"
    submit = gettext_lazy("Mark reached")

    def save(self) -> str:
        services.mark_goal_reached(self.row_or_404, True, self.by)
        return ""


class NotReachedForm(OneGoalForm):
    """Undo that a goal was marked reached."""

    do = "not-reached"
    submit = gettext_lazy("Undo")

    def save(self) -> str:
        services.mark_goal_reached(self.row_or_404, False, self.by)
        return ""


GOAL_FORMS = (EditGoalForm, AddGoalForm, RemoveGoalForm, RestoreGoalForm, ReachedForm, NotReachedForm)
