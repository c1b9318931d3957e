"""Portfolios by performance tasks: what is handed in, who scores it apart from the other scorer, what is final."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.assessment.evidence.models import Work
from trellis.core.community.models import Person, School, Term
from trellis.core.foundation.guard import GuardedManager, GuardedQuerySet
from trellis.core.foundation.models import Record, Revised

THIRD_POSITION = 3


class PartOf(models.TextChoices):
    WRITTEN = "written", _("written")
    ORAL = "oral", _("oral")


class ChosenBy(models.TextChoices):
    """Who chooses the scorers of an adult's piece of practice."""

    SCHOOL = "school", _("The school’s leaders")
    NETWORK = "network", _("Network staff")


class Task(Record):
    """One of the model's tasks as one student does it. `title` is the student's own question or title.

    An adult's piece of practice is a task too: `student` is the adult, and `practice` says who chooses its scorers.
    """

    student = models.ForeignKey(Person, models.CASCADE, related_name="tasks")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, help_text="Of the task in the school's model.")
    once = models.BooleanField(help_text="Done once before graduation, and not once a term.")
    title = models.CharField(max_length=200)
    revision = models.PositiveSmallIntegerField(default=0, help_text="Counts what was handed in.")
    turned_in_at = models.DateTimeField(null=True, blank=True)
    defense_at = models.DateTimeField(null=True, blank=True, help_text="When the oral part is held.")
    room = models.CharField(max_length=60, blank=True, default="")
    practice = models.CharField(
        max_length=7,
        choices=ChosenBy.choices,
        blank=True,
        default="",
        help_text="Empty for a student’s task.",
    )

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["student", "key", "term"], name="task_unique_student_key_term"),
            models.UniqueConstraint(
                fields=["student", "key"], condition=Q(once=True), name="task_unique_graduation_key"
            ),
        ]


class TaskSubmission(Record):
    """What was handed in, one time. Its id is made with the page, so sending it twice is once."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True, default="")
    link = models.URLField(max_length=600, blank=True, default="")
    file = models.FileField(upload_to="portfolios/%Y/%m", blank=True, default="")
    media_type = models.CharField(max_length=80, blank=True, default="")
    name = models.CharField(max_length=160, blank=True, default="", help_text="Of the file, as it was sent.")
    fingerprint = models.CharField(max_length=32, blank=True, default="")
    unsubmitted_at = models.DateTimeField(
        null=True, blank=True, help_text="Since then it is the student’s alone."
    )
    overview = models.TextField(blank=True, default="", help_text="Of a piece of practice.")
    reflection = models.TextField(blank=True, default="", help_text="Of a piece of practice.")
    consented_at = models.DateTimeField(
        null=True, blank=True, help_text="When an adult confirmed that students and families agreed to it."
    )

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="tasksubmission_unique_number"),
            models.CheckConstraint(condition=~Q(words="", link="", file=""), name="tasksubmission_not_empty"),
        ]


class TaskPartQuerySet(GuardedQuerySet):
    """Parts of tasks before their scorers."""

    def unsettled(self) -> Self:
        """Those whose levels are not final, of work that was not unsubmitted."""
        return self.filter(settled_at=None, deleted_at=None)


class TaskPart(Record):
    """One part of a task before its scorers, from being handed in until its levels are settled.

    `third_at`: both had scored, and a third was asked for. `open_at`: since then scores are seen by others than their
    scorer. `passed`: every settled level is enough.
    """

    task = models.ForeignKey(Task, models.CASCADE, related_name="parts")
    submission = models.ForeignKey(TaskSubmission, models.CASCADE, related_name="parts")
    part = models.CharField(max_length=7, choices=PartOf.choices)
    third_at = models.DateTimeField(null=True, blank=True)
    open_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    passed = models.BooleanField(null=True, blank=True)

    objects = GuardedManager.from_queryset(TaskPartQuerySet)()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["task", "part"],
                condition=Q(settled_at=None, deleted_at=None),
                name="taskpart_unique_open_part",
            ),
            models.UniqueConstraint(fields=["submission", "part"], name="taskpart_unique_submission_part"),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(open_at__isnull=False, passed__isnull=False),
                name="taskpart_settled_is_open",
            ),
        ]

    def is_closed_for(self, seat: Scorer) -> bool:
        """Whether a third scorer was asked for, and this seat is one of the first two: they may change nothing now."""
        return self.third_at is not None and seat.position != THIRD_POSITION


class Scorer(Record):
    """Somebody who scores one task part. `position`: first, second, or the third where two differed.

    Whoever has no record here has a name and a mail address, and scores in `language` by a link.
    """

    task_part = models.ForeignKey(TaskPart, models.CASCADE, related_name="scorers")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=120, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    language = models.CharField(max_length=12, blank=True, default="")
    accepted_at = models.DateTimeField(null=True, blank=True)
    notified_at = models.DateTimeField(
        null=True, blank=True, help_text="When somebody with a record here had word of what it wants of them."
    )

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["task_part", "position"], condition=Q(deleted_at=None), name="scorer_unique_position"
            ),
            models.UniqueConstraint(
                fields=["task_part", "person"],
                condition=Q(deleted_at=None, person__isnull=False),
                name="scorer_unique_person",
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=3), name="scorer_position_1_to_3"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | ~Q(name=""), name="scorer_has_person_or_name"
            ),
        ]

    @property
    def display_name(self) -> str:
        return self.person.name if self.person_id and self.person else self.name


class ScorerFeedback(Revised):
    """What one scorer says of a task_part: words, and what its language shows, on the student's scale of proficiency.

    Language stands apart from the rows and is never part of their level. Its revision counts for its rows too.
    """

    scorer = models.OneToOneField(Scorer, models.CASCADE, related_name="feedback")
    scored_at = models.DateTimeField()
    comment = models.TextField(blank=True, default="")
    scale = models.CharField(max_length=20, blank=True, default="")
    language = models.PositiveSmallIntegerField(null=True, blank=True)


class ScorerLevel(Record):
    """The level that one scorer gave in one row of the rubric. `level` counts from 1."""

    feedback = models.ForeignKey(ScorerFeedback, models.CASCADE, related_name="rows")
    row = models.CharField(max_length=164)
    level = models.PositiveSmallIntegerField()

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["feedback", "row"], name="scorerlevel_unique_row")]


class FinalLevel(Record):
    """The level that stands in one row of a task part, and how it came about."""

    class How(models.TextChoices):
        AGREED = "agreed", _("both scores match")
        TALK = "talk", _("agreed after a discussion")
        THIRD = "third", _("a third person scored it too")

    task_part = models.ForeignKey(TaskPart, models.CASCADE, related_name="final_levels")
    row = models.CharField(max_length=164)
    level = models.PositiveSmallIntegerField()
    how = models.CharField(max_length=6, choices=How.choices)
    words = models.CharField(
        max_length=600, blank=True, default="", help_text="What was said where they talked."
    )
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)

    class Meta(Record.Meta):
        constraints = [models.UniqueConstraint(fields=["task_part", "row"], name="finallevel_unique_row")]


class PortfolioEntry(Revised):
    """A piece of work that a student put into a term's portfolio, and why."""

    student = models.ForeignKey(Person, models.CASCADE, related_name="portfolio")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    work = models.ForeignKey(Work, models.CASCADE, related_name="+")
    why = models.CharField(max_length=1200)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["student", "term", "work"], name="portfolioentry_unique_work")
        ]
