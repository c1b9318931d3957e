"""What a mentor corrects or removes of what they sent: a note, answers; by the link it was sent with, or signed in."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.links import LinkExpiredError
from trellis.core.community.selectors import school_of
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import TextField
from trellis.design.blueprint.package.internships_and_exhibitions import MentorQuestion

from . import corrections
from .forms import AnswerField, MentorPage
from .models import Concern, MentorAnswer, Placement
from .programs import program_of


class NoteForm(ActionForm[Concern]):
    """A form about one of the mentor's notes."""

    row_name = "note"
    subject: MentorPage

    def rows(self) -> QuerySet[Concern]:
        return corrections.own_notes(self.subject.placement, self.subject.mentor)

    @property
    def typed_words(self) -> str:
        """What was typed in the note's field, for a page that no longer shows the note."""
        return self.data.get("words", "")


class CorrectNoteForm(NoteForm):
    do = "correct-note"
    shows_revision = True

    words = TextField(
        label=gettext_lazy("Tell the school about a concern"),
        help_text=gettext_lazy("You can change or remove this note until someone at the school has read it."),
        max_length=corrections.MAX_LENGTH,
        error_messages={"required": gettext_lazy("This is empty. Write one sentence.")},
    )

    def save(self) -> str:
        corrections.correct_note(self.row_or_404, self.cleaned_data["words"], self.subject.author, self.seen)
        return _("Saved.")


class RemoveNoteForm(NoteForm):
    do = "take-back-note"

    def save(self) -> str:
        corrections.remove_note(self.row_or_404, self.subject.author)
        return _("Removed.")


class AnswersForm(ActionForm[MentorAnswer]):
    """A form about what the mentor answered with the link."""

    subject: MentorPage

    @cached_property
    def mentor_answer(self) -> MentorAnswer | None:
        """The answers; None where there are none, or no longer."""
        page = self.subject
        if page.link is None or page.link.used_at is None:
            return None
        return corrections.latest_answers(page.placement, page.mentor, page.link.used_at)


class CorrectAnswersForm(AnswersForm):
    """Other answers. It has a field for each question that was answered."""

    do = "correct-answers"

    def prepare(self) -> None:
        self.auto_id = False
        answers = self.mentor_answer.answers if self.mentor_answer else {}
        questions = _model_questions(self.subject.placement) if answers else ()
        self.questions = [question for question in questions if question.key in answers]
        for question in self.questions:
            self.fields[f"question-{question.key}"] = AnswerField(question)
            self.initial[f"question-{question.key}"] = answers[question.key]

    def save(self) -> str:
        if self.mentor_answer is None:
            return _("Removed.")
        answers = {question.key: self.cleaned_data[f"question-{question.key}"] for question in self.questions}
        corrections.correct_answers(self.mentor_answer, answers, self.questions, self.subject.author)
        return _("Saved.")


class RemoveAnswersForm(AnswersForm):
    do = "take-back-answers"

    def save(self) -> str:
        if self.mentor_answer is not None:
            corrections.remove_answers(self.mentor_answer, self.subject.author)
        return _("Removed.")


class SettledForm(ActionForm):
    """The days once more, by a link that was used: there is nothing to confirm."""

    def save(self) -> str:
        if "do" in self.data:
            raise Http404
        raise LinkExpiredError(_("This is already done. Thank you."))


def _model_questions(placement: Placement) -> tuple[MentorQuestion, ...]:
    program = program_of(school_of(placement.student_id))
    return program.internship.questions if program else ()


NOTE_FORMS = (CorrectNoteForm, RemoveNoteForm)
SETTLED_LINK_FORMS = (*NOTE_FORMS, CorrectAnswersForm, RemoveAnswersForm, SettledForm)
