"""The question of a student or a family member, and the school's answer."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.device_entries import EntryIdField
from trellis.core.foundation.form_fields import TextField
from trellis.core.foundation.ids import new_id

from . import services
from .models import MeasureQuestion
from .selectors import StudentMeasuresPage, may_answer


class AskForm(ActionForm):
    """Ask about a measure. The address may name it."""

    do = "ask"
    submit = _("Send question")
    section = "ask"
    subject: StudentMeasuresPage

    id = EntryIdField()
    measure = forms.ChoiceField(label=_("Which measure?"))
    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=MeasureQuestion.Kind.choices, widget=forms.RadioSelect
    )
    words = TextField(
        label=_("Your question"),
        max_length=1000,
        error_messages={"required": _("Write your question.")},
    )

    def prepare(self) -> None:
        self.initial = {"id": new_id(), "kind": MeasureQuestion.Kind.WRONG} | self.initial
        titles = [(key, each.measure.title) for key, each in self.subject.by_key.items()]
        self.fields["measure"].choices = titles

    def save(self) -> str:
        page, sent = self.subject, self.cleaned_data
        if not page.asks or page.school is None:
            raise Http404
        chosen = page.by_key[sent["measure"]]
        about = (chosen.measure.key, str(chosen.measure.title)[:300], chosen.value)
        services.ask(sent["id"], page.student, page.school, about, sent["kind"], sent["words"], self.by)
        return gettext("Sent. Your school answers here, and you will get a message.")


class AnswerForm(ActionForm[MeasureQuestion]):
    """Answer a question, or change the answer."""

    do = "answer"
    submit = _("Send answer")
    row_name = "question"
    shows_revision = True
    subject: MeasureQuestion

    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=MeasureQuestion.Outcome.choices, widget=forms.RadioSelect
    )
    answer = TextField(
        label=_("Answer"),
        max_length=2000,
        help_text=_("Write to the student. Say what the number counts, and what you will do."),
    )

    def rows(self) -> QuerySet[MeasureQuestion]:
        return MeasureQuestion.objects.seen_by(self.viewer).filter(pk=self.subject.pk)

    def save(self) -> str:
        if not may_answer(self.viewer, self.subject):
            raise Http404
        sent = self.cleaned_data
        services.answer(self.row_or_404, sent["outcome"], sent["answer"], self.seen, self.by)
        return gettext("Sent. The student sees your answer.")
