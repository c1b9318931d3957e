"""A student sees what is measured about them, asks about it, and gets an answer from a named person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.measures import MEASURES
from trellis.improvement.measure_questions.models import MeasureQuestion
from trellis.improvement.measure_questions.results import result_in_words
from trellis.improvement.opportunity.models import StudentStanding
from trellis.improvement.opportunity.services import rebuild_rollups
from trellis.web.notifications.sources.measures import new_answers, waiting_for_answer
from world import Side, World, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks at what was written"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def home(world) -> Side:
    MeasureQuestion.objects.unscoped(TEXT).delete()
    return world.home


def signed_in(side: Side, name: str) -> Client:
    client = Client()
    client.force_login(side.people[name].account)
    return client


def page(side: Side, who: str = "amina", status: int = 200, query: str = "") -> str:
    answer = signed_in(side, who).get(reverse("student-measures", args=[side.amina.pk]) + query)
    assert answer.status_code == status
    return answer.content.decode()


def ask(side: Side, who: str = "amina", status: int = 302, **sent: object) -> str:
    values = {"do": "ask", "id": new_id(), "measure": "plan-current", "kind": "wrong", "words": "I have one."}
    address = reverse("student-measures", args=[side.amina.pk])
    answer = signed_in(side, who).post(address, values | sent)
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer.content.decode()


def reply(side: Side, who: str, status: int = 302) -> None:
    question = MeasureQuestion.objects.unscoped(TEXT).get()
    sent = {"do": "answer", "question": question.pk, "revision": question.revision}
    sent |= {"outcome": "corrected", "answer": "Your plan was not marked as agreed. Now it is."}
    address = reverse("measure-question", args=[question.pk])
    assert signed_in(side, who).post(address, sent).status_code == status


def emailed(side: Side, who: str, source, since) -> Iterator[str]:
    return (item.text for item in source(Viewer.of(side.people[who]), since))


def test_a_student_and_her_mother_see_what_is_measured_about_her_and_what_counts(home):
    for reader in ("amina", "carmen"):
        html = page(home, reader)
        assert str(MEASURES["plan-current"].title) in html
        assert "Not yet" in html
        assert "Ask about this" in html


def test_leaders_see_the_page_and_ask_nothing(home):
    html = page(home, "ines")
    assert "Not yet" in html
    assert "Ask about this" not in html
    ask(home, "ines", 404)


@pytest.mark.parametrize("who", ["bea", "rosa", "tomas", "imani"])
def test_others_see_nothing_of_it(home, who):
    page(home, who, 404)


def test_a_question_reaches_the_advisor_and_the_answer_reaches_the_student(home):
    question_id = new_id()
    for _press in range(2):
        ask(home, id=question_id)
    question = MeasureQuestion.objects.unscoped(TEXT).get()
    assert (question.result, question.title) == ("Not yet", str(MEASURES["plan-current"].title))
    assert "asks about a measure" in signed_in(home, "daniel").get(reverse("today")).content.decode()
    assert "asks about a measure" in signed_in(home, "ines").get(reverse("today")).content.decode()
    since = question.created.replace(year=2020)
    assert list(emailed(home, "daniel", waiting_for_answer, since)) == ["Amina Diallo asks about a measure"]
    reply(home, "daniel")
    assert "Answers to your questions" in signed_in(home, "amina").get(reverse("today")).content.decode()
    assert "Now it is." in page(home)
    assert list(emailed(home, "amina", new_answers, since)) == [
        f"Your question about “{question.title}” has an answer"
    ]
    assert not list(emailed(home, "daniel", waiting_for_answer, since))


@pytest.mark.parametrize("who", ["amina", "carmen"])
def test_who_asked_does_not_answer(home, who):
    ask(home)
    reply(home, who, 404)
    assert MeasureQuestion.objects.unscoped(TEXT).get().answered_at is None


def test_an_advisor_who_is_family_leaves_the_answer_to_a_colleague(home):
    ask(home)
    tie(home.daniel, Role.GUARDIAN, home.amina)
    reply(home, "daniel", 404)
    reply(home, "ines")


def test_a_sixth_question_waits_until_the_school_has_answered(home):
    for _question in range(5):
        ask(home)
    assert "Your school answers these first." in ask(home, status=422)


def test_a_question_needs_words_and_a_measure_of_the_page(home):
    assert "Write your question." in ask(home, status=422, words=" ")
    ask(home, status=422, measure="no-such-measure")
    ask(home, status=422, words="I am undocumented.")


def test_the_address_of_a_measure_chooses_it_in_the_form(home):
    html = page(home, query="?measure=internship-now")
    assert '<option value="internship-now" selected>' in html


def test_updating_the_figures_writes_what_counts_for_each_student(home):
    rebuild_rollups(home.network)
    standing = StudentStanding.objects.unscoped(TEXT).get(student=home.amina)
    assert standing.figures
    for key in standing.not_yet:
        assert standing.figures[key] < 1
    counted = {key for key, value in standing.figures.items() if MEASURES[key].names_students and value >= 1}
    assert counted.isdisjoint(standing.not_yet)


def test_results_read_as_yes_not_yet_a_share_or_a_number():
    rate = MEASURES["plan-current"]
    assert [str(result_in_words(rate, value)) for value in (0, 0.5, 1)] == ["Not yet", "50%", "Yes"]
    mean = next(measure for measure in MEASURES.values() if measure.kind == "mean")
    assert str(result_in_words(mean, 12.0)) == "12"
