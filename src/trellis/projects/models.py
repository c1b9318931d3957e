"""Projects: a driving question, the students who work on it, and the steps on the way."""

from django.db import models

from trellis.community.models import Person, School
from trellis.foundation.models import Record


class Project(Record):
    """A project that a school's students work on, across classes."""

    school = models.ForeignKey(School, models.CASCADE, related_name="projects")
    title = models.CharField(max_length=160)
    driving_question = models.CharField(max_length=300)
    audience = models.CharField(max_length=160, blank=True, help_text="Who, outside the school, it is for.")
    starts = models.DateField()
    ends = models.DateField()


class Member(Record):
    """A student in a project, and the team they work in."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="members")
    student = models.ForeignKey(Person, models.CASCADE, related_name="projects")
    team = models.PositiveSmallIntegerField(default=1)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "student"], name="once_in_a_project")]


class Step(Record):
    """A benchmark of a project: what is due next."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="steps")
    title = models.CharField(max_length=160)
    note = models.CharField(max_length=240, blank=True)
    due = models.DateField()
    position = models.PositiveSmallIntegerField()

    class Meta(Record.Meta):
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["project", "position"], name="one_step_of_a_position")]


class StepDone(Record):
    """A member has handed in a step: a row with who and when, not a flag."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="done")
    member = models.ForeignKey(Member, models.CASCADE, related_name="done", db_index=False)
    at = models.DateTimeField()

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["member", "step"], name="a_step_is_done_once")]
