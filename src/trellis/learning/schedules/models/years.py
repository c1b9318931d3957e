"""The dates of a school's year. What leaders edit is a plan; what everybody sees are the dates that were adopted."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from trellis.core.community.models import School, Term
from trellis.core.foundation.models import Record, Revised


class SchoolYearPlan(Revised):
    """One school year of a school, and what its dates are drafted from.

    adopted_days: by ISO date, the id of the CalendarDay that adopting wrote. Adopting again removes no other.
    """

    school = models.ForeignKey(School, models.CASCADE, related_name="year_plans")
    school_year = models.PositiveSmallIntegerField(help_text="The year in which the school year ends.")
    first_day = models.DateField()
    last_day = models.DateField()
    required_days = models.PositiveSmallIntegerField(null=True, blank=True)
    students = models.PositiveIntegerField(help_text="Who have exhibitions, as planned.")
    panels = models.PositiveSmallIntegerField(default=4, help_text="That hold exhibitions at the same time.")
    exhibition_minutes_a_day = models.PositiveSmallIntegerField(default=300)
    weeks_before_internships = models.PositiveSmallIntegerField(default=3)
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_days: models.JSONField[dict[str, str]] = models.JSONField(default=dict, blank=True)
    term = models.ForeignKey(
        Term, models.SET_NULL, null=True, blank=True, related_name="+", help_text="Of the year, once adopted."
    )

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["school", "school_year"], name="schoolyearplan_unique_year"),
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")), name="schoolyearplan_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(panels__gte=1), name="schoolyearplan_has_panels"),
        ]


class YearDate(Revised):
    """One date of a year. `title` is empty where the words of the model name it; `ends` is the last day.

    number: of the term that it is or belongs to, of the half year for internships; None where a person added it.
    fixed: a person set it, and drafting leaves it. adopted_*: as everybody sees it, until the next adoption.
    """

    class Kind(models.TextChoices):
        """What a date is. Pages name it in the words of the model (`year_wording.py`)."""

        TERM = "term"
        INTERNSHIPS = "internships"
        EXHIBITIONS = "exhibitions"
        PLAN_MEETINGS = "plan_meetings"
        CLOSED = "closed"
        OTHER = "other"

    plan = models.ForeignKey(SchoolYearPlan, models.CASCADE, related_name="dates")
    kind = models.CharField(max_length=13, choices=Kind.choices)
    title = models.CharField(max_length=80, blank=True, default="")
    starts = models.DateField()
    ends = models.DateField()
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    fixed = models.BooleanField(default=False)
    removed_at = models.DateTimeField(
        null=True, blank=True, help_text="It can be restored until the next adoption."
    )
    adopted_starts = models.DateField(null=True, blank=True)
    adopted_ends = models.DateField(null=True, blank=True)
    adopted_title = models.CharField(max_length=80, blank=True, default="")
    term = models.ForeignKey(
        Term, models.SET_NULL, null=True, blank=True, related_name="+", help_text="That adopting wrote."
    )

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="yeardate_ends_after_start"),
            models.CheckConstraint(
                condition=Q(adopted_starts=None, adopted_ends=None)
                | Q(adopted_starts__isnull=False, adopted_ends__isnull=False),
                name="yeardate_adopted_whole",
            ),
        ]
