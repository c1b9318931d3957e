"""What the page of a design sends."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.form_fields import DayField, LineField

from .days import split_slot
from .models import WeekDesign
from .requests_of_week import REQUEST_LABELS, is_asked
from .services import adoption, designs, drafting, moving


class DesignForm(ActionForm[WeekDesign]):
    """A form of a design's page. subject: the design."""

    subject: WeekDesign


class DraftForm(DesignForm):
    do = "draft"
    submit = gettext_lazy("Draft the week")
    section = "week"

    def save(self) -> str:
        drafting.start_draft(self.subject, self.by)
        return ""  # the page says how far it is


class RequestsForm(DesignForm):
    """What is asked of the week. The next draft meets it."""

    do = "requests"
    submit = gettext_lazy("Save requests")
    section = "requests"

    requested = forms.MultipleChoiceField(
        label=gettext_lazy("Requests"),
        required=False,
        choices=[(wish.value, label) for wish, label in REQUEST_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    shown = forms.MultipleChoiceField(
        required=False,
        choices=[(wish.value, label) for wish, label in REQUEST_LABELS.items()],
        widget=forms.MultipleHiddenInput,
    )
    most_consecutive = forms.IntegerField(
        label=gettext_lazy("Most periods in a row for a teacher"),
        min_value=1,
        max_value=designs.MOST_CONSECUTIVE,
    )
    free_periods = forms.BooleanField(label=gettext_lazy("Students may have free periods"), required=False)

    def prepare(self) -> None:
        design = self.subject
        self.initial = {
            "requested": [wish.value for wish in REQUEST_LABELS if is_asked(design, wish)],
            "most_consecutive": design.most_consecutive,
            "free_periods": design.free_periods,
        } | self.initial

    @property
    def requested_values(self) -> list[str]:
        """The requests that are checked on the page."""
        return list(self["requested"].value() or [])

    def save(self) -> str:
        sent = self.cleaned_data
        changes = {key: int(key in sent["requested"]) for key in set(sent["requested"]) ^ set(sent["shown"])}
        designs.save_requests(self.subject, changes, sent["most_consecutive"], sent["free_periods"], self.by)
        return _("Saved. Draft the week again to meet these requests.")


class WeekForm(DesignForm):
    """A form that changes the week, and says which week it showed."""

    week = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    section = "week"

    def prepare(self) -> None:
        self.initial["week"] = self.subject.week_revision


class MoveForm(WeekForm):
    """Puts a lesson at another time, and locks it there."""

    do = "move"
    submit = gettext_lazy("Place here")

    meeting = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.CharField(widget=forms.HiddenInput, max_length=12)
    anyway = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def clean_to(self) -> tuple[str, int]:
        try:
            return split_slot(self.cleaned_data["to"])
        except ValueError:
            raise forms.ValidationError(_("The week has no lessons at this time.")) from None

    def save(self) -> str:
        sent = self.cleaned_data
        day, number = sent["to"]
        moving.move_meeting(
            self.subject, sent["meeting"], day, number, self.by, sent["week"], is_forced=sent["anyway"]
        )
        return _("Moved and locked there. A new draft leaves it in place.")


class UndoForm(WeekForm):
    do = "undo"
    submit = gettext_lazy("Undo last move")

    def save(self) -> str:
        moving.undo_change(self.subject, self.by, self.cleaned_data["week"])
        return _("The last move was undone.")


class LockForm(DesignForm):
    """Locks one lesson where it is, or unlocks it."""

    do = "lock"
    section = "week"

    meeting = forms.UUIDField(widget=forms.HiddenInput)
    fixed = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def save(self) -> str:
        is_fixed = self.cleaned_data["fixed"]
        moving.lock_meeting(self.subject, self.cleaned_data["meeting"], is_fixed, self.by)
        return _("Locked. A new draft leaves it in place.") if is_fixed else _("Unlocked.")


class UnlockAllForm(DesignForm):
    do = "unlock-all"
    submit = gettext_lazy("Unlock all lessons")
    section = "week"

    def save(self) -> str:
        moving.unlock_all(self.subject, self.by)
        return _("All lessons are unlocked.")


class RenameForm(ActionForm[WeekDesign]):
    do = "rename"
    row_name = "design"
    shows_revision = True
    submit = gettext_lazy("Save")

    title = LineField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter a name for the draft.")},
    )

    def rows(self) -> QuerySet[WeekDesign]:
        return WeekDesign.objects.seen_by(self.viewer).filter(pk=self.subject.pk)

    def save(self) -> str:
        designs.rename_design(self.row_or_404, self.cleaned_data["title"], self.by, self.seen)
        return _("Saved.")


class ShareForm(DesignForm):
    """Lets staff see the draft, or no longer."""

    do = "share"
    shared = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def save(self) -> str:
        designs.share_design(self.subject, self.cleaned_data["shared"], self.by)
        if self.cleaned_data["shared"]:
            return _("Staff of the school can now see this draft under “School year”.")
        return _("Only leaders and counselors see this draft now.")


class DiscardForm(DesignForm):
    do = "discard"
    submit = gettext_lazy("Discard this draft")

    def save(self) -> str:
        designs.discard_design(self.subject, self.by)
        return _("Draft discarded. You can bring it back below.")


class AdoptForm(DesignForm):
    """Makes the week the school's, from a day on."""

    do = "adopt"
    submit = gettext_lazy("Adopt this week")

    starts = DayField(
        label=gettext_lazy("First day of this week"),
        error_messages={"required": gettext_lazy("Enter the first day.")},
    )

    def save(self) -> str:
        adoption.adopt_design(self.subject, self.cleaned_data["starts"], self.by)
        return _("Adopted. It stands on Today of staff and students from that day on.")


class ReopenForm(DesignForm):
    do = "reopen"
    submit = gettext_lazy("Make it a draft again")

    def save(self) -> str:
        adoption.reopen_design(self.subject, self.by)
        return _("It is a draft again.")


WEEK_FORMS = [
    DraftForm,
    RequestsForm,
    MoveForm,
    UndoForm,
    LockForm,
    UnlockAllForm,
    RenameForm,
    ShareForm,
    DiscardForm,
    AdoptForm,
    ReopenForm,
]


def moved_meeting(actions: PageActions) -> UUID | None:
    """The id of the meeting that a form just moved or locked, to lead back to it."""
    form = actions.saved
    return form.cleaned_data["meeting"] if isinstance(form, (MoveForm, LockForm)) else None
