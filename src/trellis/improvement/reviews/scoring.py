"""What reviewers write, row by row, and the levels that they agree on."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.revisions import EditConflict, save_if_current
from trellis.learning.projects.sent_files import accept_file

from .agreement import RowAgreement, row_agreement
from .models import AgreedRowLevel, Reviewer, RowEvidence, RowReview, SchoolReview
from .named_people import reject_people
from .rubric import rubric_of

REASON = "write what a reviewer saw, for that reviewer"
AGREE_REASON = "agree on the levels of a review that the caller leads"


def _check_writing(reviewer: Reviewer) -> None:
    """Raise ActionError where the reviewer has finished, was removed, or scoring is closed, by the rows as they are."""
    rows = Reviewer.objects.unscoped(REASON).filter(pk=reviewer.pk, deleted_at=None, finished_at=None)
    open_review = {"review__status": SchoolReview.Status.OPEN, "review__deleted_at": None}
    if not rows.filter(**open_review).exists():
        raise ActionError(_("You have finished, or scoring is closed. Your levels cannot change any more."))


def save_row(
    row: RowReview, level: int | None, words: str, seen: int | None, labels: Mapping[str, str]
) -> RowReview:
    """Save what a reviewer saw on a row, and its level. Raises ActionError for a name and once they have finished;
    EditConflict where they wrote on another device since."""
    reviewer = row.reviewer
    reject_people(words, reviewer.review.school_id, "words")
    with ledger.act("review a row", by=reviewer.person_id, about=reviewer.review_id, row=row.row):
        _check_writing(reviewer)
        try:
            return save_if_current(row, {"level": level, "words": words}, seen, labels)
        except EditConflict as conflict:
            conflict.same_person = True
            raise


def add_evidence(row: RowReview, words: str, link: str, sent: UploadedFile | None) -> RowEvidence:
    """Add something that shows what a reviewer saw. The same words and link again are the same evidence.

    Raises ActionError for nothing, for a name, and once the reviewer has finished.
    """
    reviewer = row.reviewer
    if not (words or link or sent):
        raise ActionError(_("Write a sentence, or add a link or a file."))
    reject_people(words, reviewer.review.school_id, "words")
    upload = accept_file(sent) if sent else None
    with ledger.act("add evidence to a review", by=reviewer.person_id, about=reviewer.review_id, row=row.row):
        _check_writing(reviewer)
        name = upload.name[:160] if upload else ""
        columns = {"words": words, "link": link, "file_name": name}
        existing = RowEvidence.objects.unscoped(REASON).filter(row_review=row, deleted_at=None, **columns)
        if same := existing.first():
            return same
        evidence = RowEvidence(row_review=row, **columns)
        if upload:
            evidence.media_type = upload.media_type
            evidence.file.save(upload.stored, upload.content, save=False)
        evidence.save(force_insert=True)
    return evidence


def remove_evidence(evidence: RowEvidence, reviewer: Reviewer) -> None:
    """Remove a piece of evidence, while its reviewer still writes."""
    with ledger.act("remove evidence of a review", by=reviewer.person_id, about=reviewer.review_id):
        _check_writing(reviewer)
        now = timezone.now()
        rows = RowEvidence.objects.unscoped(REASON).filter(pk=evidence.pk, deleted_at=None)
        rows.update(deleted_at=now, modified=now)


def finish_scoring(reviewer: Reviewer) -> None:
    """Finish: the reviewer's levels are final, and those of others who have finished are theirs to see.

    Raises ActionError while a row has no level. Finished before: nothing happens.
    """
    review = reviewer.review
    with ledger.act("finish scoring a review", by=reviewer.person_id, about=review.pk):
        blank = RowReview.objects.unscoped(REASON).filter(reviewer=reviewer, level=None)
        keys = set(blank.values_list("row", flat=True))
        if keys:
            titles = [row.title for row in rubric_of(review).rows if row.key in keys]
            raise ActionError(
                _("Choose a level for these rows first: %(rows)s.") % {"rows": format_list(titles)}
            )
        now = timezone.now()
        rows = Reviewer.objects.unscoped(REASON).filter(pk=reviewer.pk, finished_at=None, deleted_at=None)
        rows.filter(review__status=SchoolReview.Status.OPEN).update(finished_at=now, modified=now)


def agreements_of(review: SchoolReview) -> dict[str, RowAgreement]:
    """The agreement of every row, by its key. For reviews whose scoring is closed."""
    rows = RowReview.objects.unscoped(AGREE_REASON).filter(
        reviewer__review=review, reviewer__deleted_at=None, level__isnull=False
    )
    levels: dict[str, list[int]] = {}
    for key, level in rows.values_list("row", "level"):
        levels.setdefault(key, []).append(level)
    return {key: row_agreement(given) for key, given in levels.items()}


def agree_level(
    agreed: AgreedRowLevel, level: int, reason: str, seen: int | None, labels: Mapping[str, str], by: UUID
) -> AgreedRowLevel:
    """Set the agreed level of a row. Raises ActionError where no reviewer gave it and no reason says why, and unless
    scoring is closed and the review not shared; EditConflict where somebody wrote since."""
    review = agreed.review
    reject_people(reason, review.school_id, "reason")
    with ledger.act("agree on a level", by=by, about=review.pk, row=agreed.row):
        _check_agreeing(review)
        agreement = agreements_of(review).get(agreed.row, row_agreement(()))
        if level not in agreement.levels and not reason:
            raise ActionError(_("No reviewer gave this level. Write why you agreed on it."), field="reason")
        return save_if_current(agreed, {"level": level, "reason": reason}, seen, labels)


def agree_common_levels(review: SchoolReview, by: UUID) -> int:
    """Set the agreed level of every row on which all reviewers gave the same one and none is set yet; return how
    many."""
    with ledger.act("agree on common levels", by=by, about=review.pk):
        _check_agreeing(review)
        count = 0
        for key, agreement in agreements_of(review).items():
            if agreement.common_level is not None:
                blank = AgreedRowLevel.objects.unscoped(AGREE_REASON).filter(
                    review=review, row=key, level=None
                )
                now = timezone.now()
                count += blank.update(level=agreement.common_level, revision=1, modified=now)
    return count


def _check_agreeing(review: SchoolReview) -> None:
    rows = SchoolReview.objects.unscoped(AGREE_REASON).filter(pk=review.pk, deleted_at=None)
    if not rows.filter(status=SchoolReview.Status.CLOSED).exists():
        raise ActionError(_("Levels are agreed between closing the scoring and sharing the review."))
