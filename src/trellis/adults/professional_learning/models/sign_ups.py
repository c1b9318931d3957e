"""Who signed up, in which order, for which sessions, and who was there."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person, School
from trellis.core.foundation.guard import GuardedManager, GuardedQuerySet
from trellis.core.foundation.models import Record, Revised

from .events import LearningEvent, LearningSession


class SignUpQuerySet(GuardedQuerySet):
    def active(self) -> Self:
        """Those that were not cancelled or declined."""
        return self.filter(cancelled_at=None, deleted_at=None)

    def seated(self) -> Self:
        return self.active().filter(place=SignUp.Place.SEAT)

    def waiting(self) -> Self:
        """The waiting list, first one first."""
        return self.active().filter(place=SignUp.Place.WAITING).order_by("number")


class SignUp(Revised):
    """One person's place at an event: a seat, or a place on the waiting list.

    number: the order in which people signed up, 1 for the first; nobody's number is given twice. A request that waits
    for approval has its place already, and gives it back when it is declined. cancelled_at: they gave it back, or a
    leader declined it. school: where they worked then; empty for who works for the network or a district.
    """

    class Place(models.TextChoices):
        SEAT = "seat", _("Has a seat")
        WAITING = "waiting", _("On the waiting list")

    class Approval(models.TextChoices):
        NOT_NEEDED = "none", _("Not needed")
        ASKED = "asked", _("Waiting for approval")
        APPROVED = "approved", _("Approved")
        DECLINED = "declined", _("Declined")

    class Substitute(models.TextChoices):
        NOT_NEEDED = "none", _("No substitute needed")
        NEEDED = "needed", _("Substitute needed")
        ARRANGED = "arranged", _("Substitute arranged")

    event = models.ForeignKey(LearningEvent, models.CASCADE, related_name="sign_ups")
    person = models.ForeignKey(Person, models.CASCADE, related_name="learning_sign_ups")
    school = models.ForeignKey(School, models.SET_NULL, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField()
    place = models.CharField(max_length=8, choices=Place.choices)
    seated_at = models.DateTimeField(null=True, blank=True)
    approval = models.CharField(max_length=9, choices=Approval.choices, default=Approval.NOT_NEEDED)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.CharField(max_length=300, blank=True, default="")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    substitute = models.CharField(max_length=9, choices=Substitute.choices, default=Substitute.NOT_NEEDED)
    substitute_name = models.CharField(max_length=120, blank=True, default="")
    cost_code = models.CharField(max_length=60, blank=True, default="")
    calendar_number = models.PositiveIntegerField(default=0, help_text="How often a calendar was written to.")
    calendar_sent = models.JSONField(
        default=dict, help_text="What their calendar holds: a digest by session."
    )
    assessed_at = models.DateTimeField(
        null=True, blank=True, help_text="When an organizer noted that what they learned was assessed."
    )
    question = models.CharField(
        max_length=400, blank=True, default="", help_text="What a visitor wants to find out."
    )

    objects = GuardedManager.from_queryset(SignUpQuerySet)()

    class Meta(Revised.Meta):
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="signup_unique_number"),
            models.UniqueConstraint(
                fields=["event", "person"],
                condition=Q(cancelled_at=None, deleted_at=None),
                name="signup_once_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(approval="declined") | Q(cancelled_at__isnull=False),
                name="signup_declined_gave_its_place_back",
            ),
        ]
        indexes = [models.Index(fields=["person", "event"], name="signup_by_person")]

    @property
    def is_active(self) -> bool:
        return self.cancelled_at is None

    @property
    def has_seat(self) -> bool:
        return self.is_active and self.place == self.Place.SEAT

    @property
    def is_waiting(self) -> bool:
        return self.is_active and self.place == self.Place.WAITING

    @property
    def awaits_approval(self) -> bool:
        return self.is_active and self.approval == self.Approval.ASKED


class SessionChoice(Record):
    """A session of a conference that somebody with a place chose."""

    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="choices")
    session = models.ForeignKey(LearningSession, models.CASCADE, related_name="choices")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["sign_up", "session"], name="sessionchoice_once_a_session")
        ]


class SessionAttendance(Record):
    """Somebody was at a session: by its code, or marked by an organizer."""

    class How(models.TextChoices):
        CODE = "code", _("by code")
        HAND = "hand", _("marked by an organizer")

    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="attendance")
    session = models.ForeignKey(LearningSession, models.CASCADE, related_name="attendance")
    how = models.CharField(max_length=4, choices=How.choices)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["sign_up", "session"], name="sessionattendance_once_a_session")
        ]
