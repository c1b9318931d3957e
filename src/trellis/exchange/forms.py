"""The form by which a roster is sent."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RosterForm(forms.Form):
    """A zip of OneRoster CSV files, and the name of the system it comes from."""

    file = forms.FileField(
        label=_("The roster, as a zip file"),
        error_messages={
            "required": _("Choose the zip file first."),
            "empty": _("The file is empty. Export it once more."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )
    source = forms.CharField(
        label=_("The system it comes from"),
        max_length=120,
        help_text=_("The same name each time: by it we know whom we have met."),
        error_messages={"required": _("Name the system that the roster comes from, e.g. PowerSchool.")},
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )
