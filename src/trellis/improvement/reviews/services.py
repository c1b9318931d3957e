"""The course of a review: opening it, inviting reviewers, closing scoring, sharing, and canceling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, School
from trellis.core.community.school_years import school_year_start
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.revisions import save_if_current

from .candidates import possible_reviewers
from .models import AgreedRowLevel, Reviewer, RowReview, SchoolReview
from .named_people import reject_people
from .rubric import current_rubric, rubric_of

REASON = "write a review that the caller may change"
Status = SchoolReview.Status


@dataclass(frozen=True)
class ReviewDetails:
    """When a review is, and what it looks at."""

    starts: date
    ends: date
    focus: str = ""


def school_year_of(school: School, day: date) -> int:
    """The school year around a day, by the year in which it ends."""
    return school_year_start(school, day).year + 1


def open_review(school: School, kind: str, details: ReviewDetails, by: UUID) -> SchoolReview:
    """Open a review on the rubric that the school's model has now. Whoever opens it leads it.

    Raises ActionError where the model has no rubric, for days in the wrong order, and where a review of this kind is
    not shared yet.
    """
    check_details(details, school.pk)
    try:
        with ledger.act("open a school review", by=by, about=school.pk), transaction.atomic():
            return SchoolReview.objects.create(
                school=school,
                school_year=school_year_of(school, details.starts),
                kind=kind,
                rubric=current_rubric(school),
                opened_by_id=by,
                lead_id=by,
                **vars(details),
            )
    except IntegrityError:
        raise ActionError(
            _("A review of this kind is under way this school year. Share or cancel it first.")
        ) from None


def check_details(details: ReviewDetails, school_id: UUID) -> None:
    """Raise ActionError for days in the wrong order and for a text that names somebody."""
    if details.ends < details.starts:
        raise ActionError(_("The last day is before the first. Choose a later one."), field="ends")
    reject_people(details.focus, school_id, "focus")


def change_review(
    review: SchoolReview, details: ReviewDetails, seen: int | None, labels: Mapping[str, str], by: UUID
) -> SchoolReview:
    """Change the days and the focus. Raises EditConflict where somebody wrote since."""
    check_details(details, review.school_id)
    with ledger.act("change a school review", by=by, about=review.pk):
        return save_if_current(review, vars(details), seen, labels)


def invite_reviewer(review: SchoolReview, person: Person, by: UUID) -> Reviewer:
    """Invite a reviewer, with a blank row for each row of the rubric. Twice is once; who was removed is back.

    Raises ActionError once scoring is closed, and for somebody who cannot review the school.
    """
    with ledger.act("invite a reviewer", by=by, about=review.pk):
        _check_open(review)
        if not possible_reviewers(review).filter(pk=person.pk).exists():
            raise ActionError(_("This person cannot review the school. Choose someone from the list."))
        reviewers = Reviewer.objects.unscoped(REASON)
        row, is_new = reviewers.get_or_create(review=review, person=person, defaults={"invited_by_id": by})
        if is_new:
            keys = [each["key"] for each in review.rubric["rows"]]
            RowReview.objects.bulk_create(RowReview(reviewer=row, row=key) for key in keys)
        elif row.deleted_at:
            now = timezone.now()
            reviewers.filter(pk=row.pk).update(deleted_at=None, invited_by=by, invited_at=now, modified=now)
    row.review = review
    return row


def remove_reviewer(reviewer: Reviewer, by: UUID) -> None:
    """Remove a reviewer; what they wrote is not shown any more. Only while scoring is open."""
    with ledger.act("remove a reviewer", by=by, about=reviewer.review_id):
        _check_open(reviewer.review)
        now = timezone.now()
        rows = Reviewer.objects.unscoped(REASON).filter(pk=reviewer.pk, deleted_at=None)
        rows.update(deleted_at=now, modified=now)


def close_scoring(review: SchoolReview, by: UUID) -> None:
    """Close scoring: levels can be agreed from now on, and reviewers see what all wrote. It does not open again.

    Raises ActionError where nobody has given a level. Closed before: nothing happens.
    """
    with ledger.act("close scoring of a review", by=by, about=review.pk):
        scored = RowReview.objects.unscoped(REASON).filter(
            reviewer__review=review, reviewer__deleted_at=None, level__isnull=False
        )
        if not scored.exists():
            raise ActionError(_("No reviewer has given a level yet. Wait for one, or cancel the review."))
        if _move(review, Status.OPEN, Status.CLOSED, "closed_at"):
            keys = [each["key"] for each in review.rubric["rows"]]
            AgreedRowLevel.objects.bulk_create(AgreedRowLevel(review=review, row=key) for key in keys)


def share_review(review: SchoolReview, by: UUID) -> None:
    """Share a review with the school's staff, its coach and the network. Its levels are final.

    Raises ActionError while a row that was scored has no agreed level.
    """
    with ledger.act("share a school review", by=by, about=review.pk):
        rubric = rubric_of(review)
        scored = RowReview.objects.unscoped(REASON).filter(
            reviewer__review=review, reviewer__deleted_at=None, level__isnull=False
        )
        agreed = AgreedRowLevel.objects.unscoped(REASON).filter(review=review)
        open_rows = set(agreed.filter(level=None, row__in=scored.values("row")).values_list("row", flat=True))
        if open_rows:
            titles = [row.title for row in rubric.rows if row.key in open_rows]
            raise ActionError(
                _("Agree on a level for these rows first: %(rows)s.") % {"rows": format_list(titles)}
            )
        _move(review, Status.CLOSED, Status.SHARED, "shared_at")


def _move(review: SchoolReview, before: str, after: str, moment: str) -> bool:
    """Move a review on once; False where somebody did before."""
    now = timezone.now()
    rows = SchoolReview.objects.unscoped(REASON).filter(pk=review.pk, status=before, deleted_at=None)
    values = {"status": after, moment: now, "modified": now}
    return bool(rows.update(**values, revision=F("revision") + 1))


def cancel_review(review: SchoolReview, by: UUID) -> None:
    """Cancel a review that is not shared: nobody sees it any more."""
    with ledger.act("cancel a school review", by=by, about=review.pk):
        now = timezone.now()
        rows = SchoolReview.objects.unscoped(REASON).filter(pk=review.pk, deleted_at=None)
        rows.exclude(status=Status.SHARED).update(deleted_at=now, modified=now)


def take_lead(review: SchoolReview, by: UUID) -> None:
    """Lead a review from now on, in place of whoever did."""
    with ledger.act("take the lead of a review", by=by, about=review.pk):
        rows = SchoolReview.objects.unscoped(REASON).filter(pk=review.pk)
        rows.update(lead=by, revision=F("revision") + 1, modified=timezone.now())


def _check_open(review: SchoolReview) -> None:
    """Raise ActionError once scoring is closed, by the row as it is now."""
    rows = SchoolReview.objects.unscoped(REASON).filter(pk=review.pk, deleted_at=None, status=Status.OPEN)
    if not rows.exists():
        raise ActionError(_("Scoring of this review is closed."))


def local_day(school: School) -> date:
    """Today on the school's clock."""
    return school_local_time(school, timezone.now()).date()
