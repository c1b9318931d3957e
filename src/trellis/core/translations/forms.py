"""What somebody sends who translates a student's texts: their own translation, or a machine's, or an approval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Person
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import TextField
from trellis.core.foundation.formatting import format_language_name

from . import translation_services
from .models import Translation
from .sources import WrittenText


@dataclass(frozen=True)
class TranslationPage:
    """What the forms are about: a student's texts by their digest, and the language that they are translated into."""

    student: Person
    target: str
    texts: dict[str, WrittenText]


class WrittenTextForm(ActionForm[Translation]):
    """A form about one text, named by its digest."""

    subject: TranslationPage

    text = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def digest(self) -> str:
        """The posted digest."""
        return self.data.get("text", "")

    @property
    def unsent(self) -> str:
        """What was typed for a text that is no longer on the page."""
        return "" if self.digest in self.subject.texts else self.data.get("words", "")

    def save(self) -> str:
        text = self.subject.texts.get(self.digest)
        if text is None:
            raise ActionError(_("Someone corrected this while you had it open. Read the new version first."))
        self.save_translation(text)
        return _("Saved. Readers of that language see it now. They can open the original too.")

    def save_translation(self, text: WrittenText) -> None:
        """Save what the form says of the text."""
        raise NotImplementedError


class TranslateForm(WrittenTextForm):
    """A person's translation."""

    do = "translate"
    use_required_attribute = False

    words = TextField(
        max_length=translation_services.MAX_LENGTH,
        error_messages={"required": gettext_lazy("Write the translation first.")},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        **kwargs: Any,  # Any: handed on to ActionForm
    ) -> None:
        super().__init__(data, files, **kwargs)
        target = self.subject.target
        self.fields["words"].label = _("In %(language)s") % {"language": format_language_name(target)}
        self.fields["words"].widget.attrs["lang"] = target

    def save_translation(self, text: WrittenText) -> None:
        page, words = self.subject, self.cleaned_data["words"]
        translation_services.save_human_translation(
            page.student.network_id, text.words, page.target, words, self.by, self.seen
        )


class MachineForm(WrittenTextForm):
    """A machine's translation. What was typed beside the button is not used."""

    do = "machine"

    def save_translation(self, text: WrittenText) -> None:
        page, source = self.subject, text.language or settings.LANGUAGE_CODE
        translation_services.save_machine_translation(
            page.student.network_id, text.words, source, page.target, self.by
        )


class ApproveForm(WrittenTextForm):
    """Approval of a machine's translation."""

    do = "approve"

    def save_translation(self, text: WrittenText) -> None:
        page = self.subject
        translation_services.approve_translation(page.student.network_id, text.words, page.target, self.by)


PAGE_FORMS = (TranslateForm, MachineForm, ApproveForm)


def form_for_text(actions: PageActions, digest: str, translation: Translation | None) -> TranslateForm:
    """The form of one text: with what was typed if it was sent, or with the translation as it is saved."""
    page_form, words = actions.form(TranslateForm), translation.words if translation else ""
    sent = actions.sent
    if isinstance(sent, WrittenTextForm) and sent.digest == digest:
        if sent is page_form:
            return page_form
        words = sent.data.get("words", "")
    form = TranslateForm(
        request=page_form.request,
        subject=page_form.subject,
        initial={"text": digest, "words": words},
        auto_id=f"%s-{digest}",
    )
    if translation and translation.is_by_machine:
        form.fields["words"].help_text = (
            _("machine translation, approved") if translation.approved_at else _("machine translation")
        )
    return form
