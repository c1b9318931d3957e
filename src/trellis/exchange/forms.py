"""The form by which a roster is sent."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RosterForm(forms.Form):
    """A zip of OneRoster CSV files, and the name of the system it comes from."""

    file = forms.FileField(
        label=_("Roster zip file"),
        error_messages={
            "required": _("Choose a zip file."),
            "empty": _("This file is empty. Export it again."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )
    source = forms.CharField(
        label=_("System the roster comes from"),
        max_length=120,
        help_text=_("Use the same name each time, so Trellis can match the people it already has."),
        error_messages={"required": _("Enter the system the roster comes from, such as PowerSchool.")},
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )
