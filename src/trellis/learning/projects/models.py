"""Projects: a driving question, the teachers who design it, the students who work on it, and what they make."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person, School
from trellis.core.foundation.guard import GuardedManager, GuardedQuerySet
from trellis.core.foundation.models import Record, Revised
from trellis.design.frameworks.models import Outcome


class Project(Revised):
    """A project that a school's students work on, across classes."""

    school = models.ForeignKey(School, models.CASCADE, related_name="projects")
    title = models.CharField(max_length=160)
    driving_question = models.CharField(max_length=300)
    audience = models.CharField(max_length=160, blank=True, help_text="Who, outside the school, it is for.")
    starts = models.DateField()
    ends = models.DateField()
    aims: models.JSONField[list[str]] = models.JSONField(
        default=list, blank=True, help_text="Keys of the outcomes it works towards."
    )

    def runs_on(self, day: date) -> bool:
        """Whether a day is one of the project's, from its first to its last."""
        return self.starts <= day <= self.ends


class Author(Record):
    """A teacher who designs and runs a project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="authors")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "person"], name="author_unique_person")]


class Part(Revised):
    """One stretch of words of a project's design. `revision` counts writes: nobody overwrites unseen words."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="parts")
    key = models.CharField(max_length=80, help_text="A step of the model's project.toml.")
    text = models.TextField(blank=True, default="")

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="part_unique_key")]


class TextVersion(Record):
    """What somebody wrote into a part: every text that was ever sent, whether it was saved or set aside."""

    class Became(models.TextChoices):
        KEPT = "kept", _("saved as sent")
        MERGED = "merged", _("combined with the text that was there")
        ASIDE = "aside", _("set aside: it conflicts with the text that was there")

    part = models.ForeignKey(Part, models.CASCADE, related_name="writings")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    base = models.PositiveIntegerField(help_text="The revision that its writer had seen.")
    sent = models.TextField(blank=True, default="")
    became = models.CharField(max_length=6, choices=Became.choices)
    revision = models.PositiveIntegerField(help_text="Of the part, once this was written.")
    before = models.TextField(blank=True, default="", help_text="Of the part, as this was sent.")
    text = models.TextField(blank=True, default="", help_text="Of the part, once this was written.")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["part", "revision"])]


class Standard(Record):
    """A standard of a framework that a project is designed towards. Its words are copied, so that they travel to a
    school that does not have the framework."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="standards")
    outcome = models.ForeignKey(Outcome, models.SET_NULL, null=True, related_name="+", db_index=False)
    key = models.CharField(max_length=80, help_text="Of the outcome in its framework.")
    code = models.CharField(max_length=40, blank=True, default="")
    title = models.CharField(max_length=200)
    framework = models.CharField(max_length=200, help_text="The framework's title.")
    stem: str = ""
    """The text of the outcome that it is a part of, where a selector has read it. Not a column."""

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="standard_unique_key")]


class Product(Revised):
    """Something that is made in a project. `weights`: by outcome key, how much it says of it, 1 to 100.

    `rubrics`: keys of the rubrics that it is scored with; empty for all that score its outcomes.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="products")
    key = models.CharField(max_length=80, blank=True, default="", help_text="As it is known in the library.")
    title = models.CharField(max_length=160)
    about = models.CharField(max_length=600, blank=True, default="")
    team = models.BooleanField(default=False, help_text="Made together.")
    weights: models.JSONField[dict[str, int]] = models.JSONField(default=dict, blank=True)
    rubrics: models.JSONField[list[str]] = models.JSONField(default=list, blank=True)
    position = models.PositiveSmallIntegerField(default=0)


class Scaffold(Record):
    """A support that is ready for whoever wants it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="scaffolds")
    key = models.CharField(max_length=80, blank=True, default="", help_text="As it is known in the library.")
    title = models.CharField(max_length=160)
    about = models.CharField(max_length=600, blank=True, default="")


class Resource(Record):
    """A file that belongs to a project's design. Its bytes are never changed, so a fork may share them."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="resources")
    key = models.CharField(max_length=80, blank=True, default="", help_text="As it is known in the library.")
    title = models.CharField(max_length=160)
    file = models.FileField(upload_to="resources/%Y/%m")
    name = models.CharField(max_length=160, help_text="Of the file, as it was sent.")
    media_type = models.CharField(max_length=80)
    digest = models.CharField(max_length=32)


class TuningSession(Revised):
    """A colleague's feedback on the design of a project, by the steps of the tuning protocol, and the team's answer."""

    class Step(models.TextChoices):
        CLEAR = "clear", _("what is not clear to me")
        LIKE = "like", _("I like")
        WONDER = "wonder", _("I wonder")
        NEXT = "next", _("a next step")

    project = models.ForeignKey(Project, models.CASCADE, related_name="tunings")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    step = models.CharField(max_length=6, choices=Step.choices)
    words = models.CharField(max_length=600)
    answer = models.CharField(max_length=600, blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)


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


class Step(Revised):
    """A benchmark of a project: what is due next.

    product: what is turned in with it, which is then scored on the rubrics of that product; None for a step that gets
    comments and no levels.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="steps")
    key = models.CharField(max_length=80, blank=True, default="", help_text="As it is known in the library.")
    title = models.CharField(max_length=160)
    note = models.CharField(max_length=240, blank=True)
    instructions = models.TextField(blank=True, default="")
    example = models.ForeignKey(
        Resource, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    product = models.ForeignKey(Product, models.SET_NULL, null=True, blank=True, related_name="steps")
    due = models.DateField()
    position = models.PositiveSmallIntegerField()

    class Meta(Record.Meta):
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["project", "position"], name="step_unique_position")]


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
