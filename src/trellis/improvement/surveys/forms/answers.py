"""Answering a survey, and deciding whether a student takes part."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import TextField

from ..content import Questionnaire
from ..models import SurveyDecision, SurveyRound
from ..selectors import ChildDecision
from ..services import decisions
from ..services.answers import save_answer

WORDS_LENGTH = 600


@dataclass(frozen=True)
class AnswerPage:
    """A round as somebody answers it: signed in, or by a link."""

    row: SurveyRound
    person: Person
    questionnaire: Questionnaire


class SurveyAnswerForm(ActionForm):
    """The questions of a round on one page. None has to be answered, but one of them."""

    do = "answer"
    submit = _("Send my answers")
    subject: AnswerPage

    def prepare(self) -> None:
        for question in self.subject.questionnaire.questions:
            name = f"item-{question.key}"
            if question.is_words:
                self.fields[name] = TextField(label=question.text, max_length=WORDS_LENGTH, required=False)
                continue
            self.fields[name] = forms.ChoiceField(
                label=question.text,
                choices=[(str(place), label) for place, label in enumerate(question.answers)],
                widget=forms.RadioSelect,
                required=False,
            )

    def clean(self) -> dict[str, object]:
        sent = super().clean() or self.cleaned_data
        if not self.errors and not any(sent.values()):
            raise forms.ValidationError(gettext("Answer at least one question."))
        return sent

    def save(self) -> str:
        sent = {name.removeprefix("item-"): value for name, value in self.cleaned_data.items() if value != ""}
        counted = {question.key for question in self.subject.questionnaire.counted}
        choices = {key: int(value) for key, value in sent.items() if key in counted}
        words = {key: value for key, value in sent.items() if key not in counted}
        save_answer(self.subject.row, self.subject.person, choices, words)
        return ""


@dataclass(frozen=True)
class PreviewPage:
    """A round of students as a family reads it first. source: how they came."""

    row: SurveyRound
    reader: Person
    children: list[ChildDecision]
    source: str

    def child(self, key: UUID) -> ChildDecision | None:
        """The child of that id, where the reader decides for them."""
        return next((each for each in self.children if each.student.pk == key and each.decides), None)


class SurveyDecisionForm(ActionForm):
    """Whether one student takes part."""

    do = "decide"
    subject: PreviewPage

    student = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=SurveyDecision.Kind.choices, widget=forms.HiddenInput)

    def save(self) -> str:
        child = self.subject.child(self.cleaned_data["student"])
        if child is None:
            raise Http404
        page, kind = self.subject, self.cleaned_data["kind"]
        decisions.decide(page.row, child.student, kind, page.source, page.reader.pk)
        return gettext("Saved.")
