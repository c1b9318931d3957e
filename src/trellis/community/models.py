"""Who and where: networks, districts, schools, terms, people, groups, and the ties between them."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.foundation.ids import new_id
from trellis.foundation.models import Record


class Network(Record):
    """A network of schools that share a model of learning."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    invented = models.BooleanField(
        default=False, editable=False, help_text="Its people are synthetic. Set once, at birth."
    )


class RosterSource(Record):
    """The system that a network's roster comes from; its identifiers are unique within it."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="roster_sources")
    name = models.CharField(max_length=120)
    last_import_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["network", "name"], name="one_roster_source_of_a_name")
        ]


class Rostered(Record):
    """A row that a roster may bring: where from, its id there, and the print of what came last.

    The print lets the next import pass over what has not changed there, so local edits stay.
    """

    roster_source = models.ForeignKey(
        RosterSource, models.PROTECT, null=True, db_index=False, related_name="+"
    )
    roster_id = models.CharField(max_length=255, blank=True, default="")
    roster_print = models.CharField(max_length=32, blank=True, default="")

    class Meta(Record.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["roster_source", "roster_id"],
                condition=~Q(roster_id=""),
                name="%(class)s_once_per_roster",
            )
        ]


class District(Rostered):
    """A school district that a network works with; a network keeps its own record of its partner."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="districts")
    name = models.CharField(max_length=160)
    state = models.CharField(max_length=2, blank=True)
    identifier = models.CharField(max_length=64, blank=True)


class School(Rostered):
    """A school of a network."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="schools")
    district = models.ForeignKey(District, models.SET_NULL, null=True, blank=True, related_name="schools")
    name = models.CharField(max_length=160)
    city = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=2, blank=True)
    identifier = models.CharField(max_length=64, blank=True)
    time_zone = models.CharField(max_length=40, default="America/New_York")


class Term(Rostered):
    """A stretch of the school's year, after OneRoster's academicSession. `ends` is the last day."""

    class Kind(models.TextChoices):
        YEAR = "schoolYear", _("school year")
        SEMESTER = "semester", _("semester")
        TERM = "term", _("term")
        GRADING_PERIOD = "gradingPeriod", _("grading period")

    network = models.ForeignKey(Network, models.CASCADE, related_name="terms")
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="terms")
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="parts")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    title = models.CharField(max_length=160)
    starts = models.DateField()
    ends = models.DateField()
    school_year = models.PositiveSmallIntegerField(help_text="The year in which the school year ends.")

    class Meta(Rostered.Meta):
        constraints = [
            *Rostered.Meta.constraints,
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="term_ends_after_it_starts"),
        ]


class CalendarDay(Record):
    """What one day is at one school, where it differs from the pattern of its model."""

    class Kind(models.TextChoices):
        SCHOOL = "school", _("school day")
        INTERNSHIP = "internship", _("internship day")
        EXHIBITION = "exhibition", _("exhibition day")
        CLOSED = "closed", _("no school")

    school = models.ForeignKey(School, models.CASCADE, related_name="calendar")
    date = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    note = models.CharField(max_length=120, blank=True)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["school", "date"], name="one_kind_of_day")]


class Course(Rostered):
    """What a class teaches, after OneRoster's course."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="courses")
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="courses")
    title = models.CharField(max_length=160)
    code = models.CharField(max_length=64, blank=True)


class Group(Rostered):
    """People who work together: an advisory, a team, a strand, a class; for a few days, a work group."""

    class Kind(models.TextChoices):
        ADVISORY = "advisory", _("advisory")
        TEAM = "team", _("team")
        STRAND = "strand", _("strand")
        CLASS = "class", _("class")
        WORK = "work", _("work group")

    school = models.ForeignKey(School, models.CASCADE, related_name="groups")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=160)
    code = models.CharField(max_length=64, blank=True)
    location = models.CharField(max_length=80, blank=True)
    course = models.ForeignKey(Course, models.SET_NULL, null=True, blank=True, related_name="classes")
    terms = models.JSONField(default=list, blank=True, help_text="Ids of the terms in which it meets.")


