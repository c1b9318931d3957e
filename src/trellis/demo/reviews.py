"""Three years of reviews at the first invented school: a self-review each year, and a visit in the second."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from trellis.core.community.clock import zone_named
from trellis.core.community.models import Account, Network, Person, Role, School, Tie
from trellis.improvement.reviews import commitments, scoring, services
from trellis.improvement.reviews.candidates import possible_reviewers
from trellis.improvement.reviews.models import AgreedRowLevel, Reviewer, RowReview, SchoolReview
from trellis.improvement.reviews.services import ReviewDetails

LEADER = "demo-leader"
SELF, VISIT = SchoolReview.Kind.SELF.value, SchoolReview.Kind.VISIT.value
WORDS = (
    "Two of four panels this week had an outside adult.",
    "Most plans are from this quarter. Families’ own words stand in about half of them.",
    "Advisories met every day. Two changed rooms in the middle of the year.",
)
COMMITMENTS = (
    ("Two outside adults on each exhibition panel", 60, "done"),
    ("A list of mentors to call for each advisory", 30, "partly"),
    ("A plan for the rooms on internship days", -30, "open"),
)
"""What follows the last shared review: the text, how many days ago it was due, and what became of it."""
PAST = ((SELF, 2, 0), (SELF, 1, 1), (VISIT, 1, 0))
"""Kind, how many years ago, and how much higher than the first year."""


def create_reviews(network: Network, today: date) -> None:
    """Reviews of the cast's school; nothing in a network without the cast."""
    account = (
        Account.objects.filter(username=LEADER, person__network=network).select_related("person").first()
    )
    if account is None or account.person is None:
        return
    tie = (
        Tie.objects.system().filter(person=account.person, role=Role.LEADER, to_school__isnull=False).first()
    )
    if tie is None:
        return
    school = School.objects.system().select_related("network").get(pk=tie.to_school_id)
    for kind, years_ago, rise in PAST:
        day = today - timedelta(days=365 * years_ago - 20)
        shared = _create_shared(school, account.person, kind, day, rise)
    _commit(shared, account.person, today)
    _create_open(school, account.person, today)


def _reviewers(review: SchoolReview, leader: Person, count: int) -> list[Reviewer]:
    """The first people who may review, other than the leader."""
    people = possible_reviewers(review).exclude(pk=leader.pk).order_by("created")[:count]
    return [services.invite_reviewer(review, person, leader.pk) for person in people]


def _score(reviewer: Reviewer, number: int, rise: int) -> None:
    """Levels that differ a little between reviewers, and words on the first rows."""
    rows = RowReview.objects.system().filter(reviewer=reviewer).order_by("created", "pk")
    for position, row in enumerate(rows):
        row.reviewer = reviewer
        level = min(4, 1 + (position + 1) % 3 + rise * (position % 2) - (number == 1 and position % 4 == 3))
        words = WORDS[position] if position < len(WORDS) and number == 0 else ""
        scoring.save_row(row, max(1, level), words, None, {})


def _create_shared(school: School, leader: Person, kind: str, day: date, rise: int) -> SchoolReview:
    details = ReviewDetails(day, day + timedelta(days=14), "Exhibitions and advisories")
    review = services.open_review(school, kind, details, leader.pk)
    for number, reviewer in enumerate(_reviewers(review, leader, 3)):
        _score(reviewer, number, rise)
        scoring.finish_scoring(reviewer)
    services.close_scoring(review, leader.pk)
    scoring.agree_common_levels(review, leader.pk)
    open_levels = AgreedRowLevel.objects.system().filter(review=review, level=None)
    agreements = scoring.agreements_of(review)
    for agreed in open_levels.select_related("review__school"):
        level = agreements[agreed.row].levels[-1]
        scoring.agree_level(agreed, level, "We looked at the evidence together.", None, {}, leader.pk)
    services.share_review(review, leader.pk)
    shared_at = datetime.combine(details.ends, time(16), zone_named(school.time_zone))
    SchoolReview.objects.system().filter(pk=review.pk).update(closed_at=shared_at, shared_at=shared_at)
    return review


def _commit(review: SchoolReview, leader: Person, today: date) -> None:
    for text, days_ago, status in COMMITMENTS:
        details = commitments.CommitmentDetails(text, today - timedelta(days=days_ago), None, "")
        commitment = commitments.add_commitment(review, details, leader.pk)
        if status != "open":
            commitments.check_commitment(commitment, status, leader.pk)


def _create_open(school: School, leader: Person, today: date) -> None:
    """This year's self-review: one has finished, one is in the middle, the cast's advisor has not begun."""
    details = ReviewDetails(today - timedelta(days=3), today + timedelta(days=11), "What students decide")
    review = services.open_review(school, SELF, details, leader.pk)
    reviewers = _reviewers(review, leader, 2)
    for number, reviewer in enumerate(reviewers):
        _score(reviewer, number, 1)
    if reviewers:
        scoring.finish_scoring(reviewers[0])
    advisor = Account.objects.filter(username="demo-advisor").select_related("person").first()
    if advisor and advisor.person and advisor.person not in [each.person for each in reviewers]:
        services.invite_reviewer(review, advisor.person, leader.pk)
