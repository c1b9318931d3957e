"""What a family sends from its page, by its link or signed in. Services check again what must hold."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import TextField
from trellis.core.foundation.requests import Request
from trellis.learning.supports.models import Consent
from trellis.learning.supports.partner_services import answer_consent, withdraw_consent

from . import services
from .answer_forms import ANSWER_FORMS
from .family_forms import FamilyForm, FamilyPage
from .models import Reply


class ReplyForm(FamilyForm[Reply]):
    """A message to the school, in words or by voice. The field `key` makes that a double press is one message."""

    submit = gettext_lazy("Send")

    words = TextField(
        label=gettext_lazy("Write in any language"), max_length=services.MAX_LENGTH, required=False
    )
    voice = forms.FileField(
        label=gettext_lazy("Or send a voice note"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"id": "voice", "accept": "audio/*", "capture": True}),
    )

    def save(self) -> str:
        sent, viewer = self.cleaned_data, self.subject.viewer
        language = translation.get_language() or ""
        services.save_reply(
            self.subject.student, viewer.person, self.posted_key(), sent["words"], language, sent["voice"]
        )
        return self.thanks()


class RemoveReplyForm(FamilyForm[Reply]):
    """Take back a message that nobody at school has read, to be changed and sent again."""

    do = "take-back"
    submit = gettext_lazy("Remove message")
    row_name = "reply"

    def rows(self) -> QuerySet[Reply]:
        student, viewer = self.subject.student, self.subject.viewer
        return Reply.objects.seen_by(viewer).filter(student=student, by=viewer.person_id)

    def save(self) -> str:
        services.remove_reply(self.chosen_row, self.subject.viewer.person_id)
        return _("Message removed. You can change it below and send it again.")


class ConsentForm(FamilyForm[Consent]):
    """A form about one consent."""

    row_name = "consent"

    def rows(self) -> QuerySet[Consent]:
        return Consent.objects.seen_by(self.subject.viewer).filter(student=self.subject.student)


class AnswerConsentForm(ConsentForm):
    """A yes (`yes=1`) or no to sharing with a partner."""

    do = "answer"

    def save(self) -> str:
        yes, by = self.data.get("yes") == "1", self.subject.viewer.person
        answer_consent(self.chosen_row, yes, Consent.How.PAGE, by, family=True)
        return self.thanks()


class WithdrawConsentForm(ConsentForm):
    do = "withdraw"

    def save(self) -> str:
        withdraw_consent(self.chosen_row, self.subject.viewer.person_id)
        return self.thanks()


FAMILY_FORMS: tuple[type[ActionForm], ...] = (
    ReplyForm,
    RemoveReplyForm,
    AnswerConsentForm,
    WithdrawConsentForm,
    *ANSWER_FORMS,
)


def shown_reply_form(request: Request, page: FamilyPage, sent: ActionForm | None, removed: str) -> ReplyForm:
    """The form for a message: with what was typed, or with the words of a message that was taken back."""
    if isinstance(sent, ReplyForm):
        return sent
    return ReplyForm(request=request, subject=page, initial={"words": removed})
