"""What a team sends about its inquiries: a new one, a note, and what came of it."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.clock import school_local_time
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, TextField

from . import services
from .forms import TeamForm
from .models import Inquiry

CHOOSE_DECISION = gettext_lazy("Choose what comes next: keep doing it, change it, or stop.")


class BeginInquiryForm(TeamForm):
    do = "ask"
    submit = gettext_lazy("Start")

    question = LineField(
        label=gettext_lazy("Our question"),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter your question. What do you want to find out?")},
    )
    trying = TextField(
        label=gettext_lazy("What we are trying"),
        max_length=600,
        rows=2,
        error_messages={"required": gettext_lazy("Enter what you will try.")},
    )
    looking_at = TextField(
        label=gettext_lazy("What we are looking at"),
        max_length=600,
        rows=2,
        error_messages={"required": gettext_lazy("Enter what you will look at.")},
    )
    starts = DayField(
        label=gettext_lazy("From"), error_messages={"required": gettext_lazy("Choose the first day.")}
    )
    ends = DayField(
        label=gettext_lazy("Until"), error_messages={"required": gettext_lazy("Choose the last day.")}
    )

    def save(self) -> str:
        sent = self.cleaned_data
        texts = sent["question"], sent["trying"], sent["looking_at"]
        self.inquiry = services.begin_inquiry(
            self.subject.group, *texts, sent["starts"], sent["ends"], self.by
        )
        return _("Inquiry started. When you see something, write one sentence about it that day.")

    @property
    def done_url(self) -> str:
        return reverse("inquiry", args=[self.inquiry.pk])


class InquiryForm(ActionForm):
    """A form about one inquiry: `subject`."""

    subject: Inquiry


class NoteForm(InquiryForm):
    do = "note"

    words = TextField(
        label=gettext_lazy("What you saw"),
        max_length=600,
        rows=2,
        error_messages={"required": gettext_lazy("Enter what you saw.")},
    )
    day = DayField(label=gettext_lazy("Date"), error_messages={"required": gettext_lazy("Choose a date.")})

    def prepare(self) -> None:
        self.initial["day"] = school_local_time(self.subject.group.school, timezone.now()).date()

    def save(self) -> str:
        sent = self.cleaned_data
        services.add_inquiry_note(self.subject, sent["words"], sent["day"], self.by)
        return _("Saved.")


class ConcludeForm(InquiryForm):
    do = "conclude"
    submit = gettext_lazy("Close inquiry")

    saw = TextField(
        label=gettext_lazy("What we saw overall"),
        max_length=1200,
        error_messages={"required": gettext_lazy("Enter what you saw.")},
    )
    decision = forms.ChoiceField(
        label=gettext_lazy("What comes next"),
        choices=Inquiry.Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": CHOOSE_DECISION, "invalid_choice": CHOOSE_DECISION},
    )

    def save(self) -> str:
        sent = self.cleaned_data
        services.conclude_inquiry(self.subject, sent["saw"], sent["decision"], self.by, self.seen)
        return _("Closed. Colleagues at your school can find it.")


INQUIRY_FORMS = (NoteForm, ConcludeForm)
