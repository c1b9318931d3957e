"""What students and teachers send from a running project and from one of its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm, Row
from trellis.core.foundation.form_fields import DayField, LinkField
from trellis.design.blueprint.wording import Wording

from . import run_services, selectors
from .form_parts import LineField, TemplateInput, TextField
from .models import Agenda, Member, NeedToKnow, Project, Step, StepSubmission

NOT_LOADED = gettext_lazy("This page did not load completely. Open it again.")
NO_SUCH_ROW = gettext_lazy("Choose a row of the rubric, or leave it blank.")


@dataclass
class RunningProject:
    """A project and the viewer's part in it: `member` of a student, `staff` at its school, or who `writes` it.

    agenda: of `today`, on the page of the project. step: on the page of a step.
    """

    project: Project
    words: Wording
    member: Member | None
    staff: bool
    writes: bool
    today: date
    agenda: Agenda | None = None
    step: Step | None = None


class RunningForm(ActionForm[Row]):
    """A form about a running project: `subject`."""

    subject: RunningProject


class QuestionForm(RunningForm):
    """A question for the board of what the project needs to know."""

    do = "ask"
    submit = gettext_lazy("Post")

    words = LineField(
        label=gettext_lazy("What do you need to know?"),
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("What do you need to know?")}),
        error_messages={
            "required": gettext_lazy("What do you need to know?"),
            "max_length": gettext_lazy(
                "A question can have up to 300 characters. Split it into two questions."
            ),
        },
    )

    def prepare(self) -> None:
        self.fields["words"].widget.attrs["aria-label"] = self.fields["words"].label

    def save(self) -> str:
        run_services.ask_question(self.subject.project, self.cleaned_data["words"], self.viewer.person)
        return _("Added to the board.")


class CloseQuestionForm(RunningForm[NeedToKnow]):
    do = "close"
    submit = gettext_lazy("Save answer")
    row_name = "know"
    shows_revision = True

    answer = LineField(
        label=gettext_lazy("What did you find out?"),
        max_length=600,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("What did you find out?")}),
        error_messages={
            "required": gettext_lazy("Enter what you found out, in up to 600 characters."),
            "max_length": gettext_lazy("Enter what you found out, in up to 600 characters."),
        },
    )

    def prepare(self) -> None:
        if self.row:
            label = _("Answer to: %(words)s") % {"words": self.row.words}
            self.fields["answer"].widget.attrs["aria-label"] = label

    def rows(self) -> QuerySet[NeedToKnow]:
        return NeedToKnow.objects.seen_by(self.viewer).filter(project=self.subject.project)

    def save(self) -> str:
        run_services.close_question(
            self.row_or_404, self.cleaned_data["answer"], self.viewer.person, self.seen
        )
        return _("Closed. What you found out is saved.")


class AgendaForm(RunningForm):
    do = "agenda"

    day = DayField(required=False, widget=forms.HiddenInput)
    lines = forms.CharField(
        label=gettext_lazy("Agenda (one item per line)"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def prepare(self) -> None:
        lines = self.subject.agenda.lines if self.subject.agenda else []
        self.initial |= {"day": self.subject.today, "lines": "\n".join(lines)}

    def save(self) -> str:
        day, lines = self.cleaned_data["day"] or self.subject.today, self.cleaned_data["lines"]
        run_services.plan_day(self.subject.project, day, lines, self.by, self.seen)
        return _("Saved.")


class TurnInForm(RunningForm):
    """Turn in work for a step. `key`: made by the page, so that pressing twice turns it in once."""

    do = "hand-in"
    submit = gettext_lazy("Turn in")

    key = forms.UUIDField(
        widget=TemplateInput, error_messages={"required": NOT_LOADED, "invalid": NOT_LOADED}
    )
    words = TextField(
        label=gettext_lazy("Write it here"),
        max_length=20_000,
        rows=5,
        required=False,
        error_messages={
            "max_length": gettext_lazy("You can enter up to 20,000 characters here. For more, add a file.")
        },
    )
    link = LinkField(label=gettext_lazy("Link"), required=False)
    file = forms.FileField(
        label=gettext_lazy("File, photo or voice note"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput,
    )
    shared = forms.BooleanField(
        label=gettext_lazy("Let others in the project see this and comment"), required=False
    )

    def save(self) -> str:
        sent, step, member = self.cleaned_data, self.subject.step, self.subject.member
        if step is None or member is None:
            raise Http404
        work = sent["words"], sent["link"], sent["file"], sent["shared"]
        run_services.turn_in(step, member, sent["key"], *work)
        return _("Turned in.")


class WithdrawPieceForm(RunningForm[StepSubmission]):
    """Take a piece back: its words come back into the form, to be changed and turned in again."""

    do = "take-back"
    submit = gettext_lazy("Unsubmit and edit")
    row_name = "piece"

    def rows(self) -> QuerySet[StepSubmission]:
        pieces = StepSubmission.objects.seen_by(self.viewer)
        return pieces.filter(step=self.subject.step, member__student=self.viewer.person_id)

    def save(self) -> str:
        run_services.withdraw_piece(self.row_or_404, self.by)
        return _("Unsubmitted. Edit it below and turn it in again.")


class FeedbackForm(RunningForm[StepSubmission]):
    """Feedback on a piece, about all of it or about one row of a rubric."""

    do = "say"
    submit = gettext_lazy("Post comment")
    row_name = "piece"

    words = TextField(
        label=gettext_lazy("Give feedback: be kind, specific and helpful"),
        max_length=1200,
        rows=2,
        error_messages={
            "required": gettext_lazy("Write something specific and helpful, in up to 1200 characters."),
            "max_length": gettext_lazy("Write something specific and helpful, in up to 1200 characters."),
        },
    )

    def prepare(self) -> None:
        rubric_rows = selectors.rubric_rows(self.subject.project, self.subject.words)
        self.fields["row"] = forms.ChoiceField(
            label=_("Which rubric row is this about?"),
            required=False,
            choices=[("", _("The whole piece of work")), *rubric_rows],
            widget=forms.Select if rubric_rows else TemplateInput,
            error_messages={"invalid_choice": NO_SUCH_ROW},
        )

    def initial_for(self, row: StepSubmission) -> dict[str, object]:
        return {}

    def rows(self) -> QuerySet[StepSubmission]:
        pieces = StepSubmission.objects.seen_by(self.viewer).filter(step=self.subject.step)
        return pieces.select_related("member")

    def save(self) -> str:
        sent = self.cleaned_data
        run_services.give_feedback(self.row_or_404, sent["words"], sent["row"], self.viewer.person)
        return _("Comment posted. Thank you for your feedback.")
