"""Who: people, their background and schooling, and the ties from which all access follows."""

from datetime import UTC, datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.models import Record

from .places import District, Group, Network, Rostered, School


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

    distinction = ""
    """What distinguishes them from somebody of the same name in the same list (see `distinct_names`)."""

    @property
    def name(self) -> str:
        """The name they go by; in a list with another of that name, with what distinguishes them."""
        name = f"{self.first_name} {self.family_name}".strip()
        return f"{name} ({self.distinction})" if self.distinction else name

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
        NATIVE = "native", _("American Indian or Alaska Native")
        ASIAN = "asian", _("Asian")
        BLACK = "black", _("Black")
        LATINE = "latine", _("Hispanic or Latino")
        PACIFIC = "pacific", _("Native Hawaiian or Pacific Islander")
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
        MOVED = "moved", _("transferred or moved away")
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
                name="schooling_left_with_date",
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
    LEADER = "leader-of", _("school leader")
    COACH = "coach-of", _("coach")
    NETWORK_STAFF = "network-staff-of", _("network staff")
    PARTNER = "partner-of", _("partner")
    LIAISON = "liaison-of", _("McKinney-Vento liaison")


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
            models.CheckConstraint(condition=_exactly_one_target(), name="tie_exactly_one_target"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="tie_ends_after_start"
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
