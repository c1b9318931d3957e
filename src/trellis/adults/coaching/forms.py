"""The forms of visits themselves: planning, details, logging, canceling, the next visit, and sharing."""

from __future__ import annotations

from datetime import date, time

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Role, School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.device_entries import EntryIdField
from trellis.core.foundation.form_fields import DayField, LineField, NumberField, TextField, TimeField
from trellis.core.foundation.ids import new_id

from . import summaries, visits
from .commitments import (
    owner_choices,
    owner_value,
    remove_commitment,
    restore_commitment,
    update_commitment,
)
from .contract_hours import planned_minutes
from .entry_forms import DUE_MISSING, OWNER_MISSING, TEXT_MISSING
from .models import CoachVisit, VisitCommitment, VisitSummary
from .visit_page import VisitPage

MINUTES = ("visit_minutes", "preparation_minutes", "travel_minutes", "follow_up_minutes")
DAY_MISSING = _("Enter the day.")
END_ERROR = _("The end time is before the start time. Check both times.")


class TimesForm(forms.Form):
    """The day and the times of a visit, on the school's clock."""

    day = DayField(label=_("Day"), error_messages={"required": DAY_MISSING})
    starts = TimeField(label=_("From"), initial=time(9))
    ends = TimeField(label=_("To"), initial=time(14))

    def clean(self) -> dict[str, object]:
        sent = super().clean() or self.cleaned_data
        if sent.get("starts") and sent.get("ends") and sent["ends"] <= sent["starts"]:
            self.add_error("ends", END_ERROR)
        return sent


class PlanForm(TimesForm, ActionForm[School]):
    """Plan a visit to one of the coach's schools. The day is proposed, so that one press is enough."""

    do = "plan"
    row_name = "school"
    submit = _("Plan a visit")

    id = EntryIdField()
    place = forms.ChoiceField(label=_("Where"), choices=CoachVisit.Place.choices)
    purpose = LineField(label=_("Purpose"), max_length=200, required=False)

    def rows(self) -> QuerySet[School]:
        return School.objects.seen_by(self.viewer).filter(pk__in=self.viewer.to("school", Role.COACH))

    def initial_for(self, row: School) -> dict[str, object]:
        proposed = next(
            (each.proposed_day for each in self.subject.schools if each.school.pk == row.pk), None
        )
        return {"day": proposed, "id": new_id()}

    def save(self) -> str:
        sent = dict(self.cleaned_data)
        visits.plan_visit(self.row_or_404, sent, sent.pop("id"), self.by)
        return gettext("Saved.")


class NextVisitForm(PlanForm):
    """Plan the visit after this one."""

    do = "next"
    row_name = ""
    section = "next"
    subject: VisitPage

    def prepare(self) -> None:
        self.row = self.subject.school
        self.initial = {"day": self.subject.proposed_day, "id": new_id()} | self.initial


class VisitForm(ActionForm[CoachVisit]):
    """A form that changes the visit of the page."""

    row_name = "visit"
    section = "details"
    subject: VisitPage

    def rows(self) -> QuerySet[CoachVisit]:
        rows = CoachVisit.objects.seen_by(self.viewer).filter(pk=self.subject.visit.pk)
        return rows.select_related("school")

    def labels(self) -> dict[str, str]:
        return {name: str(field.label) for name, field in self.fields.items()}


