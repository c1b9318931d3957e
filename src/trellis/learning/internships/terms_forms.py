"""The days, hours, pay and work of an internship, as an agreement and a change of schedule ask for them."""

from __future__ import annotations

from datetime import date, time
from typing import Generic, Protocol, TypeVar

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, FieldGroup, NumberField, TimeField
from trellis.engines import labor

from .models import InternshipTerms, Site
from .terms import MAX_DURATION

DAYS_ERROR = gettext_lazy("Choose days when the site takes students.")
TIMES_ERROR = gettext_lazy("Enter a start time and an end time.")
HOURS_ERROR = gettext_lazy("Enter the agreed hours as a number from 1 to 2000.")


class TermsPage(Protocol):
    """What a page with these fields is about: the site, today at the school, and the terms so far."""

    @property
    def site(self) -> Site | None: ...

    @property
    def today(self) -> date: ...

    @property
    def terms(self) -> InternshipTerms | None: ...


class KindField(forms.ChoiceField):
    """Whether the internship is paid: unpaid, unless the form says something else."""

    def clean(self, value: object) -> str:
        return super().clean(value or InternshipTerms.Kind.UNPAID.value)


class TasksField(forms.MultipleChoiceField):
    """Keys of hazardous work. One that is no longer listed is left out."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: object) -> list[str]:
        listed = {task.key for task in labor.hazardous_tasks()}
        return sorted(listed & set(super().clean(value)))

    def valid_value(self, value: object) -> bool:
        return True


Page = TypeVar("Page", bound=TermsPage)


class TermsForm(ActionForm[InternshipTerms], Generic[Page]):
    """Days, hours, pay and work. `draft`: the terms as they were sent, for the labor rules to be shown of them."""

    subject: Page
    draft: InternshipTerms | None = None

    starts = DayField(
        label=gettext_lazy("First day"), error_messages={"required": gettext_lazy("Choose the first day.")}
    )
    ends = DayField(label=gettext_lazy("Last day"), required=False)
    days = forms.MultipleChoiceField(
        label=gettext_lazy("Days"),
        choices=[(str(number), WEEKDAYS[number - 1]) for number in range(1, 8)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": DAYS_ERROR, "invalid_choice": DAYS_ERROR},
    )
    to = TimeField(label=gettext_lazy("To"), error_messages={"required": TIMES_ERROR})
    hours = NumberField(
        label=gettext_lazy("Agreed hours"),
        min_value=1,
        max_value=2000,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), HOURS_ERROR),
    )
    kind = KindField(
        label=gettext_lazy("Is it paid?"),
        choices=InternshipTerms.Kind.choices,
        error_messages={"invalid_choice": gettext_lazy("Choose whether it is paid.")},
    )
    task = TasksField(required=False)
    looked = forms.BooleanField(label=gettext_lazy("I have checked this"), required=False)

    def prepare(self) -> None:
        self.fields["from"] = TimeField(label=gettext_lazy("From"), error_messages={"required": TIMES_ERROR})
        if "task" in self.fields:
            self.fields["task"].choices = [
                (task.key, format_html('{} <span class="meta">{}</span>', _(task.title), _(task.order)))
                for task in labor.hazardous_tasks()
            ]
        self.initial |= _initial_terms(self.subject.terms, self.subject.today)

    @property
    def groups(self) -> dict[str, FieldGroup]:
        """The fields as they stand side by side."""
        names = {
            "first_and_last_day": ("starts", "ends"),
            "times_and_hours": ("from", "to", "hours"),
            "pay": ("kind",),
            "work": ("work",),
        }
        return {
            group: FieldGroup([self[name] for name in members if name in self.fields])
            for group, members in names.items()
        }

    def clean_starts(self) -> date:
        starts = self.cleaned_data["starts"]
        if not date(2000, 1, 1) <= starts <= date(2100, 1, 1):
            raise forms.ValidationError(_("Check the year of the first day."))
        return starts

    def clean_ends(self) -> date | None:
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data["ends"]
        if starts and ends and not starts <= ends <= starts + MAX_DURATION:
            raise forms.ValidationError(
                _("The last day cannot be before the first day, or more than two years after it.")
            )
        return ends

    def clean_days(self) -> list[int]:
        days = sorted({int(day) for day in self.cleaned_data["days"]})
        site = self.subject.site
        if site and site.weekdays and set(days) - set(site.weekdays):
            raise forms.ValidationError(DAYS_ERROR)
        return days

    def clean(self) -> dict[str, object]:
        sent = super().clean()
        begin, end = sent.get("from"), sent.get("to")
        if begin and end and begin >= end:
            self.add_error("to", _("The end time is before the start time. Check both times."))
        return sent

    def terms(self) -> dict[str, object]:
        """The terms that were sent, by column, once the form is valid."""
        sent = self.cleaned_data
        return {
            "starts": sent["starts"],
            "ends": sent["ends"],
            "weekdays": sent["days"],
            "from_time": sent["from"],
            "to_time": sent["to"],
            "hours_agreed": sent["hours"],
            "kind": sent.get("kind", InternshipTerms.Kind.UNPAID.value),
            "tasks": sent.get("task", []),
        }


def _initial_terms(terms: InternshipTerms | None, today: date) -> dict[str, object]:
    """What the fields show before anybody types."""
    initial: dict[str, object] = {"starts": today, "from": time(9), "to": time(14), "hours": 80}
    if terms is None:
        return initial
    saved = {
        "starts": terms.starts,
        "ends": terms.ends,
        "days": [str(day) for day in terms.weekdays],
        "from": terms.from_time,
        "to": terms.to_time,
        "hours": terms.hours_agreed,
        "kind": terms.kind,
        "task": terms.tasks,
    }
    return initial | {name: value for name, value in saved.items() if value}
