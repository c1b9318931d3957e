"""What people send from the pages of standards: a file, an approval, a discard."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError

from . import framework_services
from .case import CasePackage, parse_case_package
from .models import FrameworkUpload


class FrameworkFileForm(ActionForm):
    """A CASE package. `upload`: what was saved."""

    do = "check"
    submit = gettext_lazy("Check file")
    upload: FrameworkUpload
    package: CasePackage
    content: bytes

    file = forms.FileField(
        label=gettext_lazy("CASE file (JSON)"),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty. Export it again."),
        },
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> UploadedFile:
        """Read the package, and say each thing that is wrong with it."""
        file = self.cleaned_data["file"]
        if file.size > framework_services.MAX_UPLOAD_BYTES:
            raise ValidationError(_("The file is larger than 16 MB. Export one subject at a time."))
        self.content = file.read()
        try:
            self.package = parse_case_package(self.content, (file.name or "")[-80:])
        except ActionError as error:
            raise ValidationError([ValidationError(line) for line in error.message.split("\n")]) from None
        return file

    def save(self) -> str:
        name = self.cleaned_data["file"].name or "standards.json"
        try:
            self.upload = framework_services.save_framework_upload(
                self.package, self.content, name, self.viewer.person.network_id, self.by
            )
        except ActionError as error:
            raise ActionError(error.message, "file") from None
        return ""


class ImportFrameworkForm(ActionForm):
    """Import what the page shows."""

    do = "import"
    submit = gettext_lazy("Import")
    subject: FrameworkUpload

    def save(self) -> str:
        if framework_services.confirm_framework_upload(self.subject, self.by):
            return _("Standards imported. Projects can use them now.")
        return _("This file was already imported or discarded. Nothing has changed.")


class DiscardFrameworkForm(ActionForm):
    """Discard the file."""

    do = "discard"
    submit = gettext_lazy("Discard")
    subject: FrameworkUpload

    def save(self) -> str:
        if framework_services.discard_framework_upload(self.subject, self.by):
            return _("Discarded. The file was deleted, and nothing was changed.")
        return _("This file was already imported or discarded. Nothing has changed.")
