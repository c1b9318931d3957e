"""What a student or their family asks about a measure that counts the student, and what the school answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trellis.core.community.models import Person, School
from trellis.core.foundation.formatting import format_number
from trellis.core.foundation.measures import MEASURES
from trellis.core.foundation.models import Revised

from .results import result_in_words


class MeasureQuestion(Revised):
    """A question about one measure and one student. title, value: what the page said when it was asked, the title in
    the asker's language. by: the student, or a member of their family."""

    class Kind(models.TextChoices):
        WRONG = "wrong", _("I think this is wrong")
        UNCLEAR = "unclear", _("I do not understand this")
        UNFAIR = "unfair", _("This should be measured in another way")

    class Outcome(models.TextChoices):
        EXPLAINED = "explained", pgettext_lazy("a student's question", "Explained: the number is right")
        CORRECTED = "corrected", pgettext_lazy("a student's question", "Corrected in the record")
        DISCUSSED = "discussed", pgettext_lazy("a student's question", "The school will discuss this measure")

    school = models.ForeignKey(School, models.CASCADE, related_name="+")
    student = models.ForeignKey(Person, models.CASCADE, related_name="measure_questions")
    measure = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    value = models.FloatField()
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.WRONG)
    words = models.TextField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", db_index=False)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    @property
    def measure_title(self) -> str:
        """In the reader's language, while the measure is registered."""
        return str(MEASURES[self.measure].title) if self.measure in MEASURES else self.title

    @property
    def result(self) -> str:
        """What the page said, in the reader's language."""
        measure = MEASURES.get(self.measure)
        return result_in_words(measure, self.value) if measure else format_number(self.value, 1)

    class Meta(Revised.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="", answer="")
                | (Q(answered_at__isnull=False) & ~Q(outcome="") & ~Q(answer="")),
                name="measurequestion_answered_with_words",
            )
        ]
