"""Forms about places."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.revisions import check_unchanged

from .models import School
from .services import update_school_details
from .us_places import STATES, time_zone_choices

SCHOOL_DETAILS = ("city", "state", "time_zone", "phone")


class SchoolDetailsForm(ActionForm[School]):
    """Where a school is: what its clock shows, and which state's rules apply.

    `shown-city` and so on carry what the page showed, so that another person's change in between is a conflict.
    """

    subject: School

    city = forms.CharField(label=gettext_lazy("City"), max_length=80, required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", "—"), *STATES.items()],
        help_text=gettext_lazy("We check internships against this state’s child labor laws."),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=time_zone_choices,
        help_text=gettext_lazy("Dates and times on this school’s pages use this time zone."),
    )

    phone = forms.CharField(
        label=gettext_lazy("Phone"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
        help_text=gettext_lazy("Families see a button to call this number."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        **kwargs: Any,  # Any: handed on to ActionForm
    ) -> None:
        super().__init__(data, files, **kwargs)
        for name in SCHOOL_DETAILS:
            value = getattr(self.subject, name)
            self.initial |= {name: value, f"shown-{name}": value}
            self.fields[f"shown-{name}"] = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_city(self) -> str:
        return " ".join(self.cleaned_data["city"].split())

    def clean_phone(self) -> str:
        return " ".join(self.cleaned_data["phone"].split())

    def save(self) -> str:
        saved = School.objects.seen_by(self.viewer).get(pk=self.subject.pk)
        labels = {name: str(self.fields[name].label) for name in SCHOOL_DETAILS}
        shown = {name: self.data.get(f"shown-{name}", getattr(saved, name)) for name in SCHOOL_DETAILS}
        values = {name: self.cleaned_data[name] for name in SCHOOL_DETAILS}
        check_unchanged(saved, shown, values, labels)
        update_school_details([saved], self.by, **values)
        return _("Saved.")
