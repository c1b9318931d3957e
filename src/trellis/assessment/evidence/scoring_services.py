"""Scoring work that was turned in: the draft that is saved as one goes, returning the work, and reopening it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import EditConflict, FieldDifference, create_or_save_if_current
from trellis.learning.languages.models import Domain
from trellis.learning.languages.services import save_language_in_work, work_level_field
from trellis.learning.projects.models import Feedback, StepDone
from trellis.learning.projects.run_services import give_feedback

from . import rubric_scoring
from .models import ScoringDraft
from .scoring_queue import TurnedInWork


@dataclass(frozen=True)
class ScoringEntry:
    """What a scorer chose and wrote. levels: by criterion. english: by domain, as typed; "" for none.

    shown and english_shown: what the page showed of the scores that are saved; None where it says nothing.
    """

    levels: Mapping[UUID, int] = field(default_factory=dict)
    english: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    shown: Mapping[UUID, int] | None = None
    english_shown: Mapping[str, str] | None = None

    def draft_values(self) -> dict[str, object]:
        """The columns of a draft."""
        return {
            "levels": {str(key): level for key, level in self.levels.items()},
            "english": {domain: text for domain, text in self.english.items() if text},
            "comment": self.comment,
        }


def save_draft(work: TurnedInWork, entry: ScoringEntry, by: Person, seen: int | None) -> ScoringDraft:
    """Save what a scorer has so far; nobody else sees it. Raises EditConflict where the same person changed the draft
    on another page or device since `seen`."""
    values = entry.draft_values()
    key = {"scorer": by, "student": work.student, "step": work.step}
    with ledger.act("draft a score", by=by.pk, about=work.done.pk):
        # Without a draft of this version, a row that is there is of an earlier version, and is written over.
        saved = create_or_save_if_current(ScoringDraft, key, values, seen if work.draft else None, {})
        differences = _draft_differences(work, saved, values)
        if differences:
            raise EditConflict(differences, saved.revision, same_person=True)
    return saved


def _draft_differences(
    work: TurnedInWork, draft: ScoringDraft, values: Mapping[str, object]
) -> list[FieldDifference]:
    """The fields in which the saved draft is not what was sent."""
    sent = ScoringDraft(**values)
    differences = []
    if draft.comment != sent.comment:
        differences.append(
            FieldDifference("comment", _("Comment"), draft.comment, sent.comment, draft.comment, sent.comment)
        )
    rows = [row for rubric in work.rubrics for row in rubric.criteria.all()]
    for row in rows:
        saved_level, sent_level = draft.levels.get(str(row.pk)), sent.levels.get(str(row.pk))
        if saved_level != sent_level:
            differences.append(rubric_scoring.level_difference(row, saved_level, sent_level))
    for domain, label in Domain.choices:
        saved_text, sent_text = draft.english.get(domain, ""), sent.english.get(domain, "")
        if saved_text != sent_text:
            name = work_level_field(domain)
            differences.append(
                FieldDifference(name, str(label), saved_text, sent_text, saved_text, sent_text, typed=False)
            )
    return differences


def return_work(
    work: TurnedInWork, entry: ScoringEntry, newest_piece: UUID | None, scale: str, by: Person
) -> None:
    """Return work to the student with levels, a comment, or both. All or nothing; the same again changes nothing.

    newest_piece: the newest version that the page showed. scale: of the student's English. Raises ActionError with
    neither levels nor a comment, for work that the student took back, and where a newer version was turned in since.
    """
    with ledger.act("return work", by=by.pk, about=work.done.pk):
        rows = StepDone.objects.unscoped("return the work that the scorer has before them")
        done = rows.select_for_update().filter(pk=work.done.pk).first()
        if done is None or not work.pieces:
            raise ActionError(
                _(
                    "The student took this work back. It comes back to your list when they turn it in again. Your "
                    "draft is saved."
                )
            )
        if newest_piece is not None and newest_piece != work.pieces[0].pk:
            raise ActionError(
                _(
                    "The student turned in a new version while you were scoring. Look at it, and then return it. "
                    "Nothing that you entered is lost."
                )
            )
        if not (entry.levels or entry.comment):
            raise ActionError(
                _("Choose a level in at least one row, or write a comment. Then return the work.")
            )
        _save_scores(work, entry, scale, by)
        if entry.comment:
            give_feedback(work.pieces[0], entry.comment, "", by)
        key = {"scorer": by, "student": work.student, "step": work.step}
        create_or_save_if_current(
            ScoringDraft, key, entry.draft_values(), None, {}
        )  # for a return that is undone
        now = timezone.now()
        rows.filter(pk=done.pk).update(
            returned_at=now, returned_by=by, scored=bool(entry.levels), modified=now
        )


def _save_scores(work: TurnedInWork, entry: ScoringEntry, scale: str, by: Person) -> None:
    """Save content and language apart: the one says nothing of the other."""
    product = work.step.product
    if product is None:
        return
    if any(entry.english.values()):
        save_language_in_work(work.student, product, scale, entry.english, by, entry.english_shown)
    if entry.levels:
        rubric_scoring.save_row_levels(work.student, product, work.rubrics, entry.levels, by, entry.shown)


def reopen_work(done: StepDone, by: Person) -> None:
    """Undo a return: the work waits again, and the comment is back in the draft. Levels stay saved as scores.

    Raises ActionError for work that somebody else returned.
    """
    with ledger.act("reopen work", by=by.pk, about=done.pk):
        rows = StepDone.objects.unscoped("reopen the work that the scorer returned").filter(pk=done.pk)
        current = rows.select_for_update().first()
        if current is None or current.status == StepDone.Status.TURNED_IN:
            return
        if current.returned_by_id != by.pk:
            raise ActionError(_("Someone else returned this. Ask them to reopen it."))
        draft = (
            ScoringDraft.objects.unscoped("read the scorer's own draft")
            .filter(scorer=by, step=done.step_id, student=done.member.student_id)
            .first()
        )
        now = timezone.now()
        if draft and draft.comment:
            comments = Feedback.objects.unscoped("take the comment back into the draft").filter(
                by=by, piece__step=done.step_id, piece__member=done.member_id, deleted_at=None
            )
            comments.filter(words=" ".join(draft.comment.split())).update(deleted_at=now, modified=now)
        rows.update(returned_at=None, returned_by=None, scored=False, modified=now)
