"""The forms of an event's sessions: when, where, how many, and what each counts for."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, NumberField, TextField, TimeField

from ..models import LearningEvent, LearningSession, SessionCredit
from ..records.hour_categories import CATEGORIES
from ..services import events

MAX_SEATS = 20_000
COLUMNS = ("title", "about", "presenters", "room", "capacity", "is_choice")


class SessionFields(ActionForm[LearningSession]):
    """What a session is. `subject` is the event."""

    section = "sessions"

    title = LineField(label=_("Title"), required=False, max_length=160)
    day = DayField(label=_("Date"), error_messages={"required": _("Enter a date like 9/1/2026.")})
    starts_at = TimeField(label=_("Starts at"), error_messages={"required": _("Enter a time like 3:45 PM.")})
    ends_at = TimeField(label=_("Ends at"), error_messages={"required": _("Enter a time like 3:45 PM.")})
    room = LineField(label=_("Room"), required=False, max_length=80)
    presenters = LineField(label=_("Who leads it"), required=False, max_length=200)
    about = TextField(label=_("What people do and learn"), required=False, max_length=2000, rows=2)
    capacity = NumberField(label=_("Seats in the room"), required=False, min_value=1, max_value=MAX_SEATS)
    is_choice = forms.BooleanField(
        label=_("People choose this session, instead of another at the same time"), required=False
    )

    subject: LearningEvent

    def prepare(self) -> None:
        for key, label in CATEGORIES.items():
            self.fields[f"credit-{key}"] = NumberField(
                label=_("Minutes that count: %(category)s") % {"category": label},
                required=False,
                min_value=0,
                max_value=24 * 60,
            )

    def clean(self) -> dict:
        super().clean()
        sent = self.cleaned_data
        starts, ends = sent.get("starts_at"), sent.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", gettext("The end must be after the start."))
        return sent

    def values(self) -> dict[str, object]:
        """The columns that the fields hold."""
        sent, zone = self.cleaned_data, self.subject.zone
        return {name: sent[name] for name in COLUMNS} | {
            "starts": datetime.combine(sent["day"], sent["starts_at"], tzinfo=zone),
            "ends": datetime.combine(sent["day"], sent["ends_at"], tzinfo=zone),
        }

    def credits(self) -> dict[str, int]:
        """Minutes by category."""
        return {key: self.cleaned_data[f"credit-{key}"] or 0 for key in CATEGORIES}


class AddSessionForm(SessionFields):
    do = "add-session"
    submit = _("Add session")
    adds = True

    def save(self) -> str:
        events.add_session(self.subject, self.values(), self.credits(), self.by)
        return gettext("Added.")


def _sessions(viewer: Viewer, event: LearningEvent) -> QuerySet[LearningSession]:
    """The sessions of an event, to act on one of them."""
    rows = LearningSession.objects.seen_by(viewer).filter(event=event, deleted_at=None)
    return rows.select_related("event")


class EditSessionForm(SessionFields):
    do = "edit-session"
    row_name = "session"
    shows_revision = True

    def rows(self) -> QuerySet[LearningSession]:
        return _sessions(self.viewer, self.subject)

    def initial_for(self, row: LearningSession) -> dict[str, object]:
        starts, ends = row.starts.astimezone(self.subject.zone), row.ends.astimezone(self.subject.zone)
        credits = SessionCredit.objects.seen_by(self.viewer).filter(session=row)
        return (
            {name: getattr(row, name) for name in COLUMNS}
            | {"day": starts.date(), "starts_at": starts.time(), "ends_at": ends.time()}
            | {f"credit-{credit.category}": credit.minutes for credit in credits}
        )

    def save(self) -> str:
        labels = {name: str(self.fields[name].label) for name in COLUMNS} | {
            "starts": gettext("Starts at"),
            "ends": gettext("Ends at"),
        }
        events.update_session(self.row_or_404, self.values(), self.credits(), self.seen, labels, self.by)
        return gettext("Saved.")


class RemoveSessionForm(ActionForm[LearningSession]):
    do = "remove-session"
    submit = _("Remove")
    row_name = "session"
    section = "sessions"
    subject: LearningEvent

    def rows(self) -> QuerySet[LearningSession]:
        return _sessions(self.viewer, self.subject)

    def save(self) -> str:
        events.remove_session(self.row_or_404, self.by)
        return gettext("Removed.")
