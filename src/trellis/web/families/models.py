"""Families: messages to them, their replies, contacts and the languages spoken, and the access log."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person
from trellis.core.foundation.models import Record, Revised


class Notice(Revised):
    """A message of the school to a student's family. A vital one (rights, safety, consent) is shown in a machine's
    translation only when a person has approved it."""

    student = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    words = models.TextField()
    language = models.CharField(max_length=12, help_text="BCP 47: the language it is written in.")
    vital = models.BooleanField(default=False)
    corrected_at = models.DateTimeField(null=True, blank=True)
    earlier: "models.JSONField[list[str]]" = models.JSONField(
        default=list, blank=True, help_text="Its words before they were corrected, the oldest first."
    )
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)


class Reply(Record):
    """What a family answered, in words, by voice or by one press. Its id is made in the browser, so sending it twice
    is once. `notice`, `event`, `event_at`: what a press answers."""

    class Answer(models.TextChoices):
        OK = "ok", _("OK")
        YES = "yes", _("Yes, I’m coming")
        NO = "no", _("No")
        AWAY = "away", _("I can’t come")
        CALL = "call", _("Please call me")
        PHONE = "phone", _("New phone number")

    class Event(models.TextChoices):
        MEETING = "meeting", _("plan meeting")
        EXHIBITION = "exhibition", _("exhibition")

    student = models.ForeignKey(Person, models.CASCADE, related_name="replies")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    words = models.TextField(blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    file = models.FileField(upload_to="replies/%Y/%m", blank=True, default="")
    media_type = models.CharField(max_length=80, blank=True, default="")
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True, default="")
    notice = models.ForeignKey(
        Notice, models.SET_NULL, null=True, blank=True, related_name="answers", db_index=False
    )
    event = models.CharField(max_length=12, choices=Event.choices, blank=True, default="")
    event_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    heard_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(words="", file="", answer=""), name="reply_not_empty")
        ]


class Contact(Record):
    """The school spoke with a family: when, how, in which language, with which adult interpreting."""

    class How(models.TextChoices):
        CALL = "call", _("phone call")
        MESSAGE = "message", _("message")
        MEETING = "meeting", _("meeting")
        VISIT = "visit", _("home visit")

    student = models.ForeignKey(Person, models.CASCADE, related_name="contacts")
    date = models.DateField()
    how = models.CharField(max_length=8, choices=How.choices)
    language = models.CharField(max_length=12)
    interpreter = models.CharField(max_length=120, blank=True, default="", help_text="An adult.")
    words = models.CharField(max_length=600, blank=True, default="")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)


class RecordAccess(Record):
    """Somebody who is neither the student nor family opened a page of a student's record; once a day and page."""

    student = models.ForeignKey(Person, models.CASCADE, related_name="opened")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    page = models.CharField(max_length=40, help_text="The name of its route.")
    day = models.DateField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["student", "person", "page", "day"], name="recordaccess_unique_page_and_day"
            )
        ]
