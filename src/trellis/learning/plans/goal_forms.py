"""The fields of a learning plan, and the form of one of its goals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import DayField
from trellis.core.foundation.input_parsing import parse_moment
from trellis.design.frameworks.models import Outcome

from . import draft
from .models import Goal


class CleanedField(forms.CharField):
    """A text that `clean_value` cleans or refuses, in place of Django's own check of its length."""

    def __init__(self, **kwargs: Any) -> None:  # Any: handed on to Django
        super().__init__(required=False, strip=False, **kwargs)
        self.validators = [
            validator for validator in self.validators if not isinstance(validator, MaxLengthValidator)
        ]

    def clean_value(self, text: str) -> str:
        raise NotImplementedError

    def to_python(self, value: object) -> str:
        try:
            return self.clean_value("" if value in self.empty_values else str(value))
        except ActionError as error:
            raise ValidationError(error.message) from None


class PlanTextField(CleanedField):
    """A text of the plan. where: how an error names it, if not by its label."""

    # Any: handed on to Django
    def __init__(self, *, max_length: int, where: str = "", **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.length_limit, self.where = max_length, where

    def clean_value(self, text: str) -> str:
        return draft.clean_text(text, self.length_limit, str(self.where or self.label))


class NameField(CleanedField):
    """The name of somebody at the table."""

    def clean_value(self, text: str) -> str:
        return draft.clean_name(text)


class LanguageField(CleanedField):
    """The language of an interpreter."""

    widget = forms.Select

    def clean_value(self, text: str) -> str:
        code = text.strip()
        if code and not draft.is_known_language(code):
            raise ActionError(
                _("“%(code)s” is not a language we know. Choose one from the list.") % {"code": code[:12]}
            )
        return code


class GoalDayField(DayField):
    """The day on which a goal is due. number: of the goal, for its errors."""

    number = 0

    def to_python(self, value: object) -> date | None:
        try:
            day = super().to_python(value)
        except ValidationError as error:
            problem = {"n": self.number, "problem": error.message}
            raise ValidationError(_("Goal %(n)d: %(problem)s") % problem) from None
        if day and not 2000 <= day.year <= 2100:
            raise ValidationError(_("Goal %(n)d: check the year of the date.") % {"n": self.number})
        return day


class NextMeetingField(forms.DateTimeField):
    """A day and a time, on the clock of the school."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")

    def to_python(self, value: object) -> datetime | None:
        try:
            return parse_moment(str(value or ""), timezone.get_current_timezone())
        except ActionError as error:
            raise ValidationError(_("Next meeting: %(problem)s") % {"problem": error.message}) from None


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
