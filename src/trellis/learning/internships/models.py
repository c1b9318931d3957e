"""Learning in the world: sites, searches for a placement, placements, and days."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Person
from trellis.core.foundation.guard import GuardedManager
from trellis.core.foundation.models import Record, Revised

from .querysets import (
    ConcernQuerySet,
    HoldQuerySet,
    InternshipDayQuerySet,
    PlacementQuerySet,
    SearchQuerySet,
)


class Site(Revised):
    """A place in the community where students learn."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="sites")
    name = models.CharField(max_length=160)
    city = models.CharField(max_length=80, blank=True)
    field = models.CharField(max_length=80, blank=True, help_text="What is done there: health, boats, radio.")
    capacity = models.PositiveSmallIntegerField(default=4, help_text="Students at one time.")
    weekdays: models.JSONField[list[int]] = models.JSONField(
        default=list, blank=True, help_text="ISO weekdays; empty: any."
    )
    languages: models.JSONField[list[str]] = models.JSONField(
        default=list, blank=True, help_text="BCP 47: spoken there."
    )
    minutes_away = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="From the school, door to door, by foot, bus or train."
    )
    email = models.EmailField(blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    least_age = models.PositiveSmallIntegerField(default=0, help_text="In years; 0: the site asks for none.")


class SiteMentor(Record):
    """Somebody at a site who takes students on. Access comes from a tie to a student, never from this."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="mentors")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["site", "person"], name="sitementor_unique_person")]


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
    """One student's internship at one site."""

    student = models.ForeignKey(Person, models.CASCADE, related_name="placements")
    site = models.ForeignKey(Site, models.PROTECT, related_name="placements")
    mentor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="mentored")

    objects = GuardedManager.from_queryset(PlacementQuerySet)()

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


class Clearance(Record):
    """A check of a site: a visit, an insurance, a mentor's background. It may expire."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="clearances")
    kind = models.CharField(max_length=80)
    expires = models.DateField(null=True, blank=True, help_text="The last day on which it holds.")


class PlacementSearch(Revised):
    """A student's search for a placement, from an interest through the stages of the school's model."""

    student = models.ForeignKey(Person, models.CASCADE, related_name="searches")
    interest = models.CharField(max_length=240)
    field = models.CharField(max_length=80, blank=True, default="")
    stage = models.CharField(max_length=80)
    ticked: models.JSONField[dict[str, list[str]]] = models.JSONField(
        default=dict, blank=True, help_text="By stage: which of its needs are there."
    )
    wishes: models.JSONField[list[str]] = models.JSONField(
        default=list, blank=True, help_text="Ids of sites, the most liked first."
    )
    most_minutes = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The longest way from school; empty: any."
    )
    placement = models.OneToOneField(Placement, models.SET_NULL, null=True, blank=True, related_name="search")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager.from_queryset(SearchQuerySet)()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["student"],
                condition=Q(closed_at__isnull=True),
                name="placementsearch_one_open_per_student",
            )
        ]

    @property
    def is_open(self) -> bool:
        """Whether it has not led to a placement or ended."""
        return self.closed_at is None


class Reservation(Record):
    """A spot reserved for one student until a day; then it is free again, whether anybody does anything or not."""

    search = models.ForeignKey(PlacementSearch, models.CASCADE, related_name="holds")
    site = models.ForeignKey(Site, models.CASCADE, related_name="holds")
    until = models.DateField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    let_go_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedManager.from_queryset(HoldQuerySet)()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["search"],
                condition=Q(let_go_at__isnull=True),
                name="reservation_one_current_per_search",
            )
        ]

    def is_open(self, today: date) -> bool:
        """Whether it was not released and has not expired; an approved one does not expire."""
        return self.let_go_at is None and (self.until >= today or self.approved_at is not None)


class Agreement(InternshipTerms):
    """What student, family, mentor and school agree on for a reserved spot."""

    hold = models.OneToOneField(Reservation, models.CASCADE, related_name="agreement")
    mentor = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    work = models.CharField(
        max_length=600, blank=True, default="", help_text="Work that helps the site and teaches the student."
    )


class Signature(Record):
    """One person's signature of an agreement as it was worded then; other words need a new signature."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    part = models.CharField(
        max_length=40, help_text="A role of the model: student, guardian, mentor, advisor."
    )
    name = models.CharField(max_length=120)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    on_paper = models.BooleanField(default=False, help_text="Signed on paper; noted here by the school.")
    wording = models.CharField(max_length=32, help_text="A print of the terms that were signed.")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["agreement", "part", "wording"], name="signature_unique_part")
        ]


class MentorAnswer(Record):
    """A mentor's answers, once a quarter, about how the internship goes: about the work, never about character."""

    placement = models.ForeignKey(Placement, models.CASCADE, related_name="answers")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    answers: models.JSONField[dict[str, str]] = models.JSONField(
        default=dict, help_text="By question: yes, partly, or not-yet."
    )
