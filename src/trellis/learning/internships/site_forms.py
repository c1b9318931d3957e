"""Forms of a site: its facts, a mentor, a check."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.form_fields import DayField, LineField, NumberField, PastedEmailField

WEEKDAY_CHOICES = [(str(number), WEEKDAYS[number - 1]) for number in range(1, 8)]


def _date_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class SiteForm(forms.Form):
    """What is known of a site. `cleaned` gives the fields of the table."""

    name = LineField(
        label=_("Site name"),
        max_length=160,
        error_messages={"required": _("Enter the site’s name.")},
    )
    field = LineField(label=_("Field, such as health, boats or radio"), max_length=80, required=False)
    city = LineField(label=_("City"), max_length=80, required=False)
    address = LineField(label=_("Street address"), max_length=200, required=False)
    email = PastedEmailField(label=_("Email for requests"), required=False)
    capacity = NumberField(
        label=_("Students at one time"),
        min_value=0,
        max_value=500,
        initial=1,
        error_messages={
            "required": _(
                "Enter how many students can come at one time. Enter 0 if the site is not taking "
                "students now."
            )
        },
    )
    minutes_away = NumberField(
        label=_("Minutes from school, door to door"), min_value=0, max_value=600, required=False
    )
    least_age = NumberField(label=_("Minimum age"), min_value=0, max_value=21, required=False)
    weekdays = forms.MultipleChoiceField(
        label=_("Days they take students (leave blank for any day)"),
        choices=WEEKDAY_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def facts(self) -> dict[str, Any]:
        """By column of the table, once the form is valid."""
        clean = dict(self.cleaned_data)
        clean["weekdays"] = sorted(int(day) for day in clean["weekdays"])
        clean["least_age"] = clean["least_age"] or 0
        return {key: " ".join(v.split()) if isinstance(v, str) else v for key, v in clean.items()}

    def labels(self) -> dict[str, str]:
        """By column of the table, what the form calls it."""
        return {name: str(field.label) for name, field in self.fields.items()}


class MentorForm(forms.Form):
    """Somebody at the site who takes students on."""

    given_name = LineField(
        label=_("First name"),
        max_length=120,
        error_messages={"required": _("Enter the mentor’s first name.")},
    )
    family_name = LineField(label=_("Last name"), max_length=120, required=False)
    email = PastedEmailField(
        label=_("Email"), required=False, help_text=_("So they can confirm days with a link.")
    )
    phone = LineField(label=_("Phone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language for messages"), choices=settings.LANGUAGES, initial="en")


class CheckForm(forms.Form):
    """The day on which something was looked into."""

    kind = forms.CharField(widget=forms.HiddenInput)
    on = DayField(
        label=_("Date of the check"),
        widget=_date_input(),
        initial=date.today,
        error_messages={"required": _("Enter the date of the check.")},
    )