class DetailsForm(TimesForm, VisitForm):
    """When and where, and which rows of the review rubric the visit looks at."""

    do = "details"
    shows_revision = True

    place = forms.ChoiceField(label=_("Where"), choices=CoachVisit.Place.choices)
    purpose = LineField(label=_("Purpose"), max_length=200, required=False)
    focus = forms.MultipleChoiceField(
        label=_("Focus rows"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        self.fields["focus"].choices = [(key, row.title) for key, row in self.subject.rubric_rows.items()]

    def save(self) -> str:
        visits.update_visit(self.row_or_404, self.cleaned_data, self.seen, self.labels(), self.by)
        return gettext("Saved.")


class LogForm(VisitForm):
    """The visit was made: minutes by kind, and who was met."""

    do = "log"
    section = "log"
    shows_revision = True
    submit = _("Log the visit")

    visit_minutes = NumberField(label=_("Minutes of the visit"), min_value=0, max_value=1440)
    preparation_minutes = NumberField(
        label=_("Minutes of preparation"), required=False, min_value=0, max_value=1440
    )
    travel_minutes = NumberField(label=_("Minutes of travel"), required=False, min_value=0, max_value=1440)
    follow_up_minutes = NumberField(
        label=_("Minutes of follow-up"), required=False, min_value=0, max_value=1440
    )
    people_met = LineField(
        label=_("Who you met"),
        max_length=300,
        required=False,
        help_text=_("Roles, not names: the principal, Team 12, four advisors."),
    )

    def initial_for(self, row: CoachVisit) -> dict[str, object]:
        initial = super().initial_for(row)
        return initial if row.is_made else initial | {"visit_minutes": planned_minutes(row)}

    def save(self) -> str:
        values = {name: self.cleaned_data[name] or 0 for name in MINUTES}
        values["people_met"] = self.cleaned_data["people_met"]
        visits.log_visit(self.viewer, self.row_or_404, values, self.seen, self.labels())
        return gettext("Saved.")


class CancelForm(VisitForm):
    do = "cancel"
    submit = _("Cancel this visit")

    def save(self) -> str:
        visits.cancel_visit(self.row_or_404, self.by)
        return gettext("This visit was canceled.")


class RestoreForm(VisitForm):
    do = "restore"
    submit = _("Undo")

    def save(self) -> str:
        visits.restore_visit(self.row_or_404, self.by)
        return gettext("Saved.")


class CommitmentRowForm(ActionForm[VisitCommitment]):
    """A form of one commitment of the visit."""

    row_name = "commitment"
    section = "commitments"
    subject: VisitPage

    def rows(self) -> QuerySet[VisitCommitment]:
        rows = VisitCommitment.objects.seen_by(self.viewer).filter(visit=self.subject.visit.pk)
        return rows.select_related("visit", "owner")


class EditCommitmentForm(CommitmentRowForm):
    do = "edit-commitment"
    shows_revision = True

    text = LineField(label=_("What will be done"), max_length=200, error_messages={"required": TEXT_MISSING})
    owner = forms.ChoiceField(label=_("Owner"), error_messages={"required": OWNER_MISSING})
    due = DayField(label=_("Due"), error_messages={"required": DUE_MISSING})

    def prepare(self) -> None:
        self.fields["owner"].choices = owner_choices(self.subject.school.pk) if self.row else []

    def initial_for(self, row: VisitCommitment) -> dict[str, object]:
        return super().initial_for(row) | {"owner": owner_value(row)}

    def save(self) -> str:
        sent = self.cleaned_data
        values: dict[str, str | date] = {"text": sent["text"], "due": sent["due"]}
        labels = {name: str(self.fields[name].label) for name in values}
        update_commitment(self.row_or_404, values, sent["owner"], self.seen, labels, self.by)
        return gettext("Saved.")


class RemoveCommitmentForm(CommitmentRowForm):
    do = "remove-commitment"
    submit = _("Remove")

    def save(self) -> str:
        remove_commitment(self.row_or_404, self.by)
        return gettext("Removed.")


class RestoreCommitmentForm(CommitmentRowForm):
    do = "restore-commitment"
    submit = _("Undo")

    def save(self) -> str:
        restore_commitment(self.row_or_404, self.by)
        return gettext("Saved.")


class ShareForm(ActionForm[VisitSummary]):
    """Share a summary with the school's leaders."""

    do = "share"
    section = "summary"
    submit = _("Share")
    subject: VisitPage

    words = TextField(label=_("A few words from you"), required=False, max_length=2000)

    def save(self) -> str:
        body = self.subject.summary_body(self.cleaned_data["words"])
        summaries.share_summary(self.subject.visit, body, self.by)
        return gettext("Saved.")


class ReadForm(ActionForm[VisitSummary]):
    """A leader read the summary."""

    do = "read"
    row_name = "summary"
    submit = _("Mark as read")

    def rows(self) -> QuerySet[VisitSummary]:
        return VisitSummary.objects.seen_by(self.viewer).filter(visit=self.subject)

    def save(self) -> str:
        summaries.mark_read(self.row_or_404, self.by)
        return gettext("Saved.")
