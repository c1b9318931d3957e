"""What the school does with messages to a family: send, correct, take back, translate."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import translation
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Person
from trellis.core.foundation.action_forms import Row
from trellis.core.foundation.form_fields import TextField
from trellis.core.foundation.formatting import format_language_name
from trellis.core.translations import translation_services

from . import notices
from .models import Notice
from .row_forms import RowForm

NO_MESSAGE = gettext_lazy("Enter a message for the family.")


class StudentForm(RowForm[Row]):
    """A form of the school's side of a family's page: `subject`, the student."""

    subject: Person


class SendForm(StudentForm[Notice]):
    do = "tell"
    submit = gettext_lazy("Send message")

    words = TextField(
        label=gettext_lazy("Send the family a message"),
        max_length=notices.MAX_LENGTH,
        error_messages={"required": NO_MESSAGE},
    )
    vital = forms.BooleanField(
        label=gettext_lazy(
            "Important: this is about rights, safety or consent. A machine translation is shown only after a person "
            "approves it."
        ),
        required=False,
    )

    def save(self) -> str:
        sent, language = self.cleaned_data, translation.get_language() or "en"
        notices.send_notice(self.subject, sent["words"], language, sent["vital"], self.by)
        return _("Message sent. The family can read it on their page.")


class NoticeForm(StudentForm[Notice]):
    """A form about one message to the family. One that was taken back meanwhile is an error, not a missing page."""

    row_name = "notice"

    def rows(self) -> QuerySet[Notice]:
        return Notice.objects.seen_by(self.viewer).filter(student=self.subject)

    def clean(self) -> dict[str, object]:
        if self.chosen_row.deleted_at:
            raise ValidationError(
                _("This was removed while you had it open. Copy your text before you leave this page.")
            )
        return super().clean()

    def unsent_text(self, shown: Iterable[Notice]) -> str:
        """What was typed, where the page that is shown again has no form that holds it."""
        return ""

    def _posted_row(self, value: str) -> Notice | None:
        try:
            removed = notices.find_removed_notice(self.subject, UUID(value))
        except ValueError:
            removed = None
        return removed or super()._posted_row(value)


class CorrectForm(NoticeForm):
    do = "correct"
    shows_revision = True

    words = TextField(
        label=gettext_lazy("Messages to the family"),
        max_length=notices.MAX_LENGTH,
        error_messages={"required": NO_MESSAGE},
    )
    language = forms.CharField(label=gettext_lazy("Language"), widget=forms.Select)
    vital = forms.BooleanField(label=gettext_lazy("important"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        **kwargs: Any,  # Any: handed on to ActionForm
    ) -> None:
        super().__init__(data, files, **kwargs)
        if self.row:
            codes = dict.fromkeys([self.row.language, *(code for code, _name in settings.LANGUAGES)])
            choices = [(code, format_language_name(code)) for code in codes]
            self.fields["language"].widget = forms.Select(choices=choices)

    def save(self) -> str:
        sent = self.cleaned_data
        notices.correct_notice(
            self.chosen_row, sent["words"], sent["language"], sent["vital"], self.by, self.seen
        )
        return _("Saved.")

    def unsent_text(self, shown: Iterable[Notice]) -> str:
        is_shown = self.chosen_row.pk in {notice.pk for notice in shown}
        return "" if is_shown else self.data.get("words", "")


class RemoveForm(NoticeForm):
    do = "take-back"
    submit = gettext_lazy("Remove message")
    shows_revision = True

    def save(self) -> str:
        notices.remove_notice(self.chosen_row, self.by, self.seen)
        return _("Message removed. You can change it below and send it again.")


class TranslationForm(NoticeForm):
    """A form about a translation into the language `target`."""

    @property
    def target(self) -> str:
        """The language that the translation is in."""
        return self.data.get("target", "")


class UnchangedNoticeForm(TranslationForm):
    """A form for words that must still be those that were translated: `of` has their digest."""

    def clean(self) -> dict[str, object]:
        cleaned_data = super().clean()
        if self.data.get("of", "") not in ("", translation_services.text_digest(self.chosen_row.words)):
            raise ValidationError(
                _("Someone corrected this while you had it open. Read the new version first.")
            )
        return cleaned_data


class TranslateForm(UnchangedNoticeForm):
    """A person's translation. The template renders its field itself, because three buttons share it."""

    do = "translate"
    submit = gettext_lazy("Save my translation")

    words = TextField(max_length=8000, required=False)

    def save(self) -> str:
        network, words = self.subject.network_id, self.cleaned_data["words"]
        translation_services.save_human_translation(
            network, self.chosen_row.words, self.target, words, self.by, self.seen
        )
        return _("Saved. The family can read it in their language.")

    def unsent_text(self, shown: Iterable[Notice]) -> str:
        return self.data.get("words", "")


class MachineForm(TranslationForm):
    do = "machine"
    submit = gettext_lazy("Use machine translation")

    def save(self) -> str:
        translation_services.save_machine_translation(
            self.subject.network_id, self.chosen_row.words, self.chosen_row.language, self.target, self.by
        )
        return _("Machine translation added. The page labels it as a machine translation.")


class ApproveForm(UnchangedNoticeForm):
    do = "approve"
    submit = gettext_lazy("Approve translation")

    def save(self) -> str:
        translation_services.approve_translation(
            self.subject.network_id, self.chosen_row.words, self.target, self.by
        )
        return _("Approved. The family can read it in their language.")


NOTICE_FORMS = (SendForm, CorrectForm, RemoveForm, TranslateForm, MachineForm, ApproveForm)
