"""What people send from a student's portfolio. Services check again what must hold whoever calls them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.assessment.evidence.models import Work
from trellis.core.community.models import Person, School, Term
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import LineField, LinkField, MomentField, TextField, set_choices
from trellis.core.foundation.formatting import format_day
from trellis.core.foundation.input_parsing import parse_moment
from trellis.design.blueprint.package import Package

from . import services, withdrawals
from .models import PortfolioEntry, Task, TaskSubmission
from .selectors import TaskStatus
from .tasks import find_model_task, tasks_for_student


def parse_id(text: str) -> UUID:
    """An id that a form sent. Raises ActionError for one that is none."""
    try:
        return UUID(text)
    except ValueError:
        raise ActionError(_("This page did not load completely. Open it again.")) from None


@dataclass(frozen=True)
class StudentPortfolio:
    """A student with their school, its model, and the term under way, if one is."""

    student: Person
    school: School
    package: Package
    term: Term | None

    def require_term(self) -> Term:
        """The term under way. Raises ActionError where none is."""
        if self.term is None:
            raise ActionError(
                _("There is no active term. The school calendar shows when the next one starts.")
            )
        return self.term


class PortfolioForm(ActionForm[Task]):
    """A form of a student's portfolio: `subject`."""

    subject: StudentPortfolio


