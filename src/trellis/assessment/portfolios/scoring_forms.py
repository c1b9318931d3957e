"""What a scorer sends from the page of one part of a task, with an account or by a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.assessment.evidence.panel_evidence import RubricRow
from trellis.assessment.evidence.rubric_forms import RubricLevelsForm
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField, TextField, set_choices

from . import score_resolution, scorer_requests, scores, scoring
from .models import Scorer


@dataclass(frozen=True)
class ScorerSeat:
    """A scorer's seat, and what the part is scored on."""

    seat: Scorer
    basis: scores.ScoringBasis

    @property
    def by(self) -> UUID | None:
        """Who scores: nobody with a record, where they score by a link."""
        return self.seat.person_id


class AcceptForm(ActionForm[Scorer]):
    """Say that one scores the work."""

    subject: ScorerSeat
    do = "come"

    def save(self) -> str:
        scorer_requests.answer_request(self.subject.seat, scores=True)
        return _("Thank you. Here is the work.")


class DeclineForm(ActionForm[Scorer]):
    """Say that one cannot score the work."""

    subject: ScorerSeat
    do = "cannot"

    def save(self) -> str:
        scorer_requests.answer_request(self.subject.seat, scores=False)
        return _("Thank you for letting us know.")


class PartLevelsForm(RubricLevelsForm):
    """Levels in the rows of a part. words_field: the field with the scorer's words."""

    subject: ScorerSeat
    words_field: ClassVar[str]

    def rubric_rows(self) -> Sequence[RubricRow]:
        return self.subject.basis.rows

    def unsent_text(self, stage: str) -> str:
        """The words of a form that the page no longer has, because the scorers have come further meanwhile."""
        return "" if self.do == stage else self.data.get(self.words_field, "")


class ScoresForm(PartLevelsForm):
    """A level in every row, a comment, and a level of language."""

    do = "read"
    submit = gettext_lazy("Save my scores")
    words_field = "comment"

    comment = TextField(
        label=gettext_lazy("Your comment to the student"), max_length=2000, rows=4, required=False
    )
    language = forms.CharField(required=False, widget=forms.Select)

    def prepare(self) -> None:
        task_part = self.subject.seat.task_part
        scale = scores.get_language_scale(task_part.task)
        self.scores = scores.scores_of_seat(self.subject.seat)
        self.has_language = scale is not None
        language = self.fields["language"]
        language.label = (
            _("Speaking level in this work") if task_part.part == "oral" else _("Writing level in this work")
        )
        if task_part.task.practice:
            self.fields["comment"].label = _("Your comment")
        levels = enumerate(scale[1].levels, start=1) if scale else ()
        named_levels = ((position, f"{position} {_(name)}") for position, name in levels)
        set_choices(language, [("", _("Leave blank")), *named_levels])
        if self.scores.feedback:
            self.initial |= {
                "comment": self.scores.feedback.comment,
                "language": self.scores.feedback.language or "",
            }

    def saved_levels(self) -> Mapping[str, int]:
        return self.scores.levels

    def revision(self) -> str:
        """The revision that the page shows; after an error the one that was shown before."""
        saved = self.scores.feedback
        return self.data.get("revision", f"{saved.pk}:{saved.revision}" if saved else "")

    def save(self) -> str:
        work, sent = self.subject, self.cleaned_data
        submitted = scoring.SubmittedScores(sent["levels"], sent["comment"], sent["language"])
        scoring.save_scores(work.seat, work.basis, submitted, work.by, self.seen)
        return _("Saved. Thank you. You can change your scores until both of you are done.")


class DiscussionForm(PartLevelsForm):
    """The levels that two scorers agreed on, and what they discussed."""

    do = "talk"
    submit = gettext_lazy("Save results")
    words_field = "words"

    words = LineField(
        label=gettext_lazy("What you discussed, in one sentence"),
        max_length=600,
        error_messages={"required": gettext_lazy("Write one sentence about what you discussed.")},
    )

    def save(self) -> str:
        work, sent = self.subject, self.cleaned_data
        score_resolution.save_discussion(work.seat, work.basis, sent["levels"], sent["words"], work.by)
        return _("Saved. Thank you both.")


SCORER_FORMS = (ScoresForm, DiscussionForm, AcceptForm, DeclineForm)
