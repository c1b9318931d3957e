"""What a round found, for whom, and what stays hidden."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.improvement.surveys.models import SurveyRound
from trellis.improvement.surveys.scheduled_tasks import delete_old_words
from trellis.improvement.surveys.selectors import network_surveys, round_page_or_404
from trellis.improvement.surveys.services import rounds
from trellis.improvement.surveys.services.answers import save_answer
from world import tie

from .conftest import TEXT, add_round, add_students, reload
from .test_answering import address, signed_in


def answered_round(home, people, choice=3, words="More time.", **values) -> SurveyRound:
    """A round that these people answered, and that is closed."""
    row = add_round(home.school, **values)
    rounds.open_round(row, home.ines.pk, address)
    row = reload(row)
    for person in people:
        assert save_answer(row, person, {"known": choice}, {"change": words})
    rounds.close_round(row, home.ines.pk)
    return reload(row)


def results_for(home, row, person=None):
    return round_page_or_404(Viewer.of(person or home.ines), row.pk)


def test_there_are_no_results_before_a_round_closes(home):
    people = add_students(home, 12)
    row = add_round(home.school)
    rounds.open_round(row, home.ines.pk, address)
    for person in people:
        save_answer(reload(row), person, {"known": 3}, {"change": "More time."})
    page = results_for(home, row)
    assert (page.items, page.words, page.answered) == ([], [], None)
    body = signed_in(home.ines).get(reverse("survey-round", args=[row.pk])).content.decode()
    assert "Results show after it closes" in body
    assert "More time." not in body
    assert signed_in(home.ines).get(reverse("survey-csv", args=[row.pk])).status_code == 404


def test_ten_answers_are_shown_and_nine_are_not(home):
    people = add_students(home, 19)
    few, enough = answered_round(home, people[:9]), answered_round(home, people[9:])
    assert results_for(home, few).items[0].hidden
    shown = results_for(home, enough).items[0]
    assert shown.n == "10"
    assert shown.share == "over 95%"  # all said so: how many exactly is not told
    assert results_for(home, few).words[0].texts is None
    assert results_for(home, enough).words[0].texts == ["More time."] * 10


def test_a_small_group_is_hidden_and_no_other_gives_it_away(home):
    people = [
        *add_students(home, 14, "black", "09"),
        *add_students(home, 13, "latine", "10"),
        *add_students(home, 4, "asian", "10"),
    ]
    page = results_for(home, answered_round(home, people))
    groups = {group.name: group for group in page.items[0].groups}
    assert groups["Asian students"].hidden.startswith("Not enough data")
    assert groups["Hispanic or Latino students"].hidden == "Hidden to protect the privacy of a smaller group"
    assert groups["Black students"].n == "14"
    assert groups["Grade 10"].n == "17"


def test_teachers_read_counts_and_leaders_also_words(home):
    row = answered_round(home, add_students(home, 12), words="Less noise.")
    page = reverse("survey-round", args=[row.pk])
    assert "Less noise." in signed_in(home.ines).get(page).content.decode()
    body = signed_in(home.daniel).get(page).content.decode()
    assert "Question known?" in body
    assert "Less noise." not in body
    assert signed_in(home.amina).get(page).status_code == 404


def test_the_earlier_round_stands_beside_the_new_one(home):
    people = add_students(home, 12)
    early = date.today() - timedelta(days=60)
    first = answered_round(home, people, choice=0)
    SurveyRound.objects.unscoped(TEXT).filter(pk=first.pk).update(opens=early)
    second = answered_round(home, people, choice=3)
    assert results_for(home, second).items[0].earlier == "under 5%"


def test_a_network_sees_the_sum_of_two_schools_and_never_one_alone(home):
    people = add_students(home, 24)
    answered_round(home, people[:12])
    assert network_surveys(home.network, date.today())[0].items == []
    second = School.objects.create(network=home.network, name="Second", time_zone="America/New_York")
    for person in people[12:]:
        tie(person, "student-of", second)
    row = add_round(second)
    rounds.open_round(row, home.ines.pk, address)
    for person in people[12:]:
        save_answer(reload(row), person, {"known": 0}, {"change": "Only here."})
    rounds.close_round(reload(row), home.ines.pk)
    survey = network_surveys(home.network, date.today())[0]
    assert (survey.schools, survey.items[0].n, survey.items[0].share) == (2, "24", "50%")
    body = signed_in(home.imani).get(reverse("network-surveys", args=[home.network.pk])).content.decode()
    assert "Only here." not in body


def test_the_file_holds_what_the_page_shows_and_nothing_that_it_hides(home):
    people = [*add_students(home, 12, "black"), *add_students(home, 3, "asian")]
    row = answered_round(home, people, words="=1+1")
    text = signed_in(home.daniel).get(reverse("survey-csv", args=[row.pk])).content.decode()
    assert "Very true" in text
    assert "Asian students,“Mostly true” to “Very true”,Not enough data" in text
    assert "=1+1" not in text


def test_what_was_heard_goes_back_to_those_who_answered_once_it_is_complete(home):
    row = answered_round(home, add_students(home, 12))
    ines, page = signed_in(home.ines), reverse("survey-round", args=[row.pk])
    mine = reverse("my-surveys")
    loop = {"do": "loop", "round": row.pk, "revision": f"{row.pk}:{row.revision}", "heard": "You want time."}
    assert ines.post(page, {"do": "publish"}).status_code == 422
    assert ines.post(page, loop | {"will_change": "Friday is free.", "will_stay": ""}).status_code == 422
    ines.post(page, loop | {"will_change": "Friday is free.", "will_stay": "Lunch: no room."})
    assert "Friday is free." not in signed_in(home.amina).get(mine).content.decode()
    ines.post(page, {"do": "publish"})
    for person in (home.amina, home.carmen):
        assert "Friday is free." in signed_in(person).get(mine).content.decode()


def test_a_survey_is_planned_from_the_model_and_sent_twice_is_one(home):
    ines, page = signed_in(home.ines), reverse("school-surveys", args=[home.school.pk])
    body = ines.get(page).content.decode()
    assert "Surveys" in body
    assert signed_in(home.daniel).post(page, {"do": "start"}).status_code == 404
    assert Client().get(page).status_code in (302, 404)


@pytest.mark.parametrize("name", ["survey-link", "survey-preview-link"])
def test_a_changed_link_opens_nothing(home, name):
    assert Client().get(reverse(name, args=["0" * 32 + "~x"])).status_code == 404


def test_free_words_go_after_two_years_and_counts_stay(home):
    row = answered_round(home, add_students(home, 12))
    assert delete_old_words(timezone.now() + timedelta(days=700), address) == 0
    assert delete_old_words(timezone.now() + timedelta(days=740), address) == 12
    page = results_for(home, reload(row))
    assert page.words[0].texts is None
    assert page.items[0].n == "12"


def test_a_group_that_is_small_in_one_school_stays_hidden_in_the_network_where_it_could_be_subtracted(home):
    """Twelve Black students at each school, and four Asian students at one: the sum of them is as small."""
    people = [
        *add_students(home, 12, "black"),
        *add_students(home, 4, "asian"),
        *add_students(home, 12, "white"),
    ]
    answered_round(home, people)
    second = School.objects.create(network=home.network, name="Second", time_zone="America/New_York")
    row = add_round(second)
    others = add_students(home, 12, "black", "10")
    for person in others:
        tie(person, "student-of", second)
    rounds.open_round(row, home.ines.pk, address)
    for person in others:
        save_answer(reload(row), person, {"known": 0}, {})
    rounds.close_round(reload(row), home.ines.pk)
    groups = {group.name: group for group in network_surveys(home.network, date.today())[0].items[0].groups}
    assert groups["Asian students"].hidden
    assert groups["White students"].hidden or groups["Black students"].hidden


def test_somebody_at_two_schools_answers_for_each(home):
    person = add_students(home, 1)[0]
    second = School.objects.create(network=home.network, name="Second", time_zone="America/New_York")
    tie(person, "student-of", second)
    for school in (home.school, second):
        row = add_round(school)
        rounds.open_round(row, home.ines.pk, address)
        assert save_answer(reload(row), person, {"known": 1}, {})
        assert not save_answer(reload(row), person, {"known": 1}, {})
