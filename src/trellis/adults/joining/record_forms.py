"""The form by which the implementation record is downloaded: under which agreement."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField

from .record import ResearchAgreement, write_record


class RecordForm(ActionForm[Network]):
    """The agreement for research: its title, who holds it, and when it ends. archive: the file, once it is made."""

    do = "download"
    submit = _("Download")
    subject: Network
    archive: bytes = b""

    title = LineField(
        label=_("Title of the agreement"),
        max_length=160,
        error_messages={"required": _("Enter the title of the agreement.")},
    )
    holder = LineField(
        label=_("Who holds it"),
        max_length=160,
        error_messages={"required": _("Enter who holds the agreement.")},
    )
    ends = DayField(label=_("Ends on"), error_messages={"required": _("Enter a date like 9/1/2026.")})

    def clean_ends(self) -> date:
        ends = self.cleaned_data["ends"]
        if ends < timezone.localdate():
            raise ValidationError(gettext("This agreement has ended. The record needs one that is in force."))
        return ends

    def save(self) -> str:
        sent = self.cleaned_data
        agreement = ResearchAgreement(sent["title"], sent["holder"], sent["ends"])
        self.archive = write_record(self.viewer, self.subject, agreement)
        return ""
