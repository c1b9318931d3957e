"""Ines opens a review, invites, closes scoring; reviewers agree; the review is shared, and commitments follow."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from improvement.reviews.course import (
    TEXT,
    VISIT,
    address,
    days,
    invite,
    leader_at,
    open_review,
    press,
    read,
    rows_of,
    score,
    share,
)
from trellis.core.community.models import School, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint.models import Adoption
from trellis.improvement.reviews import commitments, scoring, services
from trellis.improvement.reviews.agreement import review_agreement, row_agreement
from trellis.improvement.reviews.models import (
    AgreedRowLevel,
    ReviewCommitment,
    Reviewer,
    SchoolReview,
)
from trellis.web.notifications.sources.reviews import review_news
from world import Side, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def home(world) -> Side:
    return world.home


@pytest.fixture
def review(home) -> SchoolReview:
    return open_review(home)


@pytest.fixture
def lena(home):
    """She leads another school of the network."""
    return leader_at(School.objects.create(network=home.network, name="Bayside"), "Lena", "Park")


def of_school(side: Side) -> str:
    return reverse("school-reviews", args=[side.school.pk])


def agreed_on(review: SchoolReview, number: int = 0) -> AgreedRowLevel:
    rows = AgreedRowLevel.objects.unscoped(TEXT).filter(review=review).select_related("review__school")
    return rows.get(row=review.rubric["rows"][number]["key"])


def news(person, since=None) -> list[str]:
    since = since or timezone.now() - timedelta(days=1)
    return [item.text for item in review_news(Viewer.of(person), since) if item.is_new]


def test_ines_opens_a_self_review_on_the_rubric_of_the_model(home):
    today = timezone.localdate()
    sent = {"do": "open", "kind": "self-review", "starts": today, "ends": today + timedelta(days=14)}
    press(home.ines, of_school(home), **sent)
    review = SchoolReview.objects.unscoped(TEXT).get(status="open")
    page = read(home.ines, address(review))
    assert "Does every student learn with an adult outside school" in page
    assert "Invite a reviewer" in page
    press(home.ines, address(review), do="invite", person=home.daniel.pk)
    assert "Daniel Osei" in read(home.ines, address(review))
    assert "under way this school year" in press(home.ines, of_school(home), 422, **sent)
    press(home.ines, of_school(home), **sent | {"kind": "visit"})


def test_teachers_open_no_review_and_network_staff_only_visits(home):
    sent = {"do": "open", "starts": "2026-12-01", "ends": "2026-12-09"}
    press(home.daniel, of_school(home), 404, kind="self-review", **sent)
    press(home.imani, of_school(home), 422, kind="self-review", **sent)
    press(home.imani, of_school(home), kind="visit", **sent)
    press(home.kofi, of_school(home), 404, kind="visit", **sent)


def test_the_last_day_is_not_before_the_first(home):
    answer = press(
        home.ines, of_school(home), 422, do="open", kind="visit", starts="2026-12-09", ends="2026-12-01"
    )
    assert "The last day is before the first." in answer


def test_a_new_version_of_the_model_does_not_rewrite_a_review(home, review):
    reviewer = invite(review, home.daniel)
    score(reviewer, 2)
    Adoption.objects.unscoped(TEXT).filter(school=home.school).delete()
    share(review)
    page = read(home.noor, address(review))
    assert "Does every student learn with an adult outside school" in page
    assert "Level 2: Growing" in page


def test_the_staff_read_a_review_once_it_is_shared_and_no_family_ever_does(home, review):
    score(invite(review, home.daniel), 2, "Plans from this quarter.")
    for person in (home.noor, home.kofi, home.imani, home.tomas):
        read(person, address(review), 404)
    share(review)
    for person in (home.noor, home.kofi, home.imani, home.tomas):
        page = read(person, address(review))
        assert "Plans from this quarter." in page
        assert "Everyone who works with students" in page
    for person in (home.amina, home.carmen, home.rosa, home.devi):
        read(person, address(review), 404)


def test_a_level_that_nobody_gave_needs_a_reason(home, review):
    score(invite(review, home.daniel), 2)
    score(invite(review, home.tomas), 4)
    services.close_scoring(review, home.ines.pk)
    agreed = agreed_on(review)
    sent = {"do": "agree", "agreed": agreed.pk, "level": 3, "revision": 0}
    assert "Write why you agreed on it." in press(home.ines, address(review), 422, **sent)
    press(home.ines, address(review), reason="Both saw half of the advisories.", **sent)
    page = read(home.daniel, address(review))
    assert "Both saw half of the advisories." in page
    assert "More than one level apart." in page
    press(home.daniel, address(review), 404, do="agree", agreed=agreed.pk, level=2, revision=1)


def test_a_review_is_shared_once_every_scored_row_has_a_level(home, review):
    score(invite(review, home.daniel), 2)
    score(invite(review, home.tomas), 3)
    press(home.ines, address(review), do="close")
    assert "Agree on a level for these rows first" in press(home.ines, address(review), 422, do="share")
    for number in range(len(review.rubric["rows"])):
        scoring.agree_level(agreed_on(review, number), 3, "", None, {}, home.ines.pk)
    press(home.ines, address(review), do="share")
    assert agreed_on(review).level == 3
    with pytest.raises(ActionError, match="between closing"):
        scoring.agree_level(agreed_on(review), 2, "", None, {}, home.ines.pk)


def test_rows_on_which_all_agree_are_agreed_by_one_press(home, review):
    score(invite(review, home.daniel), 2)
    score(invite(review, home.tomas), 2)
    press(home.ines, address(review), do="close")
    assert "All reviewers gave the same level on 10 of 10 rows." in read(home.ines, address(review))
    press(home.ines, address(review), do="agree-common")
    assert agreed_on(review).level == 2
    press(home.ines, address(review), do="share")


def test_scoring_closes_once_somebody_gave_a_level_and_takes_nobody_more(home, review):
    reviewer = invite(review, home.daniel)
    assert "No reviewer has given a level yet." in press(home.ines, address(review), 422, do="close")
    score(reviewer, 2)
    press(home.ines, address(review), do="close")
    with pytest.raises(ActionError, match="closed"):
        invite(review, home.tomas)


def test_a_self_review_is_by_the_schools_staff_and_a_visit_by_people_from_elsewhere(home, review, lena):
    assert "Choose a person." in press(home.ines, address(review), 422, do="invite", person=lena.pk)
    visit = open_review(home, VISIT)
    assert "Choose a person." in press(home.ines, address(visit), 422, do="invite", person=home.daniel.pk)
    for person in (lena, home.imani, home.kofi):
        press(home.ines, address(visit), do="invite", person=person.pk)
    with pytest.raises(ActionError):
        invite(visit, home.amina)


def test_a_visitor_sees_the_review_and_nothing_else_of_the_school(world, home, lena):
    visit = open_review(home, VISIT)
    read(lena, address(visit), 404)
    invite(visit, lena)
    page = read(lena, address(visit))
    assert "They see no students here." in page
    for name in ("Amina", "Bea"):
        assert name not in page
    read(lena, of_school(home), 404)
    read(lena, reverse("student", args=[home.amina.pk]), 404)
    read(world.other.ines, address(visit), 404)
    Tie.objects.unscoped(TEXT).filter(person=lena).update(ends=timezone.now())
    read(lena, address(visit), 404)


def test_another_leader_of_the_school_takes_the_lead(home, review):
    second = leader_at(home.school, "Priya", "Shah")
    press(second, address(review), 404, do="close")
    press(second, address(review), do="take-lead")
    score(invite(review, home.daniel), 2)
    press(second, address(review), do="close")
    press(home.ines, address(review), 404, do="share")
    press(home.daniel, address(review), 404, do="take-lead")


def test_a_canceled_review_is_gone_and_makes_room_for_another(home, review):
    score(invite(review, home.daniel), 2)
    press(home.ines, address(review), do="cancel")
    read(home.ines, address(review), 404)
    read(home.daniel, address(review), 404)
    open_review(home)


def test_the_network_sees_dates_of_an_open_review_and_no_level(home, review):
    score(invite(review, home.daniel), 3, finish=False)
    page = read(home.imani, reverse("network-reviews", args=[home.network.pk]))
    assert "Scoring is open" in page
    assert address(review) not in page
    assert "Level" not in page.replace("Levels are on each", "")
    read(home.imani, address(review), 404)


def test_growth_shows_years_side_by_side_and_is_read_aloud(home, review):
    old = home.rows["SchoolReview"]
    SchoolReview.objects.unscoped(TEXT).filter(pk=old.pk).update(school_year=old.school_year - 1)
    score(invite(review, home.daniel), 3)
    share(review)
    visit = open_review(home, VISIT)
    score(invite(visit, home.kofi), 2)
    share(visit)
    page = read(home.daniel, of_school(home))
    year = old.school_year
    sentence = (
        f"Exhibitions. Self-review {year - 2}–{(year - 1) % 100:02}: Level 2: Growing, "
        f"Self-review {year - 1}–{year % 100:02}: Level 3: Established, "
        f"Review visit {year - 1}–{year % 100:02}: Level 2: Growing"
    )
    assert f'aria-label="{sentence}"' in page
    assert "not added up" in page
    assert "Level 3: Established" in read(home.imani, of_school(home))


def test_a_commitment_follows_a_review_and_stands_on_its_owners_page(home, review):
    score(invite(review, home.daniel), 2)
    share(review)
    due = timezone.localdate() + timedelta(days=2)
    sent = {"do": "commit", "text": "A list of mentors to call", "due": due, "row_key": "internships"}
    assert "without the name" in press(
        home.ines, address(review), 422, **sent | {"text": "Amina Diallo starts", "owner": home.tomas.pk}
    )
    press(home.ines, address(review), owner=home.tomas.pk, **sent)
    own_page = reverse("own-commitments")
    assert "A list of mentors to call" in read(home.tomas, own_page)
    assert "A list of mentors to call" not in read(home.noor, own_page)
    assert any(
        "A list of mentors to call" in text for text in news(home.tomas, timezone.now() - timedelta(days=2))
    )
    row = ReviewCommitment.objects.unscoped(TEXT).get(text="A list of mentors to call")
    press(home.noor, own_page, 404, do="check-review", review_commitment=row.pk, status="done")
    press(home.tomas, own_page, do="check-review", review_commitment=row.pk, status="done")
    assert "Done" in read(home.kofi, address(review))
    assert not any("mentors to call" in text for text in news(home.tomas))


def test_leaders_keep_commitments_that_have_no_other_owner(home, review):
    score(invite(review, home.daniel), 2)
    share(review)
    details = commitments.CommitmentDetails("A plan for Fridays", timezone.localdate())
    row = commitments.add_commitment(review, details, home.ines.pk)
    assert commitments.add_commitment(review, details, home.ines.pk) == row
    assert "School leaders" in read(home.ines, reverse("own-commitments"))
    press(home.tomas, address(review), 404, do="remove-commitment", commitment=row.pk)
    press(home.ines, address(review), do="remove-commitment", commitment=row.pk)
    assert "A plan for Fridays" not in read(home.ines, address(review))


def test_today_and_the_daily_email_tell_what_waits(home, review):
    today = reverse("today")
    reviewer = invite(review, home.daniel)
    assert "10 rows to score by" in read(home.daniel, today)
    assert any("Rows to score by" in text for text in news(home.daniel))
    assert "Close scoring." not in read(home.ines, today)
    score(reviewer, 2)
    assert "rows to score by" not in read(home.daniel, today)
    assert "Every reviewer has finished. Close scoring." in read(home.ines, today)
    share(review)
    assert any("was shared with you" in text for text in news(home.noor))
    assert not any("was shared with you" in text for text in news(home.ines))


def test_a_counselor_finds_rows_to_score_on_the_caseload(home, review):
    invite(review, home.noor)
    assert "10 rows to score by" in read(home.noor, reverse("supports"))


def test_more_schools_do_not_mean_more_queries(home, review):
    page = reverse("network-reviews", args=[home.network.pk])
    read(home.imani, page)
    with CaptureQueriesContext(connection) as few:
        read(home.imani, page)
    for number in range(6):
        School.objects.create(network=home.network, name=f"School {number}")
    with CaptureQueriesContext(connection) as many:
        assert "School 5" in read(home.imani, page)
    assert len(many) == len(few)
    assert "School 5" not in read(home.imani, f"{page}?q=harbor")


def test_agreement_is_about_rows(home):
    rows = {
        "a": row_agreement([2, 2]),
        "b": row_agreement([2, 3, None]),
        "c": row_agreement([1, 4]),
        "d": row_agreement([3]),
        "e": row_agreement([]),
    }
    agreement = review_agreement(rows)
    assert (agreement.compared, agreement.exact, agreement.within_one) == (3, 1, 2)
    assert rows["c"].is_apart
    assert rows["d"].common_level == 3
    assert rows["b"].common_level is None


def test_an_invitation_sent_twice_is_one_and_a_model_without_a_rubric_opens_no_review(home, review):
    assert invite(review, home.daniel) == invite(review, home.daniel)
    assert Reviewer.objects.unscoped(TEXT).filter(review=review).count() == 1
    assert len(rows_of(invite(review, home.daniel))) == 10
    Adoption.objects.unscoped(TEXT).filter(school=home.school).delete()
    with pytest.raises(ActionError, match="no review rubric"):
        services.open_review(home.school, VISIT, days(), home.ines.pk)
