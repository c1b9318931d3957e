"""What the page of one review shows: the rows with what the viewer may see of them by now, and who is on it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer

from .agreement import ReviewAgreement, RowAgreement, review_agreement, row_agreement
from .candidates import Choice, owner_choices, reviewer_choices
from .commitments import visible_commitments
from .models import AgreedRowLevel, ReviewCommitment, Reviewer, RowEvidence, RowReview, SchoolReview
from .permissions import leads, may_change_commitments, may_open, own_seat_condition
from .rubric import Rubric, RubricRow, rubric_of
from .services import local_day


@dataclass(frozen=True)
class SeenRow:
    """What one reviewer wrote on a row, without a name. is_own: the viewer did."""

    review: RowReview
    level_title: str
    evidence: list[RowEvidence]
    is_own: bool

    @property
    def is_shown(self) -> bool:
        """Whether there is something to read beside the counts of levels."""
        return bool(self.review.words or self.evidence or (self.is_own and self.level_title))


@dataclass(frozen=True)
class PageRow:
    """A row of the rubric. written: what the viewer sees of reviewers' words and levels. agreed: once scoring is
    closed."""

    row: RubricRow
    written: list[SeenRow] = field(default_factory=list)
    agreed: AgreedRowLevel | None = None
    agreed_title: str = ""

    @property
    def section(self) -> str:
        """The id of its part of the page."""
        return f"row-{self.row.key}"

    @property
    def mine(self) -> SeenRow | None:
        return next((each for each in self.written if each.is_own), None)

    @property
    def shown(self) -> list[SeenRow]:
        return [each for each in self.written if each.is_shown]

    @cached_property
    def agreement(self) -> RowAgreement:
        return row_agreement(each.review.level for each in self.written)


class ReviewPage:
    """One review, as a viewer sees it."""

    def __init__(self, viewer: Viewer, review: SchoolReview) -> None:
        self.viewer, self.review, self.school = viewer, review, review.school

    @cached_property
    def rubric(self) -> Rubric:
        return rubric_of(self.review)

    @cached_property
    def today(self) -> date:
        return local_day(self.school)

    @cached_property
    def seat(self) -> Reviewer | None:
        """The viewer as a reviewer of it."""
        rows = Reviewer.objects.seen_by(self.viewer).filter(
            own_seat_condition(self.viewer), review=self.review
        )
        return rows.select_related("review__school").first()

    @cached_property
    def leads(self) -> bool:
        return leads(self.viewer, self.review)

    @property
    def may_lead(self) -> bool:
        """Whether the viewer can take the lead from whoever has it."""
        may_open_it = may_open(self.viewer, self.school, self.review.kind)
        return may_open_it and not self.leads and not self.review.is_shared

    @property
    def is_leader(self) -> bool:
        return self.school.pk in self.viewer.to("school", Role.LEADER)

    @property
    def writes(self) -> bool:
        """Whether the viewer scores rows now."""
        return bool(self.seat and self.review.is_open and self.seat.finished_at is None)

    @property
    def sees_others(self) -> bool:
        """Whether the viewer may see what others wrote by now."""
        return not self.review.is_open or bool(self.seat and self.seat.finished_at)

    @property
    def changes_commitments(self) -> bool:
        return may_change_commitments(self.viewer, self.review)

    @cached_property
    def reviewers(self) -> list[Reviewer]:
        rows = Reviewer.objects.seen_by(self.viewer).filter(review=self.review, deleted_at=None)
        reviewers = list(rows.select_related("person").order_by("person__given_name", "person__family_name"))
        add_distinctions([reviewer.person for reviewer in reviewers])
        return reviewers

    @property
    def finished(self) -> int:
        return sum(reviewer.finished_at is not None for reviewer in self.reviewers)

    @cached_property
    def candidates(self) -> list[Choice]:
        """Who can still be invited."""
        return reviewer_choices(self.review, {reviewer.person_id for reviewer in self.reviewers})

    @cached_property
    def owners(self) -> list[Choice]:
        return owner_choices(self.school.pk)

    @cached_property
    def rows(self) -> list[PageRow]:
        """The rows of the rubric. Three queries."""
        written = self._written()
        agreed = {
            each.row: each
            for each in AgreedRowLevel.objects.seen_by(self.viewer)
            .filter(review=self.review)
            .select_related("review__school")
        }
        return [
            PageRow(
                row,
                written[row.key],
                agreed.get(row.key),
                self.rubric.level_title(agreed[row.key].level) if row.key in agreed else "",
            )
            for row in self.rubric.rows
        ]

    def _written(self) -> dict[str, list[SeenRow]]:
        """What the viewer sees of what was written, by row, their own first; the others in no telling order."""
        rows = list(RowReview.objects.seen_by(self.viewer).filter(reviewer__review=self.review))
        evidence: dict[UUID, list[RowEvidence]] = defaultdict(list)
        pieces = RowEvidence.objects.seen_by(self.viewer).filter(
            row_review__reviewer__review=self.review, deleted_at=None
        )
        for piece in pieces.order_by("created"):
            evidence[piece.row_review_id].append(piece)
        own_seat = self.seat.pk if self.seat else None
        seen: dict[str, list[SeenRow]] = defaultdict(list)
        for row in sorted(rows, key=lambda each: (each.reviewer_id != own_seat, each.level or 0, each.pk)):
            title = self.rubric.level_title(row.level)
            seen[row.row].append(SeenRow(row, title, evidence[row.pk], row.reviewer_id == own_seat))
        return seen

    @property
    def scored(self) -> int:
        """How many rows the viewer has given a level."""
        return sum(bool(row.mine and row.mine.level_title) for row in self.rows)

    @property
    def next_row(self) -> PageRow | None:
        """The first row to which the viewer has given no level: its form stands open."""
        return next((row for row in self.rows if row.mine and not row.mine.level_title), None)

    @property
    def is_scored(self) -> bool:
        return self.scored == len(self.rows)

    @cached_property
    def agreement(self) -> ReviewAgreement:
        return review_agreement({row.row.key: row.agreement for row in self.rows})

    @property
    def common_rows(self) -> int:
        """Rows on which all reviewers gave one level and none is agreed yet."""
        return sum(
            row.agreement.common_level is not None and row.agreed is not None and row.agreed.level is None
            for row in self.rows
        )

    @cached_property
    def commitments(self) -> list[ReviewCommitment]:
        return list(visible_commitments(self.viewer).filter(review=self.review))
