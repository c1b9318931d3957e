"""The form of one goal within the form of the plan meeting."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.design.frameworks.models import Outcome

from . import draft
from .models import Goal
from .plan_fields import GoalDayField, PlanTextField


class GoalForm(forms.Form):
    """One goal of a plan: `goal-0-title`, `goal-0-due` and so on."""

    id = forms.UUIDField(
        required=False,
        widget=forms.HiddenInput,
        error_messages={
            "invalid": gettext_lazy("Something went wrong with a goal on this page. Open the page again.")
        },
    )
    title = PlanTextField(label=gettext_lazy("What do you want to do?"), max_length=240)
    outcome = forms.ChoiceField(required=False)
    due = GoalDayField(label=gettext_lazy("Due date"), required=False)
    evidence = PlanTextField(label=gettext_lazy("How we will know"), max_length=240)
    helper = PlanTextField(label=gettext_lazy("Who will help"), max_length=120)
    gone = forms.BooleanField(label=gettext_lazy("Remove this goal"), required=False)

    def __init__(
        self, data: Mapping[str, str] | None, number: int, outcomes: Mapping[str, Outcome], goal: Goal | None
    ) -> None:
        super().__init__(
            data,
            prefix=f"goal-{number}",
            auto_id="%s",
            initial=_saved_values(goal) if goal else None,
            empty_permitted=True,
            use_required_attribute=False,
        )
        self.number = number + 1
        self.fields["outcome"].choices = [
            ("", "–"),
            *((key, outcome.title) for key, outcome in outcomes.items()),
        ]
        for field in self.fields.values():
            if isinstance(field, PlanTextField):
                field.where = _("Goal %(n)d") % {"n": self.number}
            elif isinstance(field, GoalDayField):
                field.number = self.number

    def has_changed(self) -> bool:
        """Whether somebody wrote a goal here. A date or an outcome alone is none."""
        return bool({"id", "title", "evidence", "helper"} & set(self.changed_data))

    @property
    def is_removed(self) -> bool:
        """Whether the goal is to be left out."""
        return bool(self["gone"].value())

    def clean(self) -> dict[str, object]:
        sent = self.cleaned_data
        if not sent.get("title") and not sent.get("gone") and "title" not in self.errors:
            self.add_error(
                "title",
                _("Goal %(n)d has no name yet. Write in a few words what you want to do.")
                % {"n": self.number},
            )
        return sent

    def goal(self) -> draft.GoalDraft:
        sent = self.cleaned_data
        return draft.GoalDraft(
            goal_id=sent["id"],
            title=sent["title"],
            outcome_key=sent["outcome"],
            evidence=sent["evidence"],
            due=sent["due"],
            helper=sent["helper"],
            gone=sent["gone"],
        )


def _saved_values(goal: Goal) -> dict[str, object]:
    """What the fields of a goal show before anybody types."""
    return {
        "id": goal.pk,
        "title": goal.title,
        "outcome": goal.outcome.key if goal.outcome else "",
        "due": goal.due,
        "evidence": goal.evidence_wanted,
        "helper": goal.helper,
    }
