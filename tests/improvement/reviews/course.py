"""The course of a review, as the tests of reviews walk it: people who press buttons, and a review at some point."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import Person, Role, School
from trellis.improvement.reviews import scoring, services
from trellis.improvement.reviews.models import Reviewer, RowReview, SchoolReview
from trellis.improvement.reviews.services import ReviewDetails
from world import Side, account, tie

TEXT = "the test looks"
SELF, VISIT = SchoolReview.Kind.SELF.value, SchoolReview.Kind.VISIT.value


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def address(review: SchoolReview) -> str:
    return reverse("school-review", args=[review.pk])


def read(person: Person, url: str, status: int = 200) -> str:
    """What somebody reads on a page."""
    answer = client_of(person).get(url)
    assert answer.status_code == status, (answer.status_code, url)
    return answer.content.decode()


def press(who: Person, url: str, expected: int = 302, **fields: object) -> str:
    """What a page answers to a form that somebody sends."""
    answer = client_of(who).post(url, fields)
    assert answer.status_code == expected, answer.content.decode()[:3000]
    return answer.content.decode()


def days(first: int = 0, last: int = 14) -> ReviewDetails:
    today = timezone.localdate()
    return ReviewDetails(today + timedelta(days=first), today + timedelta(days=last))


def open_review(side: Side, kind: str = SELF) -> SchoolReview:
    return services.open_review(side.school, kind, days(), side.ines.pk)


def invite(review: SchoolReview, person: Person) -> Reviewer:
    return services.invite_reviewer(review, person, review.lead_id)


def rows_of(reviewer: Reviewer) -> list[RowReview]:
    rows = (
        RowReview.objects.unscoped(TEXT).filter(reviewer=reviewer).select_related("reviewer__review__school")
    )
    order = [row["key"] for row in reviewer.review.rubric["rows"]]
    return sorted(rows, key=lambda row: order.index(row.row))


def score(reviewer: Reviewer, level: int, words: str = "", finish: bool = True) -> None:
    """Give every row one level, with words on the first."""
    for number, row in enumerate(rows_of(reviewer)):
        scoring.save_row(row, level, "" if number else words, None, {})
    if finish:
        scoring.finish_scoring(reviewer)


def share(review: SchoolReview) -> None:
    """Close, agree where all agree, and share."""
    services.close_scoring(review, review.lead_id)
    scoring.agree_common_levels(review, review.lead_id)
    services.share_review(review, review.lead_id)
    review.refresh_from_db(from_queryset=SchoolReview.objects.unscoped(TEXT))


def leader_at(school: School, given: str, family: str) -> Person:
    person = Person.objects.create(network=school.network, given_name=given, family_name=family)
    account(person, f"{given}@{school.pk}".lower())
    tie(person, Role.LEADER, school)
    return person
