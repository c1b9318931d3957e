"""Teams, sections, staff and subjects of a design.

Before there is a roster a team is a number of students, a section a share of them, and a teacher a name such as
"Science 1". When the roster arrives, `group` and `person` say who they are, and their numbers come from there.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Group, Person
from trellis.core.foundation.models import Record, Revised

from .designs import Room, WeekDesign


class DesignTeam(Revised):
    """Students and the teachers who share them. `students` is planned; with a `group`, the roster counts.

    away: when its students are out at internships. planning_minutes: for its teachers together, a week.
    language_minutes: of language service that each of its sections needs a week.
    """

    design = models.ForeignKey(WeekDesign, models.CASCADE, related_name="teams")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    grades = models.CharField(max_length=40, blank=True, default="")
    students = models.PositiveSmallIntegerField(default=0)
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="+")
    away: models.JSONField[list[str]] = models.JSONField(default=list, blank=True)
    planning_minutes = models.PositiveSmallIntegerField(default=0)
    language_minutes = models.PositiveSmallIntegerField(default=0)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["design", "title"],
                condition=Q(deleted_at=None),
                name="designteam_unique_title",
                violation_error_message=_("There is already a team with this name."),
            )
        ]


class TeamSection(Record):
    """Part of a team: students who have lessons together, or an advisory."""

    class Kind(models.TextChoices):
        CLASS = "class", _("class group")
        ADVISORY = "advisory", _("advisory")

    team = models.ForeignKey(DesignTeam, models.CASCADE, related_name="sections")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    group = models.ForeignKey(Group, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["team", "kind", "number"], name="teamsection_unique_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="teamsection_number_from_one"),
        ]


class DesignTeacher(Revised):
    """A teacher or advisor of a design. With a `person`, `title` is not shown.

    away: when they are not at school. most_a_week, most_a_day: lessons. days_off: days without a lesson, if possible.
    """

    design = models.ForeignKey(WeekDesign, models.CASCADE, related_name="teachers")
    title = models.CharField(max_length=80, blank=True, default="")
    person = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(DesignTeam, models.SET_NULL, null=True, blank=True, related_name="teachers")
    home_room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, related_name="+")
    away: models.JSONField[list[str]] = models.JSONField(default=list, blank=True)
    most_a_week = models.PositiveSmallIntegerField(null=True, blank=True)
    most_a_day = models.PositiveSmallIntegerField(null=True, blank=True)
    days_off = models.PositiveSmallIntegerField(default=0)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["design", "person"],
                condition=Q(person__isnull=False, deleted_at=None),
                name="designteacher_unique_person",
                violation_error_message=_("This person is already on the list."),
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(title=""), name="designteacher_has_name"
            ),
        ]

    @property
    def name(self) -> str:
        return self.person.name if self.person else self.title


class TeamSubject(Revised):
    """What a team's students have each week: a subject for each class group, advisory for each advisory, or something
    for the whole team at once.

    teachers share the sections out among them in order; with `co_taught`, all of them are in each lesson.
    """

    class Kind(models.TextChoices):
        CLASS = "class", _("class")
        ADVISORY = "advisory", _("advisory")
        TOGETHER = "together", _("whole team together")

    team = models.ForeignKey(DesignTeam, models.CASCADE, related_name="subjects")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.CLASS)
    title = models.CharField(max_length=80)
    times = models.PositiveSmallIntegerField(help_text="Times a week.")
    length = models.PositiveSmallIntegerField(default=1, help_text="Periods in a row.")
    needs_room = models.BooleanField(default=True)
    room_kind = models.CharField(max_length=40, blank=True, default="")
    is_first = models.BooleanField(default=False, help_text="Only in the first period of a day.")
    is_language_service = models.BooleanField(default=False)
    co_taught = models.BooleanField(default=False)
    teachers = models.ManyToManyField(DesignTeacher, through="SubjectTeacher", related_name="subjects")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["team", "title"],
                condition=Q(deleted_at=None),
                name="teamsubject_unique_title",
                violation_error_message=_("This team already has a subject with this name."),
            ),
            models.CheckConstraint(condition=Q(times__gte=1, length__gte=1), name="teamsubject_meets"),
        ]


class SubjectTeacher(Record):
    """A teacher of a subject, in the order in which they take its sections."""

    subject = models.ForeignKey(TeamSubject, models.CASCADE, related_name="subject_teachers")
    teacher = models.ForeignKey(DesignTeacher, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()

    class Meta(Record.Meta):
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["subject", "teacher"], name="subjectteacher_unique_teacher")
        ]
