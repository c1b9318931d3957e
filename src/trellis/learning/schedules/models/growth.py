"""How a school grows that adds a grade each year: what its plan assumes, and the numbers that people set themselves."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from trellis.core.community.models import School
from trellis.core.foundation.models import Record, Revised
from trellis.engines.timetable.growth_numbers import LAST_YEAR


class GrowthPlan(Revised):
    """What a school's plan of growth assumes. `engines.timetable.growth` computes the years from it.

    opening: the school year of year 1, by the year in which it ends. Losses are in percent. rooms: empty where nobody
    knows yet.
    """

    school = models.OneToOneField(School, models.CASCADE, related_name="growth_plan")
    opening = models.PositiveSmallIntegerField()
    entry_grade = models.CharField(max_length=2, help_text="CEDS code, such as 09.")
    intake = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    second_entry_grade = models.CharField(max_length=2, blank=True, default="")
    second_intake = models.PositiveSmallIntegerField(null=True, blank=True)
    loss_first_year = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(99)])
    loss_later = models.PositiveSmallIntegerField(default=5, validators=[MaxValueValidator(99)])
    team_least = models.PositiveSmallIntegerField(default=80)
    team_most = models.PositiveSmallIntegerField(default=100)
    class_least = models.PositiveSmallIntegerField(default=20)
    class_most = models.PositiveSmallIntegerField(default=25)
    advisory_size = models.PositiveSmallIntegerField(default=16)
    teacher_least = models.PositiveSmallIntegerField(default=16)
    teacher_most = models.PositiveSmallIntegerField(default=20)
    subjects = models.PositiveSmallIntegerField(default=7)
    rooms = models.PositiveSmallIntegerField(null=True, blank=True)
    planning_minutes = models.PositiveSmallIntegerField(default=100)

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    intake__gte=1,
                    team_least__gte=1,
                    class_least__gte=1,
                    advisory_size__gte=1,
                    teacher_least__gte=1,
                    subjects__gte=1,
                ),
                name="growthplan_sizes_from_one",
            ),
            models.CheckConstraint(
                condition=Q(
                    team_least__lte=F("team_most"),
                    class_least__lte=F("class_most"),
                    teacher_least__lte=F("teacher_most"),
                ),
                name="growthplan_least_before_most",
            ),
            models.CheckConstraint(
                condition=Q(loss_first_year__lte=99, loss_later__lte=99), name="growthplan_loss_in_percent"
            ),
            models.CheckConstraint(
                condition=Q(second_entry_grade="", second_intake=None)
                | Q(second_intake__gte=1) & ~Q(second_entry_grade__in=["", F("entry_grade")]),
                name="growthplan_second_entry_is_whole",
            ),
        ]


class GrowthNumber(Record):
    """A number of one year that people set themselves, in place of the computed one. Taking it back removes the row.

    key: a grade, or one of `engines.timetable.growth_numbers.NEEDS`.
    """

    plan = models.ForeignKey(GrowthPlan, models.CASCADE, related_name="numbers")
    year = models.PositiveSmallIntegerField(validators=[MaxValueValidator(LAST_YEAR)])
    key = models.CharField(max_length=24)
    number = models.PositiveIntegerField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["plan", "year", "key"], name="growthnumber_unique_key"),
            models.CheckConstraint(condition=Q(year__lte=LAST_YEAR), name="growthnumber_year_of_the_plan"),
        ]
