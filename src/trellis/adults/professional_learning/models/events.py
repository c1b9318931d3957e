"""What adults can sign up for: an event, its sessions, what each counts for, and what is handed out."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Person, School
from trellis.core.foundation.models import Record, Revised


class LearningEvent(Revised):
    """Something adults learn at: a workshop, a series, a residency, a visit to a school, or a conference.

    host: the school that runs it; empty where the network does. roles: for whom it is; empty for all adults.
    topic: a key of the model's practices. starts and ends: of its first and last session, in UTC.
    capacity: seats in all; empty for no limit.
    """

    class Kind(models.TextChoices):
        WORKSHOP = "workshop", _("Workshop")
        SERIES = "series", _("Series")
        RESIDENCY = "residency", _("Residency")
        VISIT = "visit", _("School visit")
        CONFERENCE = "conference", _("Conference")

    class Format(models.TextChoices):
        IN_PERSON = "in-person", _("In person")
        ONLINE = "online", _("Online")
        BOTH = "both", _("In person and online")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Published")
        CANCELLED = "cancelled", _("Canceled")

    network = models.ForeignKey(Network, models.CASCADE, related_name="learning_events")
    host = models.ForeignKey(
        School, models.CASCADE, null=True, blank=True, related_name="hosted_learning_events"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=160)
    about = models.TextField(blank=True, default="")
    focus = models.CharField(
        max_length=300, blank=True, default="", help_text="What a school visit looks at."
    )
    topic = models.CharField(max_length=80, blank=True, default="")
    roles = models.JSONField(default=list, blank=True)
    format = models.CharField(max_length=10, choices=Format.choices, default=Format.IN_PERSON)
    place = models.CharField(max_length=200, blank=True, default="")
    online_link = models.CharField(max_length=600, blank=True, default="", help_text="For those with a seat.")
    time_zone = models.CharField(max_length=40)
    starts = models.DateTimeField(null=True, blank=True)
    ends = models.DateTimeField(null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    school_limit = models.PositiveIntegerField(
        null=True, blank=True, help_text="Seats that one school can have."
    )
    opens_on = models.DateField(null=True, blank=True, help_text="The first day to sign up.")
    closes_on = models.DateField(null=True, blank=True, help_text="The last day to sign up.")
    needs_approval = models.BooleanField(default=False, help_text="By a leader of the person's school.")
    price = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    stipend = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    cost_code = models.CharField(
        max_length=60, blank=True, default="", help_text="Where no person has another."
    )
    sponsor = models.CharField(max_length=160, blank=True, default="", help_text="Approved by the state.")
    sponsor_number = models.CharField(max_length=60, blank=True, default="")
    sponsor_state = models.CharField(max_length=2, blank=True, default="")
    sponsor_until = models.DateField(null=True, blank=True, help_text="When the approval ends.")
    organizer = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    status = models.CharField(max_length=9, choices=Status.choices, default=Status.DRAFT)
    cancel_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta(Revised.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="visit") | Q(host__isnull=False), name="learningevent_visit_has_host"
            ),
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends__gt=F("starts")), name="learningevent_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(status="open") | Q(starts__isnull=False), name="learningevent_open_has_time"
            ),
        ]
        indexes = [models.Index(fields=["network", "starts"], name="learningevent_by_time")]

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    @property
    def is_over(self) -> bool:
        return self.ends is not None and self.ends <= timezone.now()

    @property
    def is_visit(self) -> bool:
        return self.kind == self.Kind.VISIT


class LearningSession(Revised):
    """One meeting of an event. Where `is_choice` is set, people choose among the sessions of that time.

    capacity: seats in its room; empty for no limit. code: what is shown in the room, by which people mark that they
    were there.
    """

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="sessions")
    title = models.CharField(max_length=160, blank=True, default="")
    about = models.TextField(blank=True, default="")
    presenters = models.CharField(max_length=200, blank=True, default="")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    room = models.CharField(max_length=80, blank=True, default="")
    capacity = models.PositiveIntegerField(null=True, blank=True)
    is_choice = models.BooleanField(default=False)
    code = models.CharField(max_length=6)

    class Meta(Revised.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="learningsession_ends_after_start")
        ]
        indexes = [models.Index(fields=["event", "starts"], name="learningsession_by_time")]

    @property
    def minutes(self) -> int:
        return int((self.ends - self.starts).total_seconds() // 60)


class SessionCredit(Record):
    """How many minutes of a session count in one category of a state's hours (see `records/license_hours.py`)."""

    session = models.ForeignKey(LearningSession, models.CASCADE, related_name="credits")
    category = models.CharField(max_length=24)
    minutes = models.PositiveSmallIntegerField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["session", "category"], name="sessioncredit_once_a_category")
        ]


class EventPrerequisite(Record):
    """What somebody should have done before: another event that Trellis can check, or a sentence that they confirm."""

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="prerequisites")
    required_event = models.ForeignKey(
        LearningEvent, models.CASCADE, null=True, blank=True, related_name="+", help_text="Attended before."
    )
    text = models.CharField(max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(required_event__isnull=False) | ~Q(text=""), name="eventprerequisite_says_what"
            )
        ]


class EventMaterial(Record):
    """A file or a link for those who come. `after`: shown once the event has started."""

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="materials")
    session = models.ForeignKey(
        LearningSession, models.CASCADE, null=True, blank=True, related_name="materials"
    )
    title = models.CharField(max_length=160)
    link = models.URLField(max_length=600, blank=True, default="")
    file = models.FileField(upload_to="learning/%Y/%m", blank=True, default="")
    file_name = models.CharField(max_length=160, blank=True, default="")
    media_type = models.CharField(max_length=100, blank=True, default="")
    after = models.BooleanField(default=False)

    class Meta(Record.Meta):
        constraints = [models.CheckConstraint(condition=~Q(link="", file=""), name="eventmaterial_not_empty")]
