"""A school's rooms, and a design of its week: bell times, what is asked of it, and what came of the last draft.

Times away are lists of "day:number", as in "mon:2": the second period on Monday. Days are the keys of
`blueprint.package.days.DAYS`.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person, School
from trellis.core.foundation.guard import GuardedManager, GuardedQuerySet
from trellis.core.foundation.models import Record, Revised

from ..days import DAY_CHOICES


class Room(Revised):
    """A room where lessons are held. Every design of the school uses the same rooms."""

    school = models.ForeignKey(School, models.CASCADE, related_name="rooms")
    title = models.CharField(max_length=80)
    kind = models.CharField(
        max_length=40, blank=True, default="", help_text="Such as science lab. Empty: any classroom."
    )
    is_general = models.BooleanField(default=True, help_text="Other lessons may be held there too.")
    closed_days: models.JSONField[list[str]] = models.JSONField(default=list, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["school", "title"],
                condition=Q(deleted_at=None),
                name="room_unique_title",
                violation_error_message=_("There is already a room with this name."),
            ),
            models.CheckConstraint(condition=Q(is_general=True) | ~Q(kind=""), name="room_has_a_use"),
        ]


class WeekDesignQuerySet(GuardedQuerySet):
    """Designs of weeks."""

    def open(self) -> WeekDesignQuerySet:
        """Drafts that were neither adopted nor discarded."""
        return self.filter(adopted_at=None, deleted_at=None)

    def adopted(self) -> WeekDesignQuerySet:
        return self.filter(adopted_at__isnull=False, deleted_at=None)

    def in_force_on(self, day: object) -> WeekDesignQuerySet:
        """Adopted designs of weeks that hold this day: one for each school."""
        return self.adopted().filter(Q(ends=None) | Q(ends__gte=day), starts__lte=day)


class WeekDesign(Revised):
    """One design of a school's week in one school year. `week_revision` counts changes of its meetings.

    inputs_revision counts changes of what goes in; drafted_inputs is its value when the week was last drafted.
    findings: what the last draft found (see `findings.py`). starts, ends: the days on which an adopted week holds.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="week_designs")
    school_year = models.PositiveSmallIntegerField(help_text="The year in which the school year ends.")
    title = models.CharField(max_length=120)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    requests: models.JSONField[dict[str, int]] = models.JSONField(
        default=dict, blank=True, help_text="Weight of each request; 0 is not asked for."
    )
    most_consecutive = models.PositiveSmallIntegerField(default=3)
    free_periods = models.BooleanField(default=True, help_text="Students may have a period without a lesson.")
    shared_at = models.DateTimeField(null=True, blank=True, help_text="Since when the school's staff see it.")
    week_revision = models.PositiveIntegerField(default=0)
    inputs_revision = models.PositiveIntegerField(default=1)
    drafted_inputs = models.PositiveIntegerField(default=0)
    drafting_since = models.DateTimeField(null=True, blank=True)
    drafted_at = models.DateTimeField(null=True, blank=True)
    refused = models.CharField(max_length=400, blank=True, default="", help_text="Why no week was drafted.")
    findings: models.JSONField[dict[str, object]] = models.JSONField(default=dict, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)

    objects = GuardedManager.from_queryset(WeekDesignQuerySet)()

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(adopted_at=None) | Q(starts__isnull=False), name="weekdesign_adopted_with_start"
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(starts__lte=F("ends")), name="weekdesign_ends_after_start"
            ),
        ]

    @property
    def is_current(self) -> bool:
        """Whether the week was drafted from what is entered now."""
        return self.drafted_at is not None and self.drafted_inputs == self.inputs_revision


class BellPeriod(Record):
    """One period of one day, by its number from 1. Days may have other bell times."""

    design = models.ForeignKey(WeekDesign, models.CASCADE, related_name="periods")
    day = models.CharField(max_length=3, choices=DAY_CHOICES)
    number = models.PositiveSmallIntegerField()
    starts = models.TimeField()
    ends = models.TimeField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["design", "day", "number"], name="bellperiod_unique_number"),
            models.CheckConstraint(condition=Q(starts__lt=F("ends")), name="bellperiod_ends_after_start"),
            models.CheckConstraint(condition=Q(number__gte=1), name="bellperiod_number_from_one"),
        ]
