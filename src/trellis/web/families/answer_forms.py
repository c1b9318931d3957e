"""What a family answers with one press: a message of the school, whether it comes, its phone number."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm, Row
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import LineField
from trellis.core.foundation.ids import new_id

from . import page_selectors, services
from .family_forms import FamilyForm
from .models import Notice, Reply
from .services import QuickAnswer

NOTICE_ANSWERS = (Reply.Answer.OK, Reply.Answer.NO, Reply.Answer.CALL)
EVENT_ANSWERS = (Reply.Answer.YES, Reply.Answer.AWAY)


def _choices(answers: tuple[Reply.Answer, ...]) -> list[tuple[str, str]]:
    return [(answer.value, answer.label) for answer in answers]


class OnePressForm(FamilyForm[Row]):
    """A form that is one press. Its field `key` makes that a double press is one answer."""

    def answer_with(self, answer: QuickAnswer) -> str:
        page = self.subject
        services.save_answer(page.student, page.viewer.person, self.posted_key(), answer)
        return self.thanks()


class AnswerNoticeForm(OnePressForm[Notice]):
    do = "answer-notice"
    row_name = "notice"

    answer = forms.ChoiceField(choices=lambda: _choices(NOTICE_ANSWERS))

    def rows(self) -> QuerySet[Notice]:
        return Notice.objects.seen_by(self.subject.viewer).filter(student=self.subject.student)

    def save(self) -> str:
        return self.answer_with(QuickAnswer(self.cleaned_data["answer"], notice=self.chosen_row))


class AnswerEventForm(OnePressForm):
    """Whether the family comes: `event` and `at` name a meeting or an exhibition that the page showed."""

    do = "answer-event"

    answer = forms.ChoiceField(choices=lambda: _choices(EVENT_ANSWERS))
    event = forms.ChoiceField(choices=Reply.Event.choices)
    at = forms.CharField(max_length=40)

    def clean_at(self) -> datetime:
        try:
            moment = parse_datetime(self.cleaned_data["at"])
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            raise forms.ValidationError(_("This page did not load completely. Open it again."))
        return moment

    def save(self) -> str:
        sent = self.cleaned_data
        page = self.subject
        if not page_selectors.is_event_at(page.viewer, page.student, sent["event"], sent["at"]):
            raise ActionError(_("The school has changed this time. Look at the new one, then answer."))
        return self.answer_with(QuickAnswer(sent["answer"], event=sent["event"], event_at=sent["at"]))


class PhoneForm(FamilyForm):
    do = "phone"

    phone = LineField(
        label=gettext_lazy("Phone"), max_length=40, widget=forms.TextInput(attrs={"type": "tel"})
    )

    def prepare(self) -> None:
        if self.subject is not None:
            self.initial.setdefault("phone", self.subject.viewer.person.phone)

    @property
    def key(self) -> UUID:
        return new_id()

    def save(self) -> str:
        page = self.subject
        phone = self.cleaned_data["phone"]
        services.update_phone(page.student, page.viewer.person, self.posted_key(), phone)
        return _("Saved.")


ANSWER_FORMS: tuple[type[ActionForm], ...] = (AnswerNoticeForm, AnswerEventForm, PhoneForm)
