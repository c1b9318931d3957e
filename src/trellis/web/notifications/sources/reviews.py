"""What is told of reviews of schools: rows to score, a review that waits for its lead, a shared one, and commitments
that are due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_day
from trellis.improvement.reviews.commitments import open_own_commitments
from trellis.improvement.reviews.models import Reviewer
from trellis.improvement.reviews.selectors import (
    review_line,
    shared_reviews,
    waiting_reviews,
)

from ..registry import DigestItem, page_link

DUE_SOON = timedelta(days=3)


def review_news(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Rows to score are new with the invitation, and three days before the last day; a shared review is told once."""
    waiting = waiting_reviews(viewer)
    yield from _to_score(waiting.seats, viewer, since)
    for review in waiting.led:
        text = _("%(title)s: %(sentence)s") % {
            "title": review_line(review),
            "sentence": _("every reviewer has finished") if review.is_open else _("agree on the levels"),
        }
        yield DigestItem(text, page_link("school-review", review.pk), review.modified > since)
    for review in shared_reviews(viewer).filter(shared_at__gt=since).exclude(lead=viewer.person_id):
        text = _("The review was shared with you: %(review)s") % {"review": review_line(review)}
        yield DigestItem(text, page_link("school-review", review.pk))
    yield from _due_commitments(viewer, since)


def _to_score(seats: list[Reviewer], viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    for seat in seats:
        review = seat.review
        text = _("Rows to score by %(day)s: %(review)s") % {
            "day": format_day(review.ends),
            "review": review_line(review),
        }
        today, since_day = (school_local_time(review.school, moment).date() for moment in (viewer.now, since))
        is_due_soon = since_day < review.ends - DUE_SOON <= today
        is_new = seat.invited_at > since or is_due_soon
        yield DigestItem(text, page_link("school-review", review.pk), is_new)


def _due_commitments(viewer: Viewer, since: datetime) -> Iterator[DigestItem]:
    """Three days before they are due and after: new on that day."""
    for commitment in open_own_commitments(viewer):
        school = commitment.review.school
        today, since_day = (school_local_time(school, moment).date() for moment in (viewer.now, since))
        told_from = commitment.due - DUE_SOON
        if told_from > today:
            continue
        text = _("%(school)s: %(step)s, due %(day)s") % {
            "school": school.name,
            "step": commitment.text,
            "day": format_day(commitment.due),
        }
        yield DigestItem(text, page_link("own-commitments"), since_day < told_from <= today)
