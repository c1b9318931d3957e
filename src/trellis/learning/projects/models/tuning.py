"""Tuning a design: sessions with colleagues of the network, who is invited, and what they say."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person
from trellis.core.foundation.models import Record, Revised

from .design import Project

MIN_MINUTES, MAX_MINUTES = 10, 240


class TuningSession(Revised):
    """A meeting at which colleagues go through a project's design and say what they think. Canceled: deleted.

    moved_at: when it last got another time.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="tuning_sessions")
    arranged_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    starts = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(
        default=45, validators=[MinValueValidator(MIN_MINUTES), MaxValueValidator(MAX_MINUTES)]
    )
    online_link = models.URLField(max_length=600, blank=True, default="")
    place = models.CharField(max_length=160, blank=True, default="")
    focus = models.CharField(max_length=300, blank=True, default="", help_text="What colleagues look at.")
    moved_at = models.DateTimeField(null=True, blank=True)

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)


class TuningInvitation(Record):
    """A colleague who is invited to a session, from any school of the network. Removed: deleted."""

    session = models.ForeignKey(TuningSession, models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    invited_at = models.DateTimeField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="tuninginvitation_unique_person")
        ]


class TuningComment(Revised):
    """A colleague's feedback on the design of a project, by the steps of the tuning protocol, and the team's answer.

    session: the one at which it was said; None for a comment on the design page.
    """

    class Step(models.TextChoices):
        CLEAR = "clear", _("what is not clear to me")
        LIKE = "like", _("I like")
        WONDER = "wonder", _("I wonder")
        NEXT = "next", _("a next step")

    project = models.ForeignKey(Project, models.CASCADE, related_name="tunings")
    session = models.ForeignKey(
        TuningSession, models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    step = models.CharField(max_length=6, choices=Step.choices)
    words = models.CharField(max_length=600)
    answer = models.CharField(max_length=600, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
