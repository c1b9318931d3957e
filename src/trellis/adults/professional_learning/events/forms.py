"""The forms of whoever runs an event: what it is, publishing it, calling it off, and what it asks for."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, FieldGroup, LineField, NumberField, TimeField

from ..models import EventPrerequisite, LearningEvent
from ..services import events
from ..services.events import FirstSession
from .fields import COLUMNS, EventFields
from .selectors import organized_events

MAX_WEEKS = 40


class CreateEventForm(EventFields):
    """A new event, with its first session. event: the row, once it is saved."""

    do = "create"
    submit = _("Save draft")
    event: LearningEvent

    day = DayField(label=_("Date"), error_messages={"required": _("Enter a date like 9/1/2026.")})
    starts_at = TimeField(label=_("Starts at"), error_messages={"required": _("Enter a time like 3:45 PM.")})
    ends_at = TimeField(label=_("Ends at"), error_messages={"required": _("Enter a time like 3:45 PM.")})
    weeks = NumberField(
        label=_("Number of weeks"),
        required=False,
        min_value=1,
        max_value=MAX_WEEKS,
        help_text=_("For a series: the same time each week. Leave blank for one session."),
    )

    def prepare(self) -> None:
        super().prepare()
        school = next(iter(self.hosts.values()), None)
        zone = self.network.time_zone if self.runs_for_network or school is None else school.time_zone
        self.initial.setdefault("time_zone", zone)

    @property
    def when(self) -> FieldGroup:
        return FieldGroup(self[name] for name in ("day", "starts_at", "ends_at", "weeks"))

    def clean(self) -> dict:
        super().clean()
        sent = self.cleaned_data
        starts, ends = sent.get("starts_at"), sent.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", gettext("The end must be after the start."))
        return sent

    def save(self) -> str:
        sent = self.cleaned_data
        zone = ZoneInfo(sent["time_zone"])
        first = FirstSession(
            datetime.combine(sent["day"], sent["starts_at"], tzinfo=zone),
            datetime.combine(sent["day"], sent["ends_at"], tzinfo=zone),
            sent["weeks"] or 1,
        )
        self.event = events.create_event(self.values() | {"network": self.network}, first, self.by)
        return gettext("Draft saved. Publish it when it is ready.")


class EventForm(ActionForm[LearningEvent]):
    """A form about one event that the viewer runs."""

    row_name = "event"

    def rows(self) -> QuerySet[LearningEvent]:
        return organized_events(self.viewer).select_related("network", "host", "organizer")


class EditEventForm(EventFields):
    """Change what an event is."""

    do = "edit"
    row_name = "event"
    section = "details"
    shows_revision = True

    @property
    def network(self) -> Network:
        return self.subject.network

    def rows(self) -> QuerySet[LearningEvent]:
        rows = organized_events(self.viewer).filter(pk=self.subject.pk)
        return rows.select_related("network", "host", "organizer")

    def save(self) -> str:
        labels = {name: str(self.fields[name].label) for name in COLUMNS}
        events.update_event(self.row_or_404, self.values(), self.seen, labels, self.by)
        return gettext("Saved.")


class PublishEventForm(EventForm):
    do = "publish"
    submit = _("Publish")

    def save(self) -> str:
        events.publish_event(self.row_or_404, self.by)
        return gettext("Published. People can sign up.")


class CancelEventForm(EventForm):
    """Call the event off."""

    do = "cancel-event"
    submit = _("Cancel event")
    section = "cancel"

    reason = LineField(
        label=_("Message to everyone who signed up"),
        max_length=300,
        error_messages={"required": _("Write a message to everyone who signed up.")},
    )

    def save(self) -> str:
        events.cancel_event(self.row_or_404, self.cleaned_data["reason"], self.by)
        return gettext("Canceled. Everyone who signed up gets an email.")


class ReopenEventForm(EventForm):
    """Undo a cancellation."""

    do = "reopen"
    submit = _("Hold the event after all")

    def save(self) -> str:
        events.reopen_event(self.row_or_404, self.by)
        return gettext("The event is on again. Everyone has their seat.")


class AddPrerequisiteForm(ActionForm[LearningEvent]):
    """Ask for something that people have done before."""

    do = "add-prerequisite"
    submit = _("Add")
    section = "prerequisites"
    adds = True

    required_event = forms.ChoiceField(label=_("An event they attended"), required=False)
    text = LineField(label=_("Or something they confirm"), required=False, max_length=200)

    subject: LearningEvent

    def prepare(self) -> None:
        rows = LearningEvent.objects.seen_by(self.viewer).filter(network=self.subject.network_id)
        rows = rows.filter(deleted_at=None).exclude(pk=self.subject.pk).order_by("title", "pk")
        self.events = {str(event.pk): event for event in rows}
        self.fields["required_event"].choices = [
            ("", "—"),
            *((key, event.title) for key, event in self.events.items()),
        ]

    def save(self) -> str:
        sent = self.cleaned_data
        required = self.events.get(sent["required_event"])
        events.add_prerequisite(self.subject, required, "" if required else sent["text"], self.by)
        return gettext("Added.")

    def clean(self) -> dict:
        super().clean()
        sent = self.cleaned_data
        if not sent.get("required_event") and not sent.get("text"):
            self.add_error("text", gettext("Choose an event, or write what people confirm."))
        return sent


class RemovePrerequisiteForm(ActionForm[EventPrerequisite]):
    do = "remove-prerequisite"
    submit = _("Remove")
    row_name = "prerequisite"
    section = "prerequisites"

    subject: LearningEvent

    def rows(self) -> QuerySet[EventPrerequisite]:
        return EventPrerequisite.objects.seen_by(self.viewer).filter(event=self.subject, deleted_at=None)

    def save(self) -> str:
        events.remove_prerequisite(self.row_or_404, self.by)
        return gettext("Removed.")
