"""The work on a project: the students in it, what they turn in, the board, and what is done each day."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person
from trellis.core.foundation.guard import GuardedManager, GuardedQuerySet
from trellis.core.foundation.models import Record, Revised

from .design import Project, Step


class MemberQuerySet(GuardedQuerySet):
    """Memberships of students in projects."""

    def in_projects_between(self, first: date, last: date) -> MemberQuerySet:
        """Those in projects that overlap these days, without what was removed."""
        return self.filter(
            project__starts__lte=last,
            project__ends__gte=first,
            project__deleted_at=None,
            deleted_at=None,
        )


class Member(Record):
    """A student in a project, the team they work in, and their part in it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="members")
    student = models.ForeignKey(Person, models.CASCADE, related_name="projects")
    team = models.PositiveSmallIntegerField(default=1)
    role = models.CharField(max_length=60, blank=True, default="")

    objects = GuardedManager.from_queryset(MemberQuerySet)()

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "student"], name="member_unique_student")]


class Contract(Revised):
    """What a team agreed on among themselves."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="contracts")
    team = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=1200, blank=True, default="")

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "team"], name="contract_unique_team")]


class StepDoneQuerySet(GuardedQuerySet):
    """Steps that members turned in."""

    def awaiting_return(self) -> StepDoneQuerySet:
        """Those that nobody has returned since they were turned in."""
        return self.filter(Q(returned_at=None) | Q(returned_at__lt=F("at")))


class StepDone(Record):
    """A member has turned in a step: a row with who and when, not a flag.

    at: when work was first turned in, or turned in again after it was returned. scored: it was returned with levels.
    """

    step = models.ForeignKey(Step, models.CASCADE, related_name="done")
    member = models.ForeignKey(Member, models.CASCADE, related_name="done", db_index=False)
    at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    scored = models.BooleanField(default=False)

    objects = GuardedManager.from_queryset(StepDoneQuerySet)()

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["member", "step"], name="stepdone_unique_member")]

    class Status(models.TextChoices):
        TURNED_IN = "turned-in", _("turned in")
        SCORED = "scored", _("scored")
        RETURNED = "returned", _("returned")

    @property
    def status(self) -> Status:
        """What has become of the work."""
        if self.returned_at is None or self.returned_at < self.at:
            return self.Status.TURNED_IN
        return self.Status.SCORED if self.scored else self.Status.RETURNED


class StepSubmission(Record):
    """What a student turned in for a step. Its id is made in the browser, so sending it twice is once."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="pieces")
    member = models.ForeignKey(Member, models.CASCADE, related_name="pieces")
    words = models.TextField(blank=True, default="")
    link = models.URLField(max_length=600, blank=True, default="")
    file = models.FileField(upload_to="pieces/%Y/%m", blank=True, default="")
    media_type = models.CharField(max_length=80, blank=True, default="")
    name = models.CharField(max_length=160, blank=True, default="", help_text="Of the file, as it was sent.")
    fingerprint = models.CharField(max_length=32, blank=True, default="")
    shared = models.BooleanField(default=False, help_text="Everybody in the project may read it and answer.")

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(words="", link="", file=""), name="stepsubmission_not_empty")
        ]


class Feedback(Record):
    """Feedback on a piece of work from a classmate or a teacher, about all of it or a row of the rubric."""

    piece = models.ForeignKey(StepSubmission, models.CASCADE, related_name="feedback")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    words = models.CharField(max_length=1200)
    language = models.CharField(max_length=12, blank=True, default="", help_text="BCP 47.")
    row = models.CharField(max_length=80, blank=True, default="", help_text="A row of the rubric.")


class NeedToKnow(Revised):
    """A need-to-know: a question that students put on the board, and who closed it with what."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="knows")
    words = models.CharField(max_length=300)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    answer = models.CharField(max_length=600, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)


class Agenda(Revised):
    """What is done on one day of a project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="agendas")
    date = models.DateField()
    lines: models.JSONField[list[str]] = models.JSONField(default=list, blank=True)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "date"], name="agenda_unique_date")]
