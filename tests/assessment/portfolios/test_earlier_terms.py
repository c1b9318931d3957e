"""A letter of an earlier term that wants a revision goes on where it was begun, with what its scorers said."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from assessment.portfolios.scene import PACKAGE, TEXT, as_, fresh, hand_in
from trellis.assessment.portfolios import scorer_requests, scores, scoring
from trellis.assessment.portfolios.models import Task, TaskPart, TaskSubmission
from trellis.assessment.portfolios.tasks import find_model_task, rows_for_part
from trellis.core.community.models import Term
from trellis.core.foundation.ids import new_id
from trellis.design.blueprint.selectors import outcomes_of
from world import Side

pytestmark = pytest.mark.django_db
SAID = "Say more of the river."


@pytest.fixture
def home() -> Side:
    """The letter was handed in last term, both scorers want it once more, and a new term has begun."""
    side = fresh()
    hand_in(side, task="letter", title="Dear river")
    read(side, 1, SAID)
    next_term(side)
    return side


def read(side: Side, level: int, comment: str = "") -> None:
    task_part = TaskPart.objects.unscoped(TEXT).select_related("task__student").get(settled_at=None)
    model_task = find_model_task(PACKAGE, "letter")
    rows = rows_for_part(PACKAGE, model_task, task_part.part)
    ground = scores.ScoringBasis(model_task, rows, outcomes_of(side.school.pk))
    for who in ("tomas", "daniel"):
        seat = scorer_requests.ask_scorer(task_part, side.people[who], side.ines.pk)
        scoring.save_scores(
            seat, ground, scoring.SubmittedScores({row.key: level for row in rows}, comment), seat.person_id
        )


def next_term(side: Side) -> None:
    yesterday = date.today() - timedelta(days=1)
    Term.objects.unscoped(TEXT).filter(school=side.school).update(title="Last term", ends=yesterday)
    Term.objects.create(
        network=side.network,
        school=side.school,
        kind="year",
        title="This term",
        starts=date.today(),
        ends=date.today() + timedelta(days=99),
        school_year=2028,
    )


def where(side: Side) -> str:
    return reverse("portfolio", args=[side.amina.pk])


def page(side: Side, who: str = "amina") -> str:
    return as_(side, who).get(where(side)).content.decode()


def card(shown: str, task: Task) -> str:
    """What stands between a task's own heading and the end of its card."""
    start = shown.index(f'id="task-letter-{task.pk.hex}"')
    return shown[start : shown.index("</section>", start)]


def the_task() -> Task:
    return Task.objects.unscoped(TEXT).get()


def again(side: Side, **more: str):
    fields = {
        "do": "hand-in",
        "task": "letter",
        "title": "Dear river, once more",
        "words": "It floods in May.",
    }
    return as_(side, "amina").post(where(side), {**fields, "key": str(new_id()), **more})


def test_last_terms_letter_comes_first_with_its_feedback(home):
    shown = page(home)
    letter_card = card(shown, the_task())
    assert "Last term" in letter_card
    assert SAID in letter_card
    assert "Next: read the comments, work on it, and turn it in again." in letter_card
    assert "Turn it in again" in letter_card
    assert shown.index(letter_card) < shown.index('id="task-letter"')


def test_what_is_handed_in_there_goes_to_that_letter_and_its_scorers(home):
    task = the_task()
    sent = dict(re.findall(r'name="(onto|key|task|do)" value="([^"]*)"', card(page(home), task)))
    assert again(home, **sent).status_code == 302
    assert again(home, **sent).status_code == 302  # a double press
    assert the_task().revision == 2
    assert TaskSubmission.objects.unscoped(TEXT).count() == 2
    assert "turned in" in card(page(home), task)
    read(home, 4)
    letter_card = card(page(home), task)
    assert "done" in letter_card
    assert "Turn it in again" not in letter_card


def test_a_new_letter_of_this_term_is_another_one(home):
    assert again(home).status_code == 302
    titles = Task.objects.unscoped(TEXT).order_by("created").values_list("title", "term__title")
    assert list(titles) == [("Dear river", "Last term"), ("Dear river, once more", "This term")]


def test_it_can_be_handed_in_while_no_term_is_under_way(home):
    Term.objects.unscoped(TEXT).filter(title="This term").delete()
    assert again(home, onto=str(the_task().pk)).status_code == 302
    assert the_task().revision == 2


def test_a_task_for_the_diploma_goes_on_while_no_term_is_under_way(home):
    hand_in(home, title="Lead in six homes")
    Term.objects.unscoped(TEXT).filter(title="This term").delete()
    assert again(home, task="experiment").status_code == 302
    assert Task.objects.unscoped(TEXT).get(key="experiment").revision == 2


def test_what_could_not_be_taken_stays_typed_in_the_card_it_was_typed_in(home):
    answer = again(home, onto=str(the_task().pk), words="")
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert shown.count('value="Dear river, once more"') == 1
    assert 'value="Dear river, once more"' in card(shown, the_task())


@pytest.mark.parametrize("onto", ["soon", "00000000-0000-7000-8000-000000000000"])
def test_a_task_that_is_not_there_is_refused_in_words(home, onto):
    assert again(home, onto=onto).status_code == 422
    assert the_task().revision == 1


def test_bea_hands_nothing_in_to_amina_s_letter(home):
    answer = as_(home, "bea").post(
        reverse("portfolio", args=[home.bea.pk]),
        {
            "do": "hand-in",
            "task": "letter",
            "onto": str(the_task().pk),
            "key": str(new_id()),
            "title": "Mine",
            "words": "Mine.",
        },
    )
    assert answer.status_code == 422
    assert the_task().revision == 1


def test_her_mother_reads_the_same_card_and_hands_nothing_in(home):
    letter_card = card(page(home, "carmen"), the_task())
    assert SAID in letter_card
    assert "<form" not in letter_card
    html = as_(home, "carmen").get(reverse("family", args=[home.amina.pk])).content.decode()
    assert "Last term" in html
    assert "in revision" in html
