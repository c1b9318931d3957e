"""A teacher scores a student's work without touching the mouse; what is chosen is saved as they go."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from browser.test_every_page import PHONE, come_in
from trellis.assessment.evidence.models import RowScore, Score, ScoringDraft
from trellis.design.blueprint.models import Adoption
from trellis.design.frameworks.models import Criterion, Level, Outcome, Rubric
from trellis.learning.projects.models import Feedback, Product, Step, StepDone, StepSubmission
from world import make_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TEXT = "the test looks"
OUTCOME = "empirical-reasoning"


@pytest.fixture
def home():
    """Amina has turned in two steps of Tomas's project; both are scored on two rows of a rubric."""
    side = make_world().home
    for model in (Score, ScoringDraft, StepDone, StepSubmission, Feedback):
        model.objects.unscoped(TEXT).all().delete()
    adoption = Adoption.objects.unscoped(TEXT).select_related("package").get(school=side.school)
    outcome = Outcome.objects.create(
        framework_id=adoption.package.framework_id, key=OUTCOME, title="Inquiry", statement="."
    )
    rubric = Rubric.objects.create(framework_id=adoption.package.framework_id, key="inquiry", title="Inquiry")
    for name in ("Question", "Evidence"):
        row = Criterion.objects.create(rubric=rubric, outcome=outcome, description=name)
        for level in range(1, 5):
            Level.objects.create(
                criterion=row, position=level, quality=f"Q{level}", description=f"{name} {level}"
            )
    product = Product.objects.create(project=side.rows["Project"], title="Report", weights={OUTCOME: 10})
    member, first = side.rows["Member"], side.rows["Step"]
    second = Step.objects.create(project=side.rows["Project"], title="Poster", due=first.due, position=9)
    for number, step in enumerate((first, second)):
        Step.objects.unscoped(TEXT).filter(pk=step.pk).update(product=product)
        StepDone.objects.create(step=step, member=member, at=timezone.now() - timedelta(days=9 - number))
        StepSubmission.objects.create(step=step, member=member, words=f"Six homes, {step.title}.")
    return side


def test_three_keys_score_a_piece_and_a_fourth_returns_it_and_opens_the_next(page_with, live_server, home):
    tomas = page_with()
    come_in(tomas, live_server, home.tomas.account.username)
    tomas.goto(reverse("to-score"))
    tomas.get_by_text("Six homes, Draft").wait_for()
    tomas.keyboard.press("3")
    tomas.keyboard.press("2")
    tomas.keyboard.press("c")
    tomas.keyboard.type("Now show how far apart they are.")
    tomas.get_by_text("Draft saved").wait_for()
    assert not RowScore.objects.unscoped(TEXT).exists()
    tomas.reload()
    assert tomas.locator("textarea").input_value() == "Now show how far apart they are."
    tomas.keyboard.press("n")
    tomas.get_by_text("Six homes, Poster").wait_for()
    assert sorted(RowScore.objects.unscoped(TEXT).values_list("level", flat=True)) == [2, 3]
    assert Feedback.objects.unscoped(TEXT).get().words == "Now show how far apart they are."


def test_arrows_walk_the_rows_and_a_letter_in_the_comment_is_only_a_letter(page_with, live_server, home):
    tomas = page_with()
    come_in(tomas, live_server, home.tomas.account.username)
    tomas.goto(reverse("to-score"))
    tomas.keyboard.press("ArrowDown")
    tomas.keyboard.press("4")
    assert tomas.locator(".criterion").nth(1).locator("input[value='4']").is_checked()
    tomas.keyboard.press("c")
    tomas.keyboard.type("nc1")
    assert tomas.locator("textarea").input_value() == "nc1"
    assert StepDone.objects.unscoped(TEXT).awaiting_return().count() == 2


def test_on_a_phone_the_queue_is_one_line_above_the_work(page_with, live_server, home):
    tomas = page_with(viewport=PHONE)
    come_in(tomas, live_server, home.tomas.account.username)
    tomas.goto(reverse("to-score"))
    queue = tomas.locator(".queue summary")
    queue.get_by_text("1 of 2").wait_for()
    assert not tomas.get_by_role("link", name="Poster").is_visible()
    top = tomas.get_by_text("Six homes, Draft").evaluate("work => work.getBoundingClientRect().top")
    assert top < PHONE["height"], "the work is not on the first screen"
    queue.click()
    tomas.get_by_role("link", name="Poster").click()
    tomas.get_by_text("Six homes, Poster").wait_for()
    tomas.get_by_text("2 of 2").wait_for()


def test_beside_the_work_the_queue_is_open_with_or_without_script(page_with, live_server, home):
    for script in (True, False):
        tomas = page_with(java_script_enabled=script)
        come_in(tomas, live_server, home.tomas.account.username)
        tomas.goto(reverse("to-score"))
        tomas.get_by_role("link", name="Poster").wait_for()
