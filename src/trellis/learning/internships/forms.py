"""What people send from the pages of a placement's days: a mentor's confirmation, and what the school sends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community import link_sharing
from trellis.core.community.models import Link, Person
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.form_fields import TextField, TimeField
from trellis.core.foundation.requests import Request
from trellis.design.blueprint.package.internships_and_exhibitions import MentorQuestion

from . import active_placements, confirming
from .confirming import MentorConfirmation
from .models import Concern, InternshipDay, Placement

ANSWER_LABELS = {
    "yes": gettext_lazy("yes"),
    "partly": gettext_lazy("partly"),
    "not-yet": gettext_lazy("not yet"),
}


def show_errors_as_messages(actions: PageActions) -> None:
    """Show what is wrong with a form on the page that the view redirects to."""
    if actions.sent:
        for errors in actions.sent.errors.values():
            messages.error(actions.sent.request, " ".join(str(error) for error in errors))


def confirmation_address(request: Request) -> Callable[[str], str]:
    """The function that makes the whole address of a mentor's page from its token."""
    return lambda token: request.build_absolute_uri(reverse("confirm-days", args=[token]))


@dataclass(frozen=True)
class MentorPage:
    """What a mentor's forms are about. link: None for a mentor who is signed in.

    days: those to confirm. questions: those that the mentor gets today.
    """

    placement: Placement
    mentor: Person | None
    link: Link | None = None
    days: list[InternshipDay] = field(default_factory=list)
    questions: list[MentorQuestion] = field(default_factory=list)

    @property
    def author(self) -> Person:
        """The mentor, whose notes and answers a form changes. Without one the page is not found."""
        if self.mentor is None:
            raise Http404
        return self.mentor


class AnswerField(forms.ChoiceField):
    """An answer to one question. What is none of the answers is left to the service."""

    widget = forms.RadioSelect

    def __init__(self, question: MentorQuestion) -> None:
        super().__init__(label=question.title, choices=list(ANSWER_LABELS.items()), required=False)

    def valid_value(self, value: object) -> bool:
        return True


class DayRow(NamedTuple):
    """A day and its fields."""

    day: InternshipDay
    was_present: BoundField
    begin: BoundField
    end: BoundField


class ConfirmForm(ActionForm[InternshipDay]):
    """A mentor's confirmation of the unconfirmed days, and a note to the school. `confirmed`: how many days."""

    subject: MentorPage
    confirmed = 0

    concern = TextField(
        label=gettext_lazy("Tell the school about a concern"),
        help_text=gettext_lazy("Only the adults who work with this student at school can read this."),
        max_length=700,
        required=False,
    )

    def prepare(self) -> None:
        self.auto_id = "confirm-%s"
        for day in self.subject.days:
            self.fields[f"there-{day.pk}"] = forms.BooleanField(required=False, initial=True)
            self.fields[f"from-{day.pk}"] = TimeField(required=False, initial=day.arrived)
            self.fields[f"to-{day.pk}"] = TimeField(required=False, initial=day.left)
        for question in self.subject.questions:
            self.fields[f"question-{question.key}"] = AnswerField(question)

    @property
    def rows_by_day(self) -> list[DayRow]:
        """The days with their fields."""
        return [
            DayRow(day, self[f"there-{day.pk}"], self[f"from-{day.pk}"], self[f"to-{day.pk}"])
            for day in self.subject.days
        ]

    @property
    def answer_fields(self) -> list[BoundField]:
        """The questions of the quarter."""
        return [self[f"question-{question.key}"] for question in self.subject.questions]

    def confirmations(self) -> dict[UUID, MentorConfirmation]:
        """What was sent of each day; days that the page did not show are left out."""
        sent = self.cleaned_data
        return {
            day.pk: MentorConfirmation(sent[f"there-{day.pk}"], sent[f"from-{day.pk}"], sent[f"to-{day.pk}"])
            for day in self.subject.days
            if f"from-{day.pk}" in self.data
        }

    def save(self) -> str:
        page = self.subject
        confirming.confirm_days(
            page.placement, self.confirmations(), self.cleaned_data["concern"], page.mentor
        )
        return _("Thank you. The hours are confirmed.")


class ConfirmByLinkForm(ConfirmForm):
    """The same by a link, with answers to the questions of the quarter."""

    def save(self) -> str:
        page, concern = self.subject, self.cleaned_data["concern"]
        answers = {question.key: self.cleaned_data[f"question-{question.key}"] for question in page.questions}

        def save_answers(by: Person | None) -> None:
            active_placements.save_answers(page.placement, answers, page.questions, by)

        also = save_answers if any(answers.values()) else None
        self.confirmed = confirming.confirm_days(
            page.placement, self.confirmations(), concern, page.mentor, page.link, also
        )
        return ""


class AskMentorForm(ActionForm[Placement]):
    """Ask a mentor to confirm. `link` is shown once, on the page that follows. `back`: "today" for whoever asked from
    there, and goes on there once the mentor has the link by email."""

    subject: Placement
    link = ""
    emailed_to = ""

    back = forms.ChoiceField(choices=[("", ""), ("today", "today")], required=False)

    def save(self) -> str:
        address = confirmation_address(self.request)
        self.link = confirming.send_confirmation_request(self.subject, self.by, address)
        shared = link_sharing.describe_link(self.link)
        self.emailed_to = shared.link.sent_to if shared else ""
        return ""


class HearForm(ActionForm[Concern]):
    """Somebody at school has read a mentor's note."""

    subject: Concern

    def save(self) -> str:
        confirming.mark_concern_heard(self.subject, self.by, self.seen)
        return _("This note is marked as seen.")
