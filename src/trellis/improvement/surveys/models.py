"""A round of a survey, who may answer it and what families decided; and the answers, apart from all of that.

`SurveyTally` and `SurveyWords` hold what was answered. They have no person, no moment and no reference to a ticket, and
the ledger does not note them: nothing in the database joins an answer with who gave it.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trellis.core.community.models import Person, School
from trellis.core.foundation.guard import GuardedManager
from trellis.core.foundation.models import Record, Revised


class SurveyRound(Revised):
    """One survey, asked of one audience of a school between two days.

    survey: its key in the model. content: title, questions and answers as the model had them, frozen; version: of the
    model. min_group: the fewest answers that a result is shown for. notice_on, notice_languages: when families were
    told, and in which languages. reminded_on: the one reminder. heard, will_change, will_stay: what became of it.
    """

    class Audience(models.TextChoices):
        STUDENTS = "students", _("Students")
        FAMILIES = "families", _("Families")
        STAFF = "staff", pgettext_lazy("who answers a survey", "Staff")

    school = models.ForeignKey(School, models.CASCADE, related_name="survey_rounds")
    survey = models.CharField(max_length=80)
    version = models.CharField(max_length=40)
    content = models.JSONField(default=dict)
    audience = models.CharField(max_length=8, choices=Audience.choices)
    opens = models.DateField()
    closes = models.DateField()
    min_group = models.PositiveSmallIntegerField()
    is_required = models.BooleanField(default=False)
    federally_funded = models.BooleanField(default=False)
    notice_on = models.DateField(null=True, blank=True)
    notice_languages = models.JSONField(default=list, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    started_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    heard = models.TextField(blank=True, default="")
    will_change = models.TextField(blank=True, default="")
    will_stay = models.TextField(blank=True, default="")
    published_on = models.DateField(null=True, blank=True)

    class Meta(Revised.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gte=F("opens")), name="surveyround_closes_after_opens"
            ),
            models.CheckConstraint(condition=Q(min_group__gte=5), name="surveyround_no_tiny_groups"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(opened_on__isnull=False),
                name="surveyround_opened_before_closed",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.opened_on is not None and self.closed_on is None

    @property
    def areas(self) -> frozenset[str]:
        """The protected areas that its questions ask about."""
        return frozenset(area for item in self.content.get("items", ()) for area in item["areas"])

    @property
    def is_third_party(self) -> bool:
        return bool(self.content.get("third_party"))


class SurveyDecision(Record):
    """That a student may take part in a round, or does not: who, never why. The newest decision holds.

    by_student: the student decided, at 18. source: how the school learned of it.
    """

    class Kind(models.TextChoices):
        CONSENT = "consent", _("Agreed in writing")
        OPT_OUT = "opt-out", _("Does not take part")

    class Source(models.TextChoices):
        LINK = "link", _("By their link")
        ACCOUNT = "account", _("Signed in")
        PAPER = "paper", _("On paper, seen by staff")

    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="decisions")
    student = models.ForeignKey(Person, models.CASCADE, related_name="survey_decisions")
    kind = models.CharField(max_length=7, choices=Kind.choices)
    source = models.CharField(max_length=7, choices=Source.choices)
    by_student = models.BooleanField(default=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)

    class Meta(Record.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["round", "student", "by_student"], name="surveydecision_once_per_student"
            )
        ]


class _Anonymous(models.Model):
    """A row whose id is random and that says nothing of when it was written. The ledger does not note it."""

    guarded = True
    ledgered = False

    sourced_id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    objects = GuardedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"


class SurveyTicket(_Anonymous):
    """That a person may answer a round, and whether they have: a yes or no, without a moment, and never what."""

    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="tickets")
    person = models.ForeignKey(Person, models.CASCADE, related_name="survey_tickets")
    is_used = models.BooleanField(default=False)

    class Meta(_Anonymous.Meta):
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="surveyticket_once")]

    def __str__(self) -> str:
        return f"ticket {self.sourced_id}"


class SurveyTally(_Anonymous):
    """How the students of one group answered, counted. An answer only ever adds to it.

    facet, level: as on the opportunity page; "all" for everybody. answered: how many sent the form. counts: by the key
    of a question, how many chose each answer.
    """

    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="tallies")
    facet = models.CharField(max_length=20)
    level = models.CharField(max_length=40, blank=True, default="")
    answered = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)

    class Meta(_Anonymous.Meta):
        constraints = [
            models.UniqueConstraint(fields=["round", "facet", "level"], name="surveytally_once_per_group")
        ]

    def __str__(self) -> str:
        return f"{self.facet}.{self.level}"


class SurveyWords(_Anonymous):
    """What one answer says in free words to one question, apart from its other answers."""

    round = models.ForeignKey(SurveyRound, models.CASCADE, related_name="words")
    item = models.CharField(max_length=80)
    text = models.TextField()

    class Meta(_Anonymous.Meta):
        pass

    def __str__(self) -> str:
        return f"words {self.sourced_id}"
