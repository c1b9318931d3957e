"""What belongs to the person who learned: feedback, certificates, what they try next, and hours toward a license."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Person
from trellis.core.foundation.models import Record, Revised

from .events import LearningEvent
from .sign_ups import SignUp


class EventFeedback(Revised):
    """What somebody says of an event. Its organizers read it without the name, once enough people answered."""

    class Use(models.TextChoices):
        NOW = "now", _("I can use it now")
        LATER = "later", _("I can use it later")
        MORE = "more", _("I need more help to use it")
        NO = "no", _("It does not fit my work")

    sign_up = models.OneToOneField(SignUp, models.CASCADE, related_name="feedback")
    use = models.CharField(max_length=6, choices=Use.choices)
    useful = models.TextField(blank=True, default="", help_text="What helped.")
    change = models.TextField(blank=True, default="", help_text="What should change.")


class LearningCertificate(Record):
    """Hours that somebody has shown they attended, as they stood when it was issued. `number` finds it for a check.

    When attendance is corrected afterward it is withdrawn (`deleted_at`), and another one issued. state: of the
    person's school then. sessions: title, day and minutes of each. sponsor: empty where none was approved on that day.
    """

    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="certificates")
    number = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=200, help_text="The person's.")
    title = models.CharField(max_length=160)
    starts = models.DateField()
    ends = models.DateField()
    format = models.CharField(max_length=10)
    place = models.CharField(max_length=200, blank=True, default="")
    provider = models.CharField(max_length=160, help_text="The network, or the school that hosts.")
    minutes = models.PositiveIntegerField()
    credits = models.JSONField(default=dict, help_text="Minutes by category.")
    sessions = models.JSONField(default=list)
    by_hand = models.BooleanField(default=False, help_text="An organizer marked some of the attendance.")
    assessed = models.BooleanField(default=False, help_text="What the person learned was assessed.")
    state = models.CharField(max_length=2, blank=True, default="")
    sponsor = models.CharField(max_length=160, blank=True, default="")
    sponsor_number = models.CharField(max_length=60, blank=True, default="")
    sponsor_state = models.CharField(max_length=2, blank=True, default="")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["sign_up"], condition=Q(deleted_at=None), name="learningcertificate_once_a_sign_up"
            )
        ]


class PracticeTry(Revised):
    """What somebody tries in their own practice next, and later what happened. Theirs alone unless they share it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="practice_tries")
    event = models.ForeignKey(LearningEvent, models.SET_NULL, null=True, blank=True, related_name="+")
    topic = models.CharField(max_length=80, blank=True, default="")
    text = models.CharField(max_length=400)
    review_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True, default="", help_text="What happened.")
    finished_on = models.DateField(null=True, blank=True)
    shared = models.BooleanField(default=False, help_text="With the adults of the person's school.")


class DirectoryEntry(Revised):
    """Somebody has done something before, and is glad to be asked about it by adults of the network."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="directory_entries")
    network = models.ForeignKey(Network, models.CASCADE, related_name="+")
    event = models.ForeignKey(LearningEvent, models.SET_NULL, null=True, blank=True, related_name="+")
    topic = models.CharField(max_length=80, blank=True, default="")
    text = models.CharField(max_length=300, help_text="What they have done, in their own words.")
    contact = models.CharField(max_length=160, blank=True, default="", help_text="How they like to be asked.")

    class Meta(Revised.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person", "event"],
                condition=Q(event__isnull=False, deleted_at=None),
                name="directoryentry_once_an_event",
            )
        ]


class HoursGoal(Revised):
    """The hours that somebody needs by a day, by the rule of a state or their own. Nobody else sees it."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="hours_goal")
    rule = models.CharField(max_length=12, blank=True, default="", help_text="A state of `license_hours.py`.")
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    starts = models.DateField()
    ends = models.DateField()

    @property
    def minutes(self) -> int:
        return round(60 * self.hours)

    class Meta(Revised.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts")), name="hoursgoal_ends_after_start"
            )
        ]
