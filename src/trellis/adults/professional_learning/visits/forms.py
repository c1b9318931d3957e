"""What host and visitors send about a school visit."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.clock import zone_named
from trellis.core.community.models import School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, NumberField, TextField, TimeField

from ..events.fields import MAX_SEATS
from ..events.selectors import organized_events
from ..models import LearningEvent, SignUp, VisitRecord
from . import visits

TIMES = ("day", "starts_at", "ends_at")
SHOWN_TIMES = ("shown-starts", "shown-ends")


class VisitFields(ActionForm[LearningEvent]):
    """What a visit is, and when. starts and ends: the moments that were sent, on the clock of the place."""

    starts: datetime
    ends: datetime
    planned_start: datetime | None = None
    """When a visit that is there already starts."""

    title = LineField(
        label=gettext_lazy("Title"),
        max_length=160,
        error_messages={"required": gettext_lazy("Enter a title.")},
    )
    focus = LineField(
        label=gettext_lazy("Focus of the visit"),
        max_length=300,
        error_messages={"required": gettext_lazy("Enter the focus of the visit.")},
    )
    day = DayField(label=gettext_lazy("Date"))
    starts_at = TimeField(label=gettext_lazy("Starts at"))
    ends_at = TimeField(label=gettext_lazy("Ends at"))
    seats = NumberField(label=gettext_lazy("Seats"), min_value=1, max_value=60, initial=6)
    about = TextField(label=gettext_lazy("What visitors should know before"), max_length=4000, required=False)

    @property
    def zone(self) -> ZoneInfo:
        """The clock of the place."""
        raise NotImplementedError

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if self.errors or "day" not in self.fields:
            return cleaned
        self.starts = datetime.combine(cleaned["day"], cleaned["starts_at"], self.zone)
        self.ends = datetime.combine(cleaned["day"], cleaned["ends_at"], self.zone)
        if self.ends <= self.starts:
            self.add_error("ends_at", _("Choose a time after the start."))
        elif self.starts <= timezone.now() and self.starts != self.planned_start:
            self.add_error("day", _("Choose a day that is still to come."))
        return cleaned


class OfferVisitForm(VisitFields):
    """subject: the school. event: what was made of it."""

    do = "offer"
    submit = gettext_lazy("Offer the visit")
    subject: School
    event: LearningEvent

    @property
    def zone(self) -> ZoneInfo:
        return zone_named(self.subject.time_zone)

    def save(self) -> str:
        data = self.cleaned_data
        offer = visits.VisitOffer(
            data["title"], data["focus"], self.starts, self.ends, data["seats"], data["about"]
        )
        self.event = visits.offer_visit(self.subject, offer, self.by)
        return _("The visit is in the list of events. People can sign up now.")


class EditVisitForm(VisitFields):
    """Change a visit that was offered. Where it has several sessions, their times are edited one by one elsewhere."""

    do = "edit-visit"
    row_name = "event"
    section = "visit-details"
    shows_revision = True
    subject: LearningEvent

    seats = NumberField(
        label=gettext_lazy("Seats"),
        required=False,
        min_value=1,
        max_value=MAX_SEATS,
        help_text=gettext_lazy("Leave blank for no limit. When all are taken, people join a waiting list."),
    )

    @property
    def zone(self) -> ZoneInfo:
        return self.subject.zone

    def rows(self) -> QuerySet[LearningEvent]:
        return organized_events(self.viewer).filter(pk=self.subject.pk)

    def initial_for(self, row: LearningEvent) -> dict[str, object]:
        return super().initial_for(row) | {"seats": row.capacity}

    def prepare(self) -> None:
        session = visits.only_session(self.subject)
        if session is None:
            for name in TIMES:
                del self.fields[name]
            return
        self.planned_start = session.starts
        starts, ends = session.starts.astimezone(self.zone), session.ends.astimezone(self.zone)
        self.initial |= {"day": starts.date(), "starts_at": starts.time(), "ends_at": ends.time()}
        for name, moment in zip(SHOWN_TIMES, (session.starts, session.ends), strict=True):
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False)
            self.initial[name] = str(moment)

    def save(self) -> str:
        data = self.cleaned_data
        values = {name: data[name] for name in ("title", "focus", "about")} | {"capacity": data["seats"]}
        labels = {name: str(self.fields[name].label) for name in ("title", "focus", "about")}
        labels |= {"capacity": str(self.fields["seats"].label)}
        visits.update_visit(self.row_or_404, values, self._changed_times(), self.seen, labels, self.by)
        return _("Saved.")

    def _changed_times(self) -> visits.ChangedTimes | None:
        """The new times, with those that the form showed; None where they are the same."""
        if "day" not in self.fields:
            return None
        shown = tuple(visits.parse_shown(self.cleaned_data[name]) for name in SHOWN_TIMES)
        if shown == (self.starts, self.ends):
            return None
        return visits.ChangedTimes(self.starts, self.ends, *shown)


class VisitQuestionForm(ActionForm[SignUp]):
    do = "question"
    row_name = "sign_up"
    section = "questions"
    shows_revision = True
    subject: LearningEvent

    question = TextField(label=gettext_lazy("What I want to find out"), max_length=400, required=False)

    def rows(self) -> QuerySet[SignUp]:
        rows = SignUp.objects.seen_by(self.viewer).seated()
        return rows.filter(event=self.subject, person=self.viewer.person_id).select_related("event")

    def save(self) -> str:
        labels = {name: str(field.label) for name, field in self.fields.items()}
        visits.save_question(self.row_or_404, self.cleaned_data["question"], self.by, self.seen, labels)
        return _("Saved.")


class VisitRecordForm(ActionForm):
    do = "record"
    section = "records"
    subject: LearningEvent

    saw = TextField(
        label=gettext_lazy("What I saw"),
        max_length=4000,
        rows=4,
        error_messages={"required": gettext_lazy("Write what you saw.")},
        help_text=gettext_lazy("What people did and said, and no names of students or teachers."),
    )
    takes_home = TextField(label=gettext_lazy("What I take home"), max_length=4000, required=False)

    def prepare(self) -> None:
        rows = VisitRecord.objects.seen_by(self.viewer).filter(event=self.subject, deleted_at=None)
        self.record = rows.filter(person=self.viewer.person_id).first()

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        return getattr(self.record, field_name, None)

    def save(self) -> str:
        labels = {name: str(field.label) for name, field in self.fields.items()}
        side = visits.side_of(self.viewer, self.subject)
        visits.save_record(self.subject, self.by, side, self.cleaned_data, self.seen, labels)
        return _("Saved.")
