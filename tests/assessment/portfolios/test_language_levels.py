"""Two works of one day each show a level of writing: both stay, and the day has one level by one rule."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessment.portfolios.scene import PACKAGE, TEXT, as_, fresh, hand_in
from trellis.assessment.portfolios import scorer_requests, scores, scoring
from trellis.assessment.portfolios.models import TaskPart
from trellis.assessment.portfolios.tasks import find_model_task, rows_for_part
from trellis.design.blueprint.selectors import outcomes_of
from trellis.learning.languages.models import Proficiency
from trellis.learning.languages.selectors import language_summary
from trellis.learning.languages.services import save_levels
from world import Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return fresh()


def written(side: Side, task: str, title: str, first: str, second: str, part: str = "written") -> None:
    """Amina hands a task in, and Tomas and Daniel read one part of it: the level of its language each."""
    submission = hand_in(side, task=task, title=title)
    task_part = (
        TaskPart.objects.unscoped(TEXT).select_related("task__student").get(submission=submission, part=part)
    )
    model_task = find_model_task(PACKAGE, task)
    rows = rows_for_part(PACKAGE, model_task, part)
    ground = scores.ScoringBasis(model_task, rows, outcomes_of(side.school.pk))
    for who, language in (("tomas", first), ("daniel", second)):
        seat = scorer_requests.ask_scorer(task_part, side.people[who], side.ines.pk)
        sent_scores = scoring.SubmittedScores({row.key: 3 for row in rows}, "", language)
        scoring.save_scores(seat, ground, sent_scores, seat.person_id)


def list_levels(side: Side) -> list[tuple[str, int]]:
    return sorted(Proficiency.objects.unscoped(TEXT).values_list("what", "level"))


def level(side: Side) -> dict[str, int]:
    return language_summary(side.viewer("tomas"), side.amina).levels


@pytest.mark.parametrize("order", [("2", "4"), ("4", "2")])
def test_two_works_settled_on_one_day_both_stay_and_the_lower_is_her_level(home, order):
    written(home, "experiment", "Lead in six homes", order[0], "5")
    written(home, "letter", "Dear reader", order[1], "5")
    assert list_levels(home) == [("Dear reader", int(order[1])), ("Lead in six homes", int(order[0]))]
    assert level(home) == {"writing": 2}
    page = as_(home, "amina").get(reverse("language-profile", args=[home.amina.pk])).content.decode()
    assert "WIDA, Lead in six homes" in page
    assert "WIDA, Dear reader" in page


def test_a_teachers_level_stays_when_work_is_final(home):
    today = timezone.localdate()
    save_levels(home.amina, "wida", {"writing": "3"}, today, "teacher", home.tomas.pk)
    written(home, "experiment", "Lead in six homes", "4", "4")
    assert list_levels(home) == [("", 3), ("Lead in six homes", 4)]
    assert level(home) == {"writing": 3}


def test_the_test_of_a_day_comes_before_what_work_of_that_day_shows(home):
    save_levels(home.amina, "wida", {"writing": "5"}, timezone.localdate(), "test", home.tomas.pk)
    written(home, "experiment", "Lead in six homes", "2", "3")
    assert level(home) == {"writing": 5}


def test_a_written_part_shows_writing_and_an_oral_part_speaking(home):
    written(home, "letter", "Dear reader", "2", "2")
    written(home, "experiment", "Lead in six homes", "4", "4", part="oral")
    assert level(home) == {"speaking": 4, "writing": 2}


def test_nobody_writes_a_level_down_in_the_name_of_a_work(home):
    sent = {"do": "levels", "at": timezone.localdate().isoformat(), "source": "work", "writing": "3"}
    where = reverse("language-profile", args=[home.amina.pk])
    assert as_(home, "tomas").post(where, sent).status_code == 422
    assert 'value="work"' not in as_(home, "tomas").get(where).content.decode()
    assert list_levels(home) == []
