"""A teacher scores what students turned in: one queue, a draft that is saved as one goes, and work that is returned."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from tests.html import compact

from trellis.assessment.evidence.models import Score, ScoringDraft
from trellis.core.community.models import Role, Tie
from trellis.design.blueprint.models import Adoption
from trellis.design.frameworks.models import Criterion, Level, Outcome, Rubric
from trellis.learning.projects.models import Author, Feedback, Member, Product, Step, StepDone, StepSubmission
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks at every row"
OUTCOME = "empirical-reasoning"


@pytest.fixture
def home() -> Side:
    """Amina turned in a report in Tomas's project. It is scored on two rows of a rubric."""
    side = make_world().home
    for model in (Score, ScoringDraft, StepDone, StepSubmission, Feedback, Product):
        model.objects.unscoped(TEXT).all().delete()
    framework = (
        Adoption.objects.unscoped(TEXT)
        .select_related("package__framework")
        .get(school=side.school)
        .package.framework
    )
    outcome = Outcome.objects.create(framework=framework, key=OUTCOME, title="Inquiry", statement=".")
    rubric = Rubric.objects.create(framework=framework, key="inquiry", title="Inquiry")
    for name in ("Question", "Evidence"):
        row = Criterion.objects.create(rubric=rubric, outcome=outcome, description=name)
        for level in range(1, 5):
            Level.objects.create(
                criterion=row, position=level, quality=f"Q{level}", description=f"{name} {level}"
            )
    product = Product.objects.create(project=side.rows["Project"], title="A report", weights={OUTCOME: 10})
    Step.objects.unscoped(TEXT).filter(pk=side.rows["Step"].pk).update(product=product)
    turn_in(side, "Six homes.")
    return side


def client(side: Side, who: str) -> Client:
    browser = Client()
    browser.force_login(side.people[who].account)
    return browser


def step_page(side: Side) -> str:
    return reverse("project-step", args=[side.rows["Project"].pk, side.rows["Step"].pk])


def turn_in(side: Side, words: str) -> None:
    fields = {"do": "hand-in", "key": str(uuid4()), "words": words}
    assert client(side, "amina").post(step_page(side), fields).status_code == 302


def score_page(side: Side) -> str:
    return reverse("score-step", args=[side.rows["Step"].pk, side.amina.pk])


def rows() -> list[Criterion]:
    return list(Criterion.objects.filter(rubric__key="inquiry").order_by("created"))


def send(side: Side, do: str, who: str = "tomas", levels: tuple = (), script: bool = False, **fields):
    chosen = {f"row-{row.pk}": str(level) for row, level in zip(rows(), levels, strict=False)}
    headers = {"accept": "application/json"} if script else {}
    return client(side, who).post(score_page(side), {"do": do, **chosen, **fields}, headers=headers)


def status() -> str:
    return StepDone.objects.unscoped(TEXT).get().status


def test_what_amina_turns_in_waits_for_the_teacher_who_runs_the_project_and_for_nobody_else(home):
    assert client(home, "tomas").get(reverse("to-score")).url == score_page(home)
    html = client(home, "tomas").get(score_page(home)).content.decode()
    assert "Six homes." in html
    assert "Nothing waits to be scored" in client(home, "daniel").get(reverse("to-score")).content.decode()


def test_work_of_a_project_whose_teachers_have_left_waits_for_the_advisor(home):
    Tie.objects.unscoped(TEXT).filter(person=home.tomas).delete()
    assert client(home, "daniel").get(reverse("to-score")).url == score_page(home)


def test_the_oldest_work_comes_first_and_returning_it_leads_to_the_next(home):
    member = home.rows["Member"]
    later = Step.objects.create(
        project=home.rows["Project"], title="Poster", due=member.project.ends, position=9
    )
    StepDone.objects.create(
        step=later, member=member, at=StepDone.objects.unscoped(TEXT).get().at.replace(year=2020)
    )
    first = reverse("score-step", args=[later.pk, home.amina.pk])
    assert client(home, "tomas").get(reverse("to-score")).url == first
    assert send(home, "return", levels=(3, 2)).url == first


def test_a_draft_is_saved_as_one_goes_and_nobody_sees_it_before_the_work_is_returned(home):
    answer = send(
        home, "draft", levels=(3,), comment="Show how far apart they are.", script=True, revision=""
    )
    assert answer.status_code == 200
    assert answer.json()["revision"].endswith(":1")
    assert not Score.objects.unscoped(TEXT).exists()
    html = client(home, "amina").get(step_page(home)).content.decode()
    assert "Show how far" not in html
    assert "Level 3" not in html
    page = compact(client(home, "tomas").get(score_page(home)).content.decode())
    assert f'name="row-{rows()[0].pk}" value="3" checked' in page
    assert "Show how far apart they are.</textarea>" in page


