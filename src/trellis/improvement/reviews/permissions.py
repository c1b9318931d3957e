"""Who sees a review of a school.

The school's leaders and the reviewers see that there is a review, its rows and who reviews. What a reviewer wrote is
their own until both they and the reader have finished, or until scoring is closed. Once a review is shared, the
school's staff, its coach and the network's staff read it too. Network staff always see that there is a review and its
dates. A reviewer from elsewhere sees the review and nothing else of the school.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from trellis.core.community.models import Role, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.permissions import NOBODY, register
from trellis.core.foundation.query_forms import IdsOf

from .models import AgreedRowLevel, ReviewCommitment, Reviewer, RowEvidence, RowReview, SchoolReview

REASON = "find the reviews that the viewer is a reviewer on: access itself"
OPEN, SHARED = SchoolReview.Status.OPEN.value, SchoolReview.Status.SHARED.value
SELF, VISIT = SchoolReview.Kind.SELF.value, SchoolReview.Kind.VISIT.value


def may_open(viewer: Viewer, school: School, kind: str) -> bool:
    """Whether the viewer opens and leads reviews of this kind: a school's leaders; of visits, network staff too."""
    if school.pk in viewer.to("school", Role.LEADER):
        return True
    return kind == VISIT and school.network_id in viewer.to("network", Role.NETWORK_STAFF)


def leads(viewer: Viewer, review: SchoolReview) -> bool:
    """Whether the viewer is the lead of a review, while they may lead one."""
    return review.lead_id == viewer.person_id and may_open(viewer, review.school, review.kind)


def own_seat_condition(viewer: Viewer) -> Q:
    """Reviewers that are the viewer: on self-reviews while they work at the school, on visits while they work in its
    network."""
    working = viewer.staff_schools | viewer.to("school", Role.COACH)
    if not working and not viewer.networks:
        return NOBODY
    networks = IdsOf(
        School,
        "network",
        Q(pk__in=working),
        reason="find the networks that the viewer works in: access itself",
    )
    at_school = Q(review__kind=SELF, review__school__in=viewer.staff_schools)
    in_network = Q(review__school__network__in=networks) | Q(review__school__network__in=viewer.networks)
    return Q(person=viewer.person_id, deleted_at__isnull=True, review__deleted_at__isnull=True) & (
        at_school | (Q(review__kind=VISIT) & in_network)
    )


def own_seats(viewer: Viewer, column: str, *conditions: Q) -> IdsOf:
    """A column of the viewer's own seats as a reviewer."""
    return IdsOf(Reviewer, column, own_seat_condition(viewer), *conditions, reason=REASON)


def _at(path: str, **columns: object) -> Q:
    return Q(**{f"{path}{name}": value for name, value in columns.items()})


def readable(viewer: Viewer, path: str = "") -> Q:
    """Reviews whose pages the viewer reads. path: to the review, with `__` at its end."""
    readers = _at(path, school__in=viewer.staff_schools | viewer.to("school", Role.COACH)) | _at(
        path, school__network__in=viewer.networks
    )
    hosted = _at(path, kind=VISIT, school__network__in=viewer.to("network", Role.NETWORK_STAFF))
    return (
        _at(path, school__in=viewer.to("school", Role.LEADER))
        | hosted
        | _at(path, pk__in=own_seats(viewer, "review"))
        | (_at(path, status=SHARED) & readers)
    )


def _open_to(viewer: Viewer, path: str) -> Q:
    """What a reviewer wrote that the viewer may see by now. path: to the reviewer, with `__` at its end."""
    closed = readable(viewer, f"{path}review__") & ~_at(path, review__status=OPEN)
    both_finished = _at(path, finished_at__isnull=False) & _at(
        path, review__in=own_seats(viewer, "review", Q(finished_at__isnull=False))
    )
    return closed | both_finished


def _written(viewer: Viewer, path: str) -> Q:
    is_own = _at(path, pk__in=own_seats(viewer, "pk"))
    return is_own | (_at(path, deleted_at__isnull=True) & _open_to(viewer, path))


def owned_by(viewer: Viewer) -> Q:
    """Commitments that are the viewer's to keep: their own, and those of the school's leaders."""
    return Q(owner=viewer.person_id, review__school__in=viewer.staff_schools) | Q(
        owner=None, review__school__in=viewer.to("school", Role.LEADER)
    )


def may_change_commitments(viewer: Viewer, review: SchoolReview) -> bool:
    """Whether the viewer writes commitments, once scoring is closed: the review's lead and the school's leaders."""
    leads_school = review.school_id in viewer.to("school", Role.LEADER)
    return not review.is_open and (leads_school or leads(viewer, review))


def coached_schools(viewer: Viewer) -> set[UUID]:
    """Schools whose reviews the viewer reads as somebody who works there or coaches there."""
    return viewer.staff_schools | viewer.to("school", Role.COACH)


REVIEW = ("review", "review__school", "review__school__network", "review__lead")
register(
    SchoolReview,
    rows=lambda v: readable(v) | Q(school__network__in=v.networks),
    shows=("school", "school__network", "lead", "opened_by"),
)
register(Reviewer, rows=lambda v: readable(v, "review__"), shows=(*REVIEW, "person"))
register(
    RowReview,
    rows=lambda v: _written(v, "reviewer__"),
    shows=("reviewer", "reviewer__review", "reviewer__review__school"),
)
register(
    RowEvidence,
    rows=lambda v: _written(v, "row_review__reviewer__"),
    shows=tuple(
        f"row_review{path}" for path in ("", "__reviewer", "__reviewer__review", "__reviewer__review__school")
    ),
)
register(
    AgreedRowLevel,
    rows=lambda v: readable(v, "review__") & ~Q(review__status=OPEN),
    shows=("review", "review__school"),
)
register(
    ReviewCommitment,
    rows=lambda v: (readable(v, "review__") & ~Q(review__status=OPEN)) | owned_by(v),
    shows=("review", "review__school", "owner", "checked_by"),
)
