"""Where: networks, districts, schools, terms and groups, and what a roster brings of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.models import Record


class Network(Record):
    """A network of schools that share a model of learning."""

    name = models.CharField(max_length=120)
    slug = models.SlugField(unique=True)
    time_zone = models.CharField(
        max_length=40,
        default="America/New_York",
        help_text="Of its office, and of a school that has no other.",
    )
    invented = models.BooleanField(
        default=False, editable=False, help_text="Its people are synthetic. Set once, at birth."
    )


class RosterSource(Record):
    """The system that a network's roster comes from; its identifiers are unique within it."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="roster_sources")
    name = models.CharField(max_length=120)
    last_import_at = models.DateTimeField(null=True)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["network", "name"], name="rostersource_unique_name")]


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
                name="%(class)s_unique_roster_id",
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
    phone = models.CharField(max_length=40, blank=True, default="", help_text="Families call it.")


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
            models.CheckConstraint(condition=Q(starts__lte=F("ends")), name="term_ends_after_start"),
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
        constraints = [models.UniqueConstraint(fields=["school", "date"], name="calendarday_unique_date")]


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
