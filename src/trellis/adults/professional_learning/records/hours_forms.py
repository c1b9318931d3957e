"""The form of one's own goal of hours."""

from __future__ import annotations

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.us_places import STATES
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField

from ..models import HoursGoal
from . import hours
from .license_hours import license_rules


class HoursGoalForm(ActionForm):
    """subject: the goal, if there is one."""

    do = "goal"
    section = "hours"
    subject: HoursGoal | None

    rule = forms.ChoiceField(label=gettext_lazy("Hours for the license of a state"), required=False)
    hours = forms.DecimalField(
        label=gettext_lazy("Hours"),
        required=False,
        min_value=Decimal("0.5"),
        max_value=1000,
        decimal_places=2,
        localize=True,
        help_text=gettext_lazy("Leave it blank for what the state asks for."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    starts = DayField(label=gettext_lazy("From"))
    ends = DayField(label=gettext_lazy("Until"))

    def prepare(self) -> None:
        states = [(state, STATES[state]) for state, rule in license_rules().items() if rule.minutes]
        self.fields["rule"].choices = [("", _("My own goal")), *states]

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        goal = self.subject
        if field_name == "hours" and goal:
            return int(goal.hours) if goal.hours == int(goal.hours) else goal.hours.normalize()
        first, last = hours.default_period(timezone.now(), 5)
        return getattr(goal, field_name) if goal else {"starts": first, "ends": last}.get(field_name, "")

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("Choose a day after the first one."))
        if not self.errors and not cleaned.get("hours") and not cleaned.get("rule"):
            self.add_error("hours", _("Enter how many hours you want to reach."))
        return cleaned

    def save(self) -> str:
        data = self.cleaned_data
        rule = license_rules().get(data["rule"])
        target = data["hours"] or Decimal(rule.minutes if rule else 0) / 60
        values = {"rule": data["rule"], "hours": target, "starts": data["starts"], "ends": data["ends"]}
        labels = {name: str(field.label) for name, field in self.fields.items()}
        hours.save_goal(self.by, values, self.seen, labels)
        return _("Saved.")
