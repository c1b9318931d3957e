"""Placements: one student at one site, or one adult beside a leader of another school; the days there, and what a
mentor notes and answers."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person, School
from trellis.core.foundation.guard import GuardedManager
from trellis.core.foundation.models import Record, Revised

from ..querysets import ConcernQuerySet, InternshipDayQuerySet, PlacementQuerySet
from .sites import Site


class InternshipTerms(Revised):
    """What an internship is: its days and hours, what is done there, and whether it is paid."""

    class Kind(models.TextChoices):
        UNPAID = "unpaid", _("unpaid, for learning")
        PAID = "paid", _("paid work")
        WECEP = "wecep", _("paid, in a work experience and career exploration program (WECEP)")
        STUDENT_LEARNER = "student-learner", _("paid, as a student-learner with a written agreement")

    starts = models.DateField()
    ends = models.DateField(null=True, blank=True, help_text="The last day.")
    weekdays: models.JSONField[list[int]] = models.JSONField(
        default=list, help_text="ISO weekdays: 1 is Monday."
    )
    from_time = models.TimeField(null=True, blank=True)
    to_time = models.TimeField(null=True, blank=True)
    hours_agreed = models.PositiveSmallIntegerField(default=80)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.UNPAID)
    tasks: models.JSONField[list[str]] = models.JSONField(
        default=list, blank=True, help_text="Keys of the list of dangerous work."
    )

    class Meta(Revised.Meta):
        abstract = True


class Placement(InternshipTerms):
    """One student's internship at one site; or an apprenticeship: `student` is the adult who learns beside a leader of
    `host_school`, and there is no site."""

    student = models.ForeignKey(Person, models.CASCADE, related_name="placements")
    site = models.ForeignKey(Site, models.PROTECT, null=True, blank=True, related_name="placements")
    host_school = models.ForeignKey(
        School, models.PROTECT, null=True, blank=True, related_name="apprenticeships"
    )
    mentor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="mentored")

    objects = GuardedManager.from_queryset(PlacementQuerySet)()

    class Meta(InternshipTerms.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(site__isnull=False, host_school=None) | Q(site=None, host_school__isnull=False),
                name="placement_at_site_or_school",
            )
        ]

    @property
    def internship_site(self) -> Site:
        """The site of a student's internship. An apprenticeship has none, and no page of sites shows one."""
        if self.site is None:
            raise Site.DoesNotExist
        return self.site

    @property
    def place_name(self) -> str:
        """The site, or the school whose leader an adult learns with."""
        return self.host_school.name if self.host_school else self.internship_site.name

    def is_current(self, day: date) -> bool:
        """Whether it has not ended before a day: it is under way, or still to come."""
        return self.ends is None or self.ends >= day

    def is_internship_day(self, day: date) -> bool:
        """Whether the student goes to the site on a day, by the agreed weekdays."""
        return self.starts <= day and self.is_current(day) and day.isoweekday() in self.weekdays


class InternshipDay(Record):
    """One day at the site, as the student logged it and the mentor confirmed it."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="days", db_index=False)
    date = models.DateField()
    arrived = models.TimeField(null=True, blank=True)
    left = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    goal = models.CharField(max_length=240, blank=True, default="")
    summary = models.CharField(
        max_length=600, blank=True, default="", help_text="One sentence about the day."
    )
    late = models.BooleanField(default=False, help_text="Written down on a later day.")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    objects = GuardedManager.from_queryset(InternshipDayQuerySet)()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["placement", "date"], name="internshipday_unique_date"),
            models.CheckConstraint(condition=Q(minutes__lte=1440), name="internshipday_minutes_at_most_24h"),
        ]

    @property
    def awaits_confirmation(self) -> bool:
        """Whether it has both times and no mentor has confirmed it yet."""
        return self.minutes > 0 and self.confirmed_at is None


class DayEntry(Record):
    """One thing that a phone sent about a day. Its id is made on the phone, so sending it twice is once."""

    class Kind(models.TextChoices):
        ARRIVED = "arrived", "arrived"
        GOAL = "goal", "goal"
        LEFT = "left", "left"
        BACK = "back", "still there: leaving is taken back"
        SAID = "said", "a sentence"
        FILE = "file", "a photo or a voice note"

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="entries", db_index=False)
    date = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.TimeField(null=True, blank=True, help_text="On the school's clock, put right.")
    words = models.CharField(max_length=600, blank=True, default="")
    file = models.FileField(upload_to="days/%Y/%m", blank=True, default="")
    media_type = models.CharField(max_length=20, blank=True, default="")
    made_at = models.DateTimeField(help_text="When it was written, the phone's clock put right.")
    clock_off = models.IntegerField(default=0, help_text="Seconds that the phone's clock was ahead.")
    late = models.BooleanField(default=False)
    fingerprint = models.CharField(
        max_length=32, help_text="Of what was sent: the same id with other words is refused."
    )

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["placement", "date"])]


class Concern(Revised):
    """A mentor's note to the school about a concern. The advisor answers; nothing else happens by itself."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="concerns")
    raised_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    words = models.CharField(max_length=1000)
    heard_at = models.DateTimeField(null=True, blank=True)
    heard_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    objects = GuardedManager.from_queryset(ConcernQuerySet)()


class MentorAnswer(Record):
    """A mentor's answers, once a quarter, about how the internship goes: about the work, never about character."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="answers")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    answers: models.JSONField[dict[str, str]] = models.JSONField(
        default=dict, help_text="By question: yes, partly, or not-yet."
    )
