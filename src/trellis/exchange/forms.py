"""What people send from the pages of rosters: a zip, an approval, a discard."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.community.models import Network
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_number

from . import selectors, services
from .importing import IdentityAnswer
from .models import RosterUpload


class RosterForm(ActionForm[RosterUpload]):
    """A zip of OneRoster CSV files, and the name of the system it comes from. `roster_upload`: what was saved."""

    submit = gettext_lazy("Check roster")
    subject: Network
    roster_upload: RosterUpload

    file = forms.FileField(
        label=gettext_lazy("Roster zip file"),
        error_messages={
            "required": gettext_lazy("Choose a zip file."),
            "empty": gettext_lazy("This file is empty. Export it again."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".zip,application/zip"}),
    )
    source = forms.CharField(
        label=gettext_lazy("System the roster comes from"),
        max_length=120,
        help_text=gettext_lazy(
            "Use the same name each time, so Trellis can match the people it already has."
        ),
        error_messages={
            "required": gettext_lazy("Enter the system the roster comes from, such as PowerSchool.")
        },
        widget=forms.TextInput(attrs={"list": "sources", "autocomplete": "off"}),
    )

    @cached_property
    def sources(self) -> list[str]:
        """The systems that rosters came from, the latest first."""
        return selectors.source_names(self.viewer, self.subject.pk)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        """The source of the last roster."""
        if field_name == "source":
            return next(iter(self.sources), "")
        return super().get_initial_for_field(field, field_name)

    def save(self) -> str:
        sent = self.cleaned_data
        try:
            self.roster_upload = services.save_upload(sent["file"], self.subject, sent["source"], self.by)
        except ActionError as error:
            raise ActionError(error.message, "file") from None
        return ""


class ConfirmForm(ActionForm[RosterUpload]):
    """Import a roster, or answer first who its people are (`ids`)."""

    submit = gettext_lazy("Import")
    subject: RosterUpload

    new_source = forms.BooleanField(required=False)
    sure = forms.BooleanField(required=False)
    ids = forms.ChoiceField(
        choices=[(answer.value, answer.value) for answer in IdentityAnswer],
        required=False,
        widget=forms.HiddenInput,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        **kwargs: Any,  # Any: handed on to ActionForm
    ) -> None:
        super().__init__(data, files, **kwargs)
        changes = self.subject.summary.get("changes") or {}
        ended = changes.get("ended", 0)
        self.fields["new_source"].label = _(
            "“%(name)s” is a different system from the earlier ones. Add these people as new."
        ) % {"name": self.subject.source_name}
        self.fields["sure"].label = ngettext(
            "Yes, end %(n)s connection", "Yes, end these %(n)s connections", ended
        ) % {"n": format_number(ended)}
        self.checks = [
            self[name]
            for name, needed in (("new_source", "new_source"), ("sure", "many_end"))
            if changes.get(needed)
        ]
        for check in self.checks:
            check.field.widget.attrs["required"] = True

    def save(self) -> str:
        sent = self.cleaned_data
        if sent["ids"]:
            services.answer_upload(self.subject, self.by, IdentityAnswer(sent["ids"]))
            return ""
        first = services.confirm_upload(
            self.subject, self.by, sure=sent["sure"], new_source=sent["new_source"]
        )
        if first:
            return _("Roster imported.")
        return _("This roster was already imported or discarded. Nothing has changed.")


class DiscardForm(ActionForm[RosterUpload]):
    """Discard a roster. `discarded`: it was not imported or discarded before."""

    subject: RosterUpload
    discarded = False

    def save(self) -> str:
        self.discarded = services.discard_upload(self.subject, self.by)
        if self.discarded:
            return _("Discarded. The file was deleted, and nothing was changed.")
        return _("This roster was already imported or discarded. Nothing has changed.")
