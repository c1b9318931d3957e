"""What people send from the pages of supports. Services check again what must hold whoever calls them."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Person
from trellis.core.foundation.action_forms import ActionForm, Row
from trellis.core.foundation.form_fields import DayField, LineField, TextField

from . import case_notes, services
from .models import Area, CaseNote, Need


class StudentForm(ActionForm[Row]):
    """A form about one student: `subject`."""

    subject: Person


class StrengthForm(StudentForm):
    do = "strength"
    submit = gettext_lazy("Add")

    words = LineField(label=gettext_lazy("Strength, in one sentence"), max_length=240)

    def save(self) -> str:
        services.add_strength(self.subject, self.cleaned_data["words"], self.by)
        return _("Saved.")


class NeedForm(StudentForm):
    do = "need"
    submit = gettext_lazy("Save need")

    area = forms.ChoiceField(
        label=gettext_lazy("Area"),
        choices=Area.choices,
        error_messages={"invalid_choice": gettext_lazy("Choose an area.")},
    )
    words = TextField(
        label=gettext_lazy("What support does the student need?"),
        max_length=600,
        rows=2,
        error_messages={"required": gettext_lazy("Enter what the student needs.")},
    )
    review_on = DayField(
        label=gettext_lazy("Follow up on"),
        required=False,
        help_text=gettext_lazy("(within a week if you leave it blank)"),
    )
    between = forms.BooleanField(
        label=gettext_lazy("Keep this between the student and me. The family and partners cannot see it."),
        required=False,
    )

    def save(self) -> str:
        sent = self.cleaned_data
        services.open_need(
            self.subject, sent["area"], sent["words"], sent["between"], sent["review_on"], self.by
        )
        return _("Saved. You will see it again on the follow-up date.")


class NeedRowForm(StudentForm[Need]):
    """A form about one of the student's needs."""

    row_name = "need"

    def rows(self) -> QuerySet[Need]:
        return Need.objects.seen_by(self.viewer).filter(student=self.subject)


class PlanForm(NeedRowForm):
    do = "plan"
    shows_revision = True

    plan = TextField(label=gettext_lazy("What we are doing about it"), max_length=600, rows=2, required=False)
    review_on = DayField(label=gettext_lazy("Follow up on"))

    def save(self) -> str:
        sent = self.cleaned_data
        services.plan_need(self.row_or_404, sent["plan"], sent["review_on"], self.by, self.seen)
        return _("Saved. You will see it again on the follow-up date.")


class MeetForm(NeedRowForm):
    do = "meet"
    submit = gettext_lazy("Mark as met")
    shows_revision = True

    how = LineField(label=gettext_lazy("How it was met, in a few words"), max_length=300)

    def save(self) -> str:
        services.mark_need_met(self.row_or_404, self.cleaned_data["how"], self.by, self.seen)
        return _("Marked as met. It stays listed below.")


class ReopenForm(NeedRowForm):
    do = "reopen"
    submit = gettext_lazy("Reopen need")

    def save(self) -> str:
        services.reopen_need(self.row_or_404, self.by)
        return _("Reopened.")


class ServiceForm(NeedRowForm):
    do = "serve"

    words = LineField(label=gettext_lazy("Service, and how often"), max_length=240)
    ends = DayField(label=gettext_lazy("Last day"), required=False)
    me = forms.BooleanField(label=gettext_lazy("I provide this myself"), required=False)

    def save(self) -> str:
        sent = self.cleaned_data
        giver = self.viewer.person if sent["me"] else None
        services.add_service(self.row_or_404, sent["words"], giver, None, sent["ends"], self.by)
        return _("Saved.")


class ClassSupportForm(StudentForm):
    do = "class"

    words = LineField(label=gettext_lazy("What to do (do not give the reason)"), max_length=240)
    until = DayField(label=gettext_lazy("Last day"), required=False)

    def save(self) -> str:
        services.add_class_support(
            self.subject, self.cleaned_data["words"], self.cleaned_data["until"], self.by
        )
        return _("Saved. All of the student’s teachers can read it now.")


class RemoveForm(StudentForm):
    do = "away"
    submit = gettext_lazy("Remove")

    kind = forms.CharField(widget=forms.HiddenInput)
    row = forms.CharField(widget=forms.HiddenInput)

    def clean_row(self) -> UUID:
        """The id of the row; what is no id is a page that is not there (404)."""
        try:
            return UUID(self.cleaned_data["row"])
        except ValueError:
            raise Http404 from None

    def save(self) -> str:
        kind, row = self.cleaned_data["kind"], self.cleaned_data["row"]
        if kind not in services.REMOVABLE_MODELS or not services.remove_support(
            kind, self.subject, row, self.by
        ):
            raise Http404
        return _("Removed.")


class ObservationForm(StudentForm):
    """What a colleague saw or heard, for the counselor alone."""

    do = "notice"
    submit = gettext_lazy("Send to counselor")

    words = TextField(label=gettext_lazy("What you saw or heard"), max_length=4000)

    def save(self) -> str:
        case_notes.write_note(self.subject, CaseNote.Kind.NOTICED, self.cleaned_data["words"], self.by)
        return _("Sent to the counselor. It is confidential, so you will not see it again.")