class Person(Rostered):
    """Anyone in the network. What they are follows from their ties, never from a flag here."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="people")
    given_name = models.CharField(max_length=120)
    middle_name = models.CharField(max_length=120, blank=True, default="")
    family_name = models.CharField(max_length=120, blank=True, default="")
    preferred_name = models.CharField(
        max_length=120, blank=True, default="", help_text="In place of the given name."
    )
    pronouns = models.CharField(max_length=40, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    username = models.CharField(max_length=150, blank=True, default="")
    identifier = models.CharField(max_length=64, blank=True, default="")
    grade = models.CharField(max_length=2, blank=True, default="", help_text="CEDS code: 09, 10, 11, 12.")
    language = models.CharField(
        max_length=12, blank=True, default="", help_text="BCP 47: the screen's language."
    )
    home_languages = models.JSONField(default=list, blank=True, help_text="BCP 47 codes, first one first.")

    @property
    def name(self) -> str:
        """The name they go by."""
        return f"{self.first_name} {self.family_name}".strip()

    @property
    def first_name(self) -> str:
        return self.preferred_name or self.given_name

    @property
    def reads(self) -> tuple[str, ...]:
        """The languages in which to write to them, the likeliest first: the one they chose, then those of the home."""
        return (self.language, *self.home_languages)

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.family_name[:1]).upper()


class Demographics(Rostered):
    """What is asked of a school about a student's background. Kept apart: few people need it by name.

    Birth place, entry date and immigration status have no field, by design. Race is the CEDS rollup.
    """

    class Race(models.TextChoices):
        NATIVE = "native", _("Native")
        ASIAN = "asian", _("Asian")
        BLACK = "black", _("Black")
        LATINE = "latine", _("Latine")
        PACIFIC = "pacific", _("Pacific Islander")
        WHITE = "white", _("White")
        TWO = "two", _("Two or more races")

    student = models.OneToOneField(Person, models.CASCADE, related_name="demographics")
    birth_date = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=12, blank=True, default="")
    race = models.CharField(max_length=8, choices=Race.choices, blank=True, default="")
    multilingual_learner = models.BooleanField(null=True)
    disability = models.BooleanField(null=True)
    low_income = models.BooleanField(null=True)


class Schooling(Record):
    """When a student first entered ninth grade, and how they left: what a graduation cohort is counted by.

    `cohort` is the year in which that first ninth grade ended (a newcomer's: as the state places them). A student who
    moved to another school leaves the cohort; one who left school stays in it.
    """

    class Left(models.TextChoices):
        GRADUATED = "graduated", _("graduated")
        MOVED = "moved", _("moved to another school")
        LEFT = "left", _("left school")

    student = models.OneToOneField(Person, models.CASCADE, related_name="schooling")
    school = models.ForeignKey(School, models.CASCADE, related_name="cohorts", help_text="Which counts them.")
    cohort = models.PositiveSmallIntegerField()
    left = models.CharField(max_length=10, choices=Left.choices, blank=True, default="")
    left_on = models.DateField(null=True, blank=True)
    ever_learner = models.BooleanField(
        default=False, help_text="Ever learned English at school, now or before."
    )

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(left="", left_on=None) | (~Q(left="") & Q(left_on__isnull=False)),
                name="left_on_a_day",
            )
        ]


class Role(models.TextChoices):
    """What one person is to another, or to a place."""

    STUDENT = "student-of", _("student")
    ADVISOR = "advisor-of", _("advisor")
    TEACHER = "teacher-of", _("teacher")
    MENTOR = "mentor-of", _("mentor")
    GUARDIAN = "guardian-of", _("family")
    COUNSELOR = "counselor-of", _("counselor")
    LEADER = "leader-of", _("leader")
    COACH = "coach-of", _("coach")
    NETWORK_STAFF = "network-staff-of", _("network staff")
    PARTNER = "partner-of", _("partner")
    LIAISON = "liaison-of", _("liaison")


TARGETS = ("to_person", "to_group", "to_school", "to_district", "to_network")


def _exactly_one_target() -> Q:
    every = Q()
    for chosen in TARGETS:
        every |= Q(**{f"{t}__isnull": t != chosen for t in TARGETS})
    return every


LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""The start of a tie when nobody knows it: it began before the first roster came."""


class Tie(Rostered):
    """A time-bounded relationship, from which all access follows. An ended tie gives nothing."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="ties", db_index=False)
    role = models.CharField(max_length=16, choices=Role.choices)
    to_person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="tied", db_index=False)
    to_group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="ties", db_index=False)
    to_school = models.ForeignKey(School, models.CASCADE, null=True, related_name="ties", db_index=False)
    to_district = models.ForeignKey(District, models.CASCADE, null=True, related_name="ties", db_index=False)
    to_network = models.ForeignKey(Network, models.CASCADE, null=True, related_name="ties", db_index=False)
    starts = models.DateTimeField(default=timezone.now)
    ends = models.DateTimeField(null=True, blank=True)

    class Meta(Rostered.Meta):
        constraints = [
            *Rostered.Meta.constraints,
            models.CheckConstraint(condition=_exactly_one_target(), name="tie_to_exactly_one"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="tie_in_order"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "role"], name="tie_person"),
            *(
                models.Index(
                    fields=[t, "role", "person"], condition=Q(**{f"{t}__isnull": False}), name=f"tie_{t}"
                )
                for t in TARGETS
            ),
        ]


class AccountManager(BaseUserManager):
    """Accounts are made by invitation only."""

    def create_user(
        self, username: str, email: str = "", password: str | None = None, **more: Any
    ) -> "Account":
        account = self.model(username=username, email=self.normalize_email(email), **more)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """A way to sign in. Most people of a network have none: mentors and families come by link."""

    sourced_id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    person = models.OneToOneField(Person, models.CASCADE, null=True, related_name="account")
    is_active = models.BooleanField(default=True)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    def __str__(self) -> str:
        return self.username


class JoinCode(Record):
    """A one-time code by which a person makes their way in. Only its hash is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="join_codes")
    digest = models.CharField(max_length=64, unique=True)
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)


class Link(Record):
    """A way to one page for somebody without an account: one purpose, one thing, until a moment.

    The token that goes out is signed; nothing of it is kept. `about_id` is the row that the purpose is about.
    """

    purpose = models.CharField(max_length=24)
    about_id = models.UUIDField()
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="links")
    language = models.CharField(
        max_length=12,
        blank=True,
        default="",
        help_text="BCP 47: what its holder reads, where no record says it.",
    )
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    expires = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["about_id", "purpose"])]