class TurnInForm(PortfolioForm):
    """Turn in a task, again after a revision. `task`, `onto` and `key` say which, and of what page."""

    do = "hand-in"
    submit = gettext_lazy("Turn in")

    title = LineField(
        label=gettext_lazy("My own question or title"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter a title: your question, or the name of your work.")},
    )
    words = TextField(label=gettext_lazy("Write it here"), max_length=40_000, rows=6, required=False)
    link = LinkField(label=gettext_lazy("Link"), required=False)
    file = forms.FileField(
        label=gettext_lazy("File, photo or voice note"), required=False, allow_empty_file=True
    )
    is_open = False

    def card(self) -> tuple[str, str]:
        """The task's key, and the id of the task of an earlier term, if it is one: which card of the page it is."""
        return self.data.get("task", ""), self.data.get("onto", "")

    def for_card(self, status: TaskStatus, is_sent: bool, submission: TaskSubmission | None) -> TurnInForm:
        """This form for one card of the page: with what was typed, if it was sent from there.

        submission: what was unsubmitted, to be changed and turned in again.
        """
        form = self
        if not (is_sent and self.is_bound):
            initial = {"title": status.task.title if status.task else ""}
            if submission:
                initial = {"title": submission.title, "words": submission.words, "link": submission.link}
            form = type(self)(request=self.request, subject=self.subject, initial=initial)
        form.is_open, form.auto_id = is_sent, f"%s-{status.anchor}"
        return form

    def save(self) -> str:
        student, school, package = self.subject.student, self.subject.school, self.subject.package
        key, onto = self.card()
        model_task = find_model_task(package, key)
        begun = Task.objects.seen_by(self.viewer).filter(student=student, key=key[:80])
        if model_task is None or (
            model_task not in tasks_for_student(package, student) and not begun.exists()
        ):
            raise ActionError(_("This task is not one of yours. Open your portfolio again."))
        sent = self.cleaned_data
        earlier = _earlier_task(begun, onto)
        existing = earlier or begun.filter(once=True).select_related("term").first()
        services.turn_in(
            student,
            school,
            existing.term if existing else self.subject.require_term(),
            model_task,
            parse_id(self.data.get("key", "")),
            services.SubmittedTask(sent["title"], sent["words"], sent["link"], sent["file"]),
            earlier,
        )
        return _("Turned in. Next, your school chooses who will score it.")


def _earlier_task(begun: QuerySet[Task], onto: str) -> Task | None:
    """The task of an earlier term that the card on the page was about; None where it was about this term's."""
    if not onto:
        return None
    task = begun.filter(pk=parse_id(onto)).select_related("term").first()
    if task is None:
        raise ActionError(_("This task is no longer here. Open the page again."))
    return task


class UnsubmitForm(PortfolioForm):
    """Take back what was turned in. submission: what it was, to be changed in the form and turned in again."""

    do = "take-back"
    submit = gettext_lazy("Unsubmit and edit")
    submission: TaskSubmission

    def card(self) -> tuple[str, str]:
        """The card of the page that it stood on."""
        return self.submission.task.key, self.data.get("onto", "")

    def save(self) -> str:
        submissions = TaskSubmission.objects.seen_by(self.viewer).filter(task__student=self.subject.student)
        key = parse_id(self.data.get("submission", ""))
        self.submission = get_object_or_404(submissions.select_related("task"), pk=key)
        withdrawals.withdraw_submission(self.submission)
        return _("Unsubmitted. Edit it below and turn it in again.")


class ChooseWorkForm(PortfolioForm):
    """Put a piece of one's own work into the term's portfolio."""

    do = "choose"
    submit = gettext_lazy("Add to portfolio")

    work = forms.CharField(label=gettext_lazy("Piece of work"), widget=forms.Select)
    why = TextField(
        label=gettext_lazy("Why I chose it"),
        max_length=1200,
        rows=4,
        error_messages={"required": gettext_lazy("Write why you chose it.")},
    )

    def offer(self, works: list[Work]) -> None:
        """List the works to choose from."""
        choices = [
            (str(work.pk), f"{work.title} · {format_day(timezone.localtime(work.shown_at))}")
            for work in works
        ]
        set_choices(self.fields["work"], choices)

    def save(self) -> str:
        student, sent = self.subject.student, self.cleaned_data
        works = Work.objects.seen_by(self.viewer).filter(student=student)
        work = works.filter(pk=parse_id(sent["work"])).first()
        if work is None:
            raise ActionError(_("Choose one of your own pieces of work."), field="work")
        services.choose_work(student, self.subject.require_term(), work, sent["why"], self.seen)
        return _("Added to your portfolio.")


class EntryForm(PortfolioForm):
    """A form about one piece in the portfolio: the field `entry`."""

    def entry(self) -> PortfolioEntry:
        """The piece. Raises ActionError where it is no longer there."""
        entries = PortfolioEntry.objects.seen_by(self.viewer).filter(student=self.subject.student)
        entry = entries.filter(pk=parse_id(self.data.get("entry", ""))).first()
        if entry is None:
            raise ActionError(_("This piece is no longer in your portfolio."))
        return entry


class MoveToTopForm(EntryForm):
    do = "first"
    submit = gettext_lazy("Move to top")

    def save(self) -> str:
        services.move_to_top(self.entry())
        return _("Moved to the top.")


class RemoveEntryForm(EntryForm):
    do = "out"
    submit = gettext_lazy("Remove")

    def save(self) -> str:
        services.remove_entry(self.entry())
        return _("Removed. The work itself is still saved.")


class DefenseForm(PortfolioForm):
    """When and where the oral part of a task is held. `shown-at` and `shown-room` say what the page showed."""

    do = "day"

    at = MomentField(label=gettext_lazy("Date and time"), required=False)
    room = LineField(label=gettext_lazy("Room"), max_length=60, required=False)

    def for_card(self, task: Task, anchor: str) -> DefenseForm:
        """This form for one card of the page: itself with what was typed, if it was sent from there."""
        form = self
        if not self.is_bound or self.data.get("task") != str(task.pk):
            initial = {"at": task.defense_at, "room": task.room}
            form = type(self)(request=self.request, subject=self.subject, initial=initial)
        form.auto_id = f"%s-{anchor}"
        return form

    def save(self) -> str:
        sent = self.cleaned_data
        tasks = Task.objects.seen_by(self.viewer).filter(student=self.subject.student)
        task = tasks.filter(pk=parse_id(self.data.get("task", ""))).first()
        if task is None:
            raise ActionError(_("This task is no longer here. Open the page again."))
        services.set_defense(task, sent["at"], sent["room"], self.by, self._shown())
        return _("Saved.")

    def _shown(self) -> dict[str, object] | None:
        """What the page showed, if it says so."""
        if "shown-room" not in self.data:
            return None
        zone = timezone.get_current_timezone()
        at = parse_moment(self.data.get("shown-at", ""), zone)
        return {"defense_at": at, "room": self.data["shown-room"]}


STUDENT_FORMS = (TurnInForm, UnsubmitForm, ChooseWorkForm, MoveToTopForm, RemoveEntryForm)
