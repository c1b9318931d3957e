"""After graduation: files of the Student Clearinghouse with what they say, and what alumni say themselves.

Who graduated, when and from which school is `community.Schooling`; nothing here repeats it.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Person, School
from trellis.core.foundation.models import Record, Revised


class ClearinghouseFile(Record):
    """A return file of a network, or of one school (`school`). Its rows count once it is confirmed.

    digest: of its bytes, so that the same file is taken once. as_of: the day that its data are as of. summary: the
    numbers that its page shows (`imports.save_file`). Removing the row removes all that the file said.
    """

    network = models.ForeignKey(Network, models.CASCADE, related_name="clearinghouse_files")
    school = models.ForeignKey(
        School, models.CASCADE, null=True, blank=True, related_name="clearinghouse_files"
    )
    uploaded_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    layout = models.CharField(max_length=12)
    as_of = models.DateField()
    summary = models.JSONField(default=dict)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["network", "digest"], condition=Q(school=None), name="clearinghouse_once_per_network"
            ),
            models.UniqueConstraint(
                fields=["school", "digest"],
                condition=Q(school__isnull=False),
                name="clearinghouse_once_per_school",
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("clearinghouse-file", args=[self.pk])


class ClearinghouseMatch(Record):
    """One graduate in one file. Not found means that the Clearinghouse returned nothing, and no more than that."""

    sealed = ("was_found",)

    file = models.ForeignKey(ClearinghouseFile, models.CASCADE, related_name="matches")
    student = models.ForeignKey(Person, models.CASCADE, related_name="clearinghouse_matches")
    was_found = models.BooleanField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["file", "student"], name="clearinghousematch_once_per_file")
        ]


class _AtCollege(Record):
    """Where a term or a degree is from, as the college is called in the file."""

    college_code = models.CharField(max_length=12, blank=True)
    college = models.CharField(max_length=160, blank=True)
    state = models.CharField(max_length=2, blank=True)
    length = models.CharField(max_length=1, blank=True, help_text="2 or 4 years; L: less than two.")
    control = models.CharField(max_length=7, blank=True, help_text="public or private.")

    class Meta(Record.Meta):
        abstract = True


class CollegeTerm(_AtCollege):
    """One term that a graduate was enrolled for."""

    sealed = ("college_code", "college", "state", "length", "control", "begin", "end", "status")

    match = models.ForeignKey(ClearinghouseMatch, models.CASCADE, related_name="terms")
    begin = models.DateField()
    end = models.DateField()
    status = models.CharField(max_length=1, blank=True, help_text="F Q H L W A D; empty: not disclosed.")


class CollegeDegree(_AtCollege):
    """One degree or certificate of a graduate. level: read from the title; see `degree_titles`."""

    sealed = ("college_code", "college", "state", "length", "control", "day", "title", "major", "level")

    match = models.ForeignKey(ClearinghouseMatch, models.CASCADE, related_name="degrees")
    day = models.DateField()
    title = models.CharField(max_length=120, blank=True)
    major = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=12)


class DegreeTitle(Record):
    """What a title means that Trellis could not read, as somebody of the network said. title: in lower case."""

    network = models.ForeignKey(Network, models.CASCADE, related_name="degree_titles")
    title = models.CharField(max_length=120)
    level = models.CharField(max_length=12)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["network", "title"], name="degreetitle_once_per_network")
        ]


class AlumniAnswer(Revised):
    """What a graduate says about themselves, by their link. They alone write it.

    school: that asked. share_name: the school may read it with their name; else it is counted, and nobody reads it.
    stopped_at: they asked not to be contacted again. email, phone: how to reach them, if they agreed.
    """

    class Doing(models.TextChoices):
        COLLEGE = "college", _("College")
        WORK = "work", _("Work")
        TRAINING = "training", _("Training or an apprenticeship")
        SERVICE = "service", _("Military or community service")
        CARING = "caring", _("Taking care of family")
        LOOKING = "looking", _("Looking for work or school")
        OTHER = "other", _("Something else")

    sealed = ("doing", "place", "words", "email", "phone")

    student = models.OneToOneField(Person, models.CASCADE, related_name="alumni_answer")
    school = models.ForeignKey(School, models.CASCADE, related_name="alumni_answers")
    doing = models.JSONField(default=list, blank=True)
    place = models.CharField(max_length=160, blank=True, default="")
    words = models.TextField(blank=True, default="")
    may_contact = models.BooleanField(default=False)
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    share_name = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    @property
    def doing_labels(self) -> list[str]:
        """What they do, in the reader's language."""
        return [str(doing.label) for doing in self.Doing if doing.value in self.doing]
