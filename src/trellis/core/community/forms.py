"""Forms about places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import School
from .us_places import STATES, time_zone_choices


class SchoolDetailsForm(forms.ModelForm):
    """Where a school is: what its clock shows, and which state's rules apply."""

    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", "—"), *STATES.items()],
        help_text=_("We check internships against this state’s child labor laws."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=time_zone_choices,
        help_text=_("Dates and times on this school’s pages use this time zone."),
    )

    class Meta:
        model = School
        fields = ("city", "state", "time_zone")
        labels = {"city": _("City")}

    def clean_city(self) -> Any:
        return " ".join(self.cleaned_data["city"].split())
