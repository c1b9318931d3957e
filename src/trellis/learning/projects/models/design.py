"""A project and its design: the teachers who write it, its parts, products, benchmarks and files."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person, School
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
