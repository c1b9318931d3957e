"""Whoever came in November has had less time, and does not look behind in what accumulates over the year."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from improvement.opportunity.network import LONG_AGO, add_school, at_noon, make_network
from trellis.assessment.exhibitions.models import Exhibition
from trellis.core.community.enrollment import enrollments
from trellis.core.community.models import School, Term, Tie
from trellis.core.foundation.measures import MEASURES
from trellis.improvement.opportunity import selectors, services
from trellis.improvement.opportunity.models import Rollup

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
HELD, DAYS, NOW = "exhibition-held", "days-to-internship", "internship-now"


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def exhibit(network, person):
    now = timezone.now()
    Exhibition.objects.create(student=person, term=network.term, starts=now, held_at=now)


@pytest.fixture
def november():
    """50 students since the year began, all of whom have exhibited; 30 who came two weeks ago, of whom none has."""
    network = make_network("Harbor", {"East": 50}, learners=0)
    for student in network.students["East"]:
        exhibit(network, student.person)
    for _ in range(30):
        network.enroll("East", learner=True, since=at_noon(ago(14)))
    services.rebuild_rollups(network.network)
    return network


def summarize_measure(network, key):
    year = services.network_school_year(network.network).number
    return selectors.network_reports(
        network.viewer(network.imani), network.network.pk, year, [MEASURES[key]]
    )[0]


def test_newcomers_do_not_look_behind(november):
    summary = summarize_measure(november, HELD)
    assert summary.everyone.estimate == "100%"
    assert summary.everyone.n == "50"
    assert summary.largest is None


def test_the_page_says_who_counts(november):
    client = Client()
    client.force_login(november.imani.account)
    page = client.get(reverse("opportunity", args=[november.network.pk]), {"measure": HELD}).content.decode()
    assert "at least three-quarters of the school year so far" in page


def test_what_is_true_now_counts_newcomers_too(november):
    november.place(november.students["East"][0].person)
    services.rebuild_rollups(november.network)
    assert summarize_measure(november, NOW).everyone.n == "80"


def test_the_list_of_schools_counts_newcomers_too(november):
    sizes = Rollup.objects.unscoped(TEXT).filter(facet="all").exclude(measure__startswith="graduated")
    assert set(sizes.values_list("students", flat=True)) == {80}


def test_who_was_enrolled_for_most_of_the_year_counts(november):
    """Of a year of 90 days: 68 days are enough, 66 are not."""
    for days in (68, 66):
        november.enroll("East", learner=True, since=at_noon(ago(days)))
    services.rebuild_rollups(november.network)
    assert summarize_measure(november, HELD).everyone.n == "51"


def shares(network):
    year = services.network_school_year(network.network)
    return {person: enrollment.share for person, enrollment in enrollments(network.network, year).items()}


def test_a_student_who_changed_schools_keeps_their_time():
    network = make_network("Harbor", {"East": 1, "West": 1})
    mover = network.students["East"][0].person
    Tie.objects.unscoped(TEXT).filter(person=mover).update(ends=at_noon(ago(20)))
    Tie.objects.create(
        person=mover, role="student-of", to_school=network.schools["West"], starts=at_noon(ago(20))
    )
    assert shares(network)[mover.pk] == pytest.approx(1)


def test_a_student_who_was_away_for_half_of_the_year_has_half_of_it():
    network = make_network("Harbor", {"East": 1})
    away = network.students["East"][0].person
    Tie.objects.unscoped(TEXT).filter(person=away).update(ends=at_noon(ago(75)))
    Tie.objects.create(
        person=away, role="student-of", to_school=network.schools["East"], starts=at_noon(ago(30))
    )
    assert shares(network)[away.pk] == pytest.approx(0.5, abs=0.02)


def test_two_ties_at_once_count_once():
    network = make_network("Harbor", {"East": 1, "West": 1})
    both = network.students["East"][0].person
    Tie.objects.create(
        person=both, role="student-of", to_school=network.schools["West"], starts=at_noon(ago(50))
    )
    assert shares(network)[both.pk] == pytest.approx(1)


def test_nobody_is_a_newcomer_at_a_school_that_opened_last_week():
    network = make_network("Harbor", {"East": 1})
    add_school(network, "New", 0)
    person = network.enroll("New", learner=False, since=at_noon(ago(7)))
    assert shares(network)[person.pk] == pytest.approx(1)


def test_a_district_that_begins_a_month_later_has_its_own_first_day():
    network = make_network("Harbor", {"East": 1, "West": 0})
    west = School.objects.unscoped(TEXT).get(name="West")
    year = {"starts": ago(50), "ends": ago(-200), "school_year": ago(-200).year}
    Term.objects.create(network=network.network, school=west, kind=Term.Kind.YEAR, title="Year", **year)
    person = network.enroll("West", learner=False, since=at_noon(ago(48)))
    network.enroll("West", learner=False, since=LONG_AGO)
    assert shares(network)[person.pk] > 0.9


def test_days_until_the_first_internship_run_from_a_students_own_first_day():
    network = make_network("Harbor", {"East": 1})
    settled, newcomer = network.students["East"][0].person, network.enroll("East", True, at_noon(ago(20)))
    for person in (settled, newcomer):
        network.place(person, ago(10))
    year = services.network_school_year(network.network)
    waited = {key: has for key, has, _of in MEASURES[DAYS].facts(network.network, year)}
    assert waited == {settled.pk.hex: 80, newcomer.pk.hex: 10}