def test_a_draft_that_was_changed_in_another_window_is_not_overwritten(home):
    revision = send(home, "draft", comment="First.", script=True, revision="").json()["revision"]
    assert send(home, "draft", comment="Second.", script=True, revision=revision).status_code == 200
    answer = send(home, "draft", comment="Third.", script=True, revision=revision)
    assert answer.status_code == 409
    assert ScoringDraft.objects.unscoped(TEXT).get().comment == "Second."


def test_amina_reads_levels_and_comment_on_one_page_once_the_work_is_returned(home):
    assert status() == "turned-in"
    send(home, "return", levels=(3, 2), comment="Show how far apart they are.")
    assert status() == "scored"
    html = compact(client(home, "amina").get(step_page(home)).content.decode())
    for words in ("Scored", "Level 3:", "Evidence 2", "Show how far apart they are."):
        assert words in html
    assert [score.level for score in Score.objects.unscoped(TEXT)] == [3]  # 2.5, a half upward


def test_work_with_a_comment_only_is_returned_and_never_called_scored(home):
    send(home, "return", comment="Add a source for the limit.")
    assert status() == "returned"
    assert "Returned" in client(home, "amina").get(step_page(home)).content.decode()


def test_neither_levels_nor_a_comment_is_refused_and_nothing_is_returned(home):
    answer = send(home, "return")
    assert answer.status_code == 422
    assert "Choose a level in at least one row, or write a comment." in answer.content.decode()
    assert status() == "turned-in"


def test_a_new_version_after_the_return_waits_again(home):
    send(home, "return", comment="Add a source.")
    turn_in(home, "Six homes, and a source.")
    assert status() == "turned-in"
    html = client(home, "tomas").get(score_page(home)).content.decode()
    assert "Turned in again" in html
    assert "Add a source.</textarea>" not in html  # the draft was of the version before


def test_a_version_that_came_in_while_the_teacher_was_scoring_is_looked_at_first(home):
    opened = StepSubmission.objects.unscoped(TEXT).get().pk
    turn_in(home, "A better text.")
    answer = send(home, "return", levels=(3, 3), newest=str(opened))
    assert answer.status_code == 422
    assert "The student turned in a new version while you were scoring." in answer.content.decode()
    assert not Score.objects.unscoped(TEXT).exists()


def test_returning_twice_is_returning_once(home):
    for _press in range(2):
        assert send(home, "return", levels=(3, 2), comment="Good.").status_code == 302
    assert Feedback.objects.unscoped(TEXT).count() == 1
    assert Score.objects.unscoped(TEXT).count() == 1


def test_a_return_is_undone_and_the_comment_is_back_in_the_draft(home):
    send(home, "return", levels=(3, 2), comment="Good\n\nstart.")
    send(home, "reopen")
    assert status() == "turned-in"
    assert "start.</textarea>" in client(home, "tomas").get(score_page(home)).content.decode()
    assert "Good start." not in client(home, "amina").get(step_page(home)).content.decode()


def test_only_who_returned_work_reopens_it(home):
    send(home, "return", comment="Good.")
    answer = send(home, "reopen", who="ines")
    assert answer.status_code == 422
    assert "Someone else returned this. Ask them to reopen it." in answer.content.decode()


def test_a_step_without_a_rubric_gets_one_on_the_page(home):
    Step.objects.unscoped(TEXT).update(product=None)
    Product.objects.unscoped(TEXT).all().delete()
    html = client(home, "tomas").get(score_page(home)).content.decode()
    assert "This step has no rubric yet." in html
    assert send(home, "score-as").status_code == 422  # no outcome is chosen
    send(home, "score-as", outcome=[OUTCOME])
    html = compact(client(home, "tomas").get(score_page(home)).content.decode())
    assert "Rubric:" in html
    assert Product.objects.unscoped(TEXT).get().weights == {OUTCOME: 10}


def test_two_teachers_who_choose_a_rubric_do_not_overwrite_each_other(home):
    Step.objects.unscoped(TEXT).update(product=None)
    other = Product.objects.create(project=home.rows["Project"], title="A poster", weights={OUTCOME: 5})
    send(home, "score-as", product=str(other.pk))
    answer = send(home, "score-as", outcome=[OUTCOME])
    assert answer.status_code == 422
    assert "The rubric has changed since you opened this page." in answer.content.decode()
    assert Step.objects.unscoped(TEXT).get(pk=home.rows["Step"].pk).product_id == other.pk


def test_who_does_not_design_the_project_is_offered_no_rubric(home):
    Step.objects.unscoped(TEXT).update(product=None)
    Author.objects.unscoped(TEXT).exclude(person=home.tomas).delete()
    assert "This step has no rubric yet." not in client(home, "daniel").get(score_page(home)).content.decode()


def test_a_teacher_sees_who_has_turned_in_a_step_and_opens_it_from_there(home):
    tie(home.bea, Role.STUDENT, home.rows["Class"])
    Member.objects.create(project=home.rows["Project"], student=home.bea)
    html = client(home, "tomas").get(step_page(home)).content.decode()
    assert score_page(home) in html
    assert "Not turned in yet" in html  # Bea
