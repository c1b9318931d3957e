"""What follows a review: writing commitments, and saying what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from .candidates import possible_owners
from .models import ReviewCommitment, SchoolReview
from .named_people import reject_people
from .permissions import owned_by

REASON = "write a commitment that the caller may change"


@dataclass(frozen=True)
class CommitmentDetails:
    """What will be done, by when, by whom (None: the school's leaders), and for which row ("": for none)."""

    text: str
    due: date
    owner_id: UUID | None = None
    row: str = ""


def _check(review: SchoolReview, details: CommitmentDetails) -> None:
    reject_people(details.text, review.school_id, "text")
    owners = possible_owners(review.school_id)
    if details.owner_id and not owners.filter(pk=details.owner_id).exists():
        raise ActionError(_("Choose someone who works at the school."), field="owner")


def add_commitment(review: SchoolReview, details: CommitmentDetails, by: UUID) -> ReviewCommitment:
    """Add a commitment. The same one again is one. Raises ActionError for a text that names somebody: they may own it
    instead."""
    _check(review, details)
    with ledger.act("add a review commitment", by=by, about=review.pk):
        rows = ReviewCommitment.objects.unscoped(REASON).filter(review=review, deleted_at=None)
        same = rows.filter(**vars(details)).first()
        return same or ReviewCommitment.objects.create(review=review, **vars(details))


def change_commitment(
    commitment: ReviewCommitment,
    details: CommitmentDetails,
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
) -> ReviewCommitment:
    """Change a commitment. Raises EditConflict where somebody wrote since."""
    _check(commitment.review, details)
    with ledger.act("change a review commitment", by=by, about=commitment.review_id):
        return save_if_current(commitment, vars(details), seen, labels)


def check_commitment(commitment: ReviewCommitment, status: str, by: UUID) -> None:
    """Say what became of a commitment; what was said last counts."""
    with ledger.act("check a review commitment", by=by, about=commitment.review_id, status=status):
        now = timezone.now()
        rows = ReviewCommitment.objects.unscoped(REASON).filter(pk=commitment.pk)
        rows.update(status=status, checked_at=now, checked_by=by, revision=F("revision") + 1, modified=now)


def remove_commitment(commitment: ReviewCommitment, by: UUID) -> None:
    """Remove a commitment."""
    with ledger.act("remove a review commitment", by=by, about=commitment.review_id):
        now = timezone.now()
        rows = ReviewCommitment.objects.unscoped(REASON).filter(pk=commitment.pk, deleted_at=None)
        rows.update(deleted_at=now, modified=now)


def visible_commitments(viewer: Viewer) -> QuerySet[ReviewCommitment]:
    """The commitments that the viewer sees, with their owners, by the day on which they are due."""
    rows = ReviewCommitment.objects.seen_by(viewer).filter(deleted_at=None, review__deleted_at=None)
    return rows.select_related("review__school", "owner").order_by("due", "created")


def own_commitments(viewer: Viewer) -> QuerySet[ReviewCommitment]:
    """Those that are the viewer's to keep."""
    return visible_commitments(viewer).filter(owned_by(viewer))


def open_own_commitments(viewer: Viewer) -> QuerySet[ReviewCommitment]:
    """Those of them that are not done."""
    return own_commitments(viewer).exclude(status=ReviewCommitment.Status.DONE)
