"""The week itself: what meets when and where, and what was changed by hand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from trellis.core.community.models import Person
from trellis.core.foundation.models import Record

from ..days import DAY_CHOICES
from .designs import Room, WeekDesign
from .people import DesignTeam, TeamSection, TeamSubject


class WeekMeeting(Record):
    """One meeting in the week: of a subject (with the section it is for), or without a subject a team's planning.

    number: of its first period. fixed: a person put it there, and drafting leaves it there.
    """

    design = models.ForeignKey(WeekDesign, models.CASCADE, related_name="meetings")
    team = models.ForeignKey(DesignTeam, models.CASCADE, related_name="meetings")
    subject = models.ForeignKey(
        TeamSubject, models.CASCADE, null=True, blank=True, related_name="week_meetings"
    )
    section = models.ForeignKey(TeamSection, models.CASCADE, null=True, blank=True, related_name="meetings")
    day = models.CharField(max_length=3, choices=DAY_CHOICES)
    number = models.PositiveSmallIntegerField()
    room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, related_name="meetings")
    fixed = models.BooleanField(default=False)

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(subject__isnull=False) | Q(section=None),
                name="weekmeeting_planning_has_no_section",
            )
        ]


class WeekChange(Record):
    """A change of the week by hand, so that it can be undone: each meeting as it was before, and as it was after."""

    design = models.ForeignKey(WeekDesign, models.CASCADE, related_name="changes")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    revision = models.PositiveIntegerField(help_text="The design's week_revision after the change.")
    before: models.JSONField[list[dict]] = models.JSONField(default=list)
    after: models.JSONField[list[dict]] = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)
