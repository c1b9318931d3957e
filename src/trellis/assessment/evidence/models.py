"""Work that students show, and how it was scored."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Group, Person, School, Term
from trellis.core.foundation.models import Record, Revised
from trellis.design.frameworks.models import Criterion, Outcome
from trellis.learning.projects.models import Product, Step


class Work(Record):
    """Something a student made, that says what they can do."""

    student = models.ForeignKey(Person, models.CASCADE, related_name="works", db_index=False)
    title = models.CharField(max_length=200)
    shown_at = models.DateTimeField()
    product = models.ForeignKey(
        Product,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="works",
        help_text="Of a project, if one.",
    )

    class Meta(Record.Meta):
        indexes = [models.Index(fields=["student", "shown_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["student", "product"],
                condition=models.Q(product__isnull=False),
                name="work_unique_student_product",
            )
        ]


class AveragingPolicy(Revised):
    """How a school sums up scores of one outcome: the rule that its pages name."""

    guarded = False

    class Rule(models.TextChoices):
        MOST_RECENT = "most-recent", _("most recent score")
        DECAYING = "decaying", _("decaying average, newest scores count most")
        POWER_LAW = "power-law", _("power law, where scores are heading")
        MEAN = "mean", _("average")
        HIGHEST = "highest", _("highest score")

    school = models.OneToOneField(School, models.CASCADE, related_name="averaging_policy")
    rule = models.CharField(max_length=12, choices=Rule.choices, default=Rule.MOST_RECENT)
    bands = models.JSONField(
        default=list, blank=True, help_text="[[least level, letter], …], the highest first; empty for none."
    )
    chosen_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)


class Score(Record):
    """One scorer's judgement of one work on one outcome. `level` counts from 1 on the rubric's own scale."""

    work = models.ForeignKey(Work, models.CASCADE, related_name="scores")
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="+", db_index=False)
    scorer = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    level = models.PositiveSmallIntegerField()
    scored_at = models.DateTimeField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["work", "outcome", "scorer"], name="score_unique_work_outcome_scorer"
            )
        ]


class RowScore(Record):
    """What a scorer gave in one row of a rubric. The score's own level is what its rows come to."""

    score = models.ForeignKey(Score, models.CASCADE, related_name="rows")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", db_index=False)
    level = models.PositiveSmallIntegerField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["score", "criterion"], name="rowscore_unique_criterion")
        ]


class Grade(Revised):
    """The ordinary grade that a teacher gave for a course and a term: an act of its own, beside the scores.

    `basis`: what the page proposed when it was given, {letter, value, rule, works}.
    """

    student = models.ForeignKey(Person, models.CASCADE, related_name="grades")
    group = models.ForeignKey(Group, models.PROTECT, related_name="grades")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    letter = models.CharField(max_length=8)
    basis = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    given_at = models.DateTimeField()

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["student", "group", "term"], name="grade_unique_student_group_term"
            )
        ]


class Narrative(Revised):
    """What an adult writes of a student's term, with the evidence laid out beside. Given once it is ready."""

    student = models.ForeignKey(Person, models.CASCADE, related_name="narratives")
    term = models.ForeignKey(Term, models.PROTECT, related_name="+")
    words = models.TextField(blank=True, default="")
    author = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(fields=["student", "term"], name="narrative_unique_student_term")
        ]


class ScoringDraft(Revised):
    """What a scorer has chosen and written for work that they have not returned yet. Nobody else sees it.

    levels: by the id of a criterion. english: by domain. The draft goes once the work is returned.
    """

    scorer = models.ForeignKey(Person, models.CASCADE, related_name="+")
    student = models.ForeignKey(Person, models.CASCADE, related_name="+", db_index=False)
    step = models.ForeignKey(Step, models.CASCADE, related_name="+", db_index=False)
    levels: models.JSONField[dict[str, int]] = models.JSONField(default=dict, blank=True)
    english: models.JSONField[dict[str, str]] = models.JSONField(default=dict, blank=True)
    comment = models.TextField(blank=True, default="")

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["scorer", "student", "step"], name="scoringdraft_unique_scorer_student_step"
            )
        ]
