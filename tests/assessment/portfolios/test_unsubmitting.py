"""Amina takes back what she handed in, until a scorer has read it; whoever was asked to read hears it kindly."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from assessment.portfolios.scene import ROWS, TEXT, as_, ask, baker, fresh, hand_in, read, task_part, two_read
from trellis.assessment.portfolios import withdrawals
from trellis.assessment.portfolios.models import Scorer, ScorerFeedback, Task, TaskPart, TaskSubmission
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.ids import new_id
from world import Side

pytestmark = pytest.mark.django_db
KINDLY = "The student took this work back."


@pytest.fixture
def home() -> Side:
    return fresh()


def page(side: Side, who: str = "amina") -> str:
    answer = as_(side, who).get(reverse("portfolio", args=[side.amina.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def take_back(side: Side, submission: TaskSubmission, status: int = 200, who: str = "amina") -> str:
    sent = {"do": "take-back", "submission": submission.pk}
    answer = as_(side, who).post(reverse("portfolio", args=[side.amina.pk]), sent)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def open_parts(side: Side) -> int:
    task_parts = TaskPart.objects.unscoped(TEXT).filter(task__student=side.amina, deleted_at=None)
    return task_parts.filter(settled_at=None).count()


def test_her_words_come_back_into_the_form_and_go_in_again(home):
    first = hand_in(home)
    assert str(first.pk) in page(home)
    html = take_back(home, first)
    assert "I tested six homes.</textarea>" in html
    assert 'value="Lead in six homes"' in html
    assert open_parts(home) == 0
    assert "unsubmitted" in page(home)
    assert "not turned in yet" in page(home)
    assert Task.objects.unscoped(TEXT).get(student=home.amina).turned_in_at is None
    second = hand_in(home, words="I tested seven homes.")
    assert (second.number, open_parts(home)) == (2, 2)
    assert {part.submission_id for part in TaskPart.objects.unscoped(TEXT).filter(deleted_at=None)} == {
        second.pk
    }


def test_taken_back_it_is_hers_alone(home):
    paper = SimpleUploadedFile("lead.pdf", b"%PDF-1.4 lead")
    submission = hand_in(home, file=paper)
    where = reverse("portfolio-file", args=[submission.pk])
    assert as_(home, "daniel").get(where).status_code == 200
    take_back(home, submission)
    assert as_(home, "amina").get(where).status_code == 200
    assert "I tested six homes." in page(home)
    for who in ("daniel", "carmen"):
        assert as_(home, who).get(where).status_code == 404
        assert "I tested six homes." not in page(home, who)


def test_scorers_of_unsubmitted_work_are_told(home):
    submission = hand_in(home)
    tomas, (_seat, link) = ask(home, "tomas"), baker(home, language="en")
    where = reverse("portfolio-score", args=[tomas.pk])
    assert as_(home, "tomas").get(where).status_code == 200
    take_back(home, submission)
    sent = {"do": "read", "comment": "Your question is a fine one."} | {f"level-{row}": 2 for row in ROWS}
    for client, address in ((as_(home, "tomas"), where), (Client(), link)):
        assert client.get(address).status_code == 410
        assert KINDLY in client.get(address).content.decode()
        late = client.post(address, sent)
        assert late.status_code == 410
        assert "Your question is a fine one." in late.content.decode()
    assert not ScorerFeedback.objects.unscoped(TEXT).exists()
    desk = as_(home, "tomas").get(reverse("portfolio-desk", args=[home.school.pk])).content.decode()
    assert re.search(r"Lead in six homes.*unsubmitted", desk, re.DOTALL)
    assert where not in desk
    assert as_(home, "daniel").get(where).status_code == 404


def test_a_scorer_who_was_taken_off_before_hears_nothing_of_it(home):
    submission, tomas = hand_in(home), ask(home, "tomas")
    sent = {"do": "off", "scorer": tomas.pk}
    as_(home, "ines").post(reverse("portfolio-desk", args=[home.school.pk]), sent)
    take_back(home, submission)
    assert as_(home, "tomas").get(reverse("portfolio-score", args=[tomas.pk])).status_code == 404


def test_once_a_scorer_has_read_a_part_a_sentence_says_why_not(home):
    submission = hand_in(home)
    read(home, ask(home, "tomas"), 2, 2, 2)
    assert str(submission.pk) in page(home), "the page tells nobody whether somebody has read"
    assert "Someone has already scored this, so you can’t unsubmit it now." in take_back(
        home, submission, 422
    )
    assert open_parts(home) == 2
    assert Scorer.objects.unscoped(TEXT).filter(deleted_at=None).exists()


def test_what_is_settled_stays(home):
    two_read(home, (3, 3, 3), (3, 3, 3))
    submission = task_part(home).submission
    assert f'value="{submission.pk}"' not in page(home)
    with pytest.raises(ActionError, match="Someone has already scored this, so you can’t unsubmit it now\\."):
        withdrawals.withdraw_submission(
            TaskSubmission.objects.unscoped(TEXT).select_related("task").get(pk=submission.pk)
        )


def test_a_revision_that_is_taken_back_leaves_what_its_scorers_wanted(home):
    two_read(home, (1, 1, 1), (1, 1, 1))
    again = hand_in(home, words="I tested seven homes.")
    take_back(home, again)
    assert "in revision" in page(home)
    assert "I tested seven homes." in page(home)
    task = Task.objects.unscoped(TEXT).get(student=home.amina)
    assert task.turned_in_at == task.submissions.unscoped(TEXT).get(number=1).created


def test_twice_is_once_and_nobody_else_takes_it_back(home):
    submission = hand_in(home)
    for who in ("daniel", "carmen"):
        take_back(home, submission, 404, who)
    take_back(home, submission)
    take_back(home, submission)
    hand_in(home, key=new_id())
    take_back(home, submission)
    assert open_parts(home) == 2


def test_a_scorer_is_not_asked_of_what_was_taken_back(home):
    submission, part = hand_in(home), task_part(home)
    take_back(home, submission)
    sent = {"do": "ask", f"scorer-{part.pk}": home.tomas.pk}
    desk = reverse("portfolio-desk", args=[home.school.pk])
    assert as_(home, "ines").post(desk, sent).status_code == 422
    with pytest.raises(ActionError, match="This is no longer waiting to be scored\\. Open the page again\\."):
        ask(home, "tomas")


def test_what_was_settled_without_its_scores_here_stays_too(home):
    two_read(home, (3, 3, 3), (3, 3, 3))
    submission = task_part(home).submission
    ScorerFeedback.objects.unscoped(TEXT).all().delete()
    take_back(home, submission, 422)
