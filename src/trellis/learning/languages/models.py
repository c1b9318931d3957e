"""Language development beside content: a student's languages, what a project asks of language, and what supports it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person
from trellis.core.foundation.models import Record, Revised
from trellis.learning.projects.models import Product, Project


class Domain(models.TextChoices):
    LISTENING = "listening", _("listening")
    SPEAKING = "speaking", _("speaking")
    READING = "reading", _("reading")
    WRITING = "writing", _("writing")


class LanguageProfile(Revised):
    """What a student brings. Time in the country's schools is a band; a date of entry has no field, by design."""

    class Band(models.TextChoices):
        FIRST = "under-1", _("less than 1 year")
        SECOND = "1-2", _("1 to 2 years")
        THIRD = "3-4", _("3 to 4 years")
        LONGER = "5-up", _("5 years or more")

    class Literacy(models.TextChoices):
        WELL = "well", _("reads and writes it well")
        SOME = "some", _("reads and writes some")
        SPEAKS = "speaks", _("speaks it")

    student = models.OneToOneField(Person, models.CASCADE, related_name="language_profile")
    scale = models.CharField(max_length=20, default="wida")
    literacy: models.JSONField[dict[str, str]] = models.JSONField(
        default=dict, blank=True, help_text="By home language: well, some, speaks."
    )
    interrupted = models.BooleanField(
        null=True, help_text="Schooling was interrupted; empty: nobody has asked."
    )
    band = models.CharField(max_length=8, choices=Band.choices, blank=True, default="")
    strengths = models.CharField(max_length=600, blank=True, default="")


class Proficiency(Record):
    """A level in one domain on one day: from a test, from a teacher's view of everyday work, or from one work that
    several people scored. `of` is that work's id and `what` its title: two works of one day are two rows, beside what
    a teacher entered. `levels.py` decides which of them counts for the day."""

    class Source(models.TextChoices):
        TEST = "test", _("Test")
        TEACHER = "teacher", _("Teacher")
        WORK = "work", _("Student work")

    student = models.ForeignKey(Person, models.CASCADE, related_name="proficiencies")
    scale = models.CharField(max_length=20)
    domain = models.CharField(max_length=9, choices=Domain.choices)
    level = models.PositiveSmallIntegerField()
    at = models.DateField()
    source = models.CharField(max_length=7, choices=Source.choices)
    of = models.UUIDField(null=True, blank=True)
    what = models.CharField(max_length=200, blank=True, default="")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["student", "scale", "domain", "at", "source"],
                condition=Q(of=None),
                name="proficiency_unique_day",
            ),
            models.UniqueConstraint(
                fields=["of", "domain"],
                condition=Q(of__isnull=False),
                name="proficiency_unique_work_and_domain",
            ),
            models.CheckConstraint(
                condition=Q(source="work", of__isnull=False) | (~Q(source="work") & Q(of=None)),
                name="proficiency_of_only_for_work",
            ),
        ]


class ServiceMinutes(Record):
    """Minutes of language service provided to a student in a week, of one kind where a state tells kinds apart."""

    class Kind(models.TextChoices):
        ALONE = "alone", _("stand-alone")
        INTEGRATED = "integrated", _("integrated")

    student = models.ForeignKey(Person, models.CASCADE, related_name="service_minutes")
    week = models.DateField(help_text="Its Monday.")
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True, default="")
    minutes = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["student", "week", "kind"], name="serviceminutes_unique_week_and_kind"
            )
        ]


class Objective(Record):
    """What one discipline asks in a project: of its content, and of the language that carries it."""

    class Use(models.TextChoices):
        NARRATE = "narrate", _("narrate")
        INFORM = "inform", _("inform")
        EXPLAIN = "explain", _("explain")
        ARGUE = "argue", _("argue")

    project = models.ForeignKey(Project, models.CASCADE, related_name="objectives")
    discipline = models.CharField(max_length=60)
    content = models.CharField(max_length=400)
    use = models.CharField(max_length=8, choices=Use.choices)
    language = models.CharField(max_length=400)


class LevelScaffold(Record):
    """A support in a project for students at some levels of one domain, on one scale: its 3 is not another's 3."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="level_scaffolds")
    scale = models.CharField(max_length=20, default="wida")
    domain = models.CharField(max_length=9, choices=Domain.choices)
    least = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    about = models.CharField(max_length=600, blank=True, default="")

    class Meta(Record.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(least__gte=1) & Q(most__gte=models.F("least")),
                name="levelscaffold_levels_in_order",
            )
        ]


class ScaffoldUse(Record):
    """A support by level helped a student on a day: they noted it, or their teacher used it in class. No score."""

    scaffold = models.ForeignKey(LevelScaffold, models.CASCADE, related_name="helped")
    student = models.ForeignKey(Person, models.CASCADE, related_name="helped_by")
    day = models.DateField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["scaffold", "student", "day"], name="scaffolduse_unique_day")
        ]


class HomeResource(Record):
    """Something to read, hear or watch in a home language, for a project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="home_resources")
    language = models.CharField(max_length=12)
    title = models.CharField(max_length=160)
    link = models.URLField(max_length=600, blank=True, default="")
    about = models.CharField(max_length=600, blank=True, default="")


class ResourceUse(Record):
    """A student worked with a resource in their home language, so many minutes on a day."""

    resource = models.ForeignKey(HomeResource, models.CASCADE, related_name="used")
    student = models.ForeignKey(Person, models.CASCADE, related_name="used_resources")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["resource", "student", "day"], name="resourceuse_unique_day")
        ]


class LanguageInWork(Record):
    """What one scorer saw of a student's English in one product, apart from its ideas."""

    student = models.ForeignKey(Person, models.CASCADE, related_name="language_in_work")
    product = models.ForeignKey(Product, models.CASCADE, related_name="+")
    scale = models.CharField(max_length=20)
    domain = models.CharField(max_length=10, choices=Domain.choices)
    level = models.PositiveSmallIntegerField()
    reader = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    read_at = models.DateTimeField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["student", "product", "domain", "reader"], name="languageinwork_unique_reader"
            )
        ]
