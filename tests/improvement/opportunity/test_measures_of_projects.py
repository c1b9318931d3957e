"""What projects, scores and the library tell about who gets the good parts: one student at a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from trellis.assessment.evidence.models import Score, Work
from trellis.core.foundation.measures import MEASURES, Year
from trellis.design.frameworks.models import Criterion, Outcome, Rubric
from trellis.learning.library.models import ProjectReview
from trellis.learning.projects.models import Feedback, Member, Product, Project, StepSubmission
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home() -> Side:
    """The world's pieces, products and scores are taken away: each test lays its own."""
    side = make_world().home
    for model in (StepSubmission, Score, Product, ProjectReview):
        model.objects.unscoped(TEXT).all().delete()
    return side


def count_by_student(home: Side, key: str) -> dict:
    today = timezone.localdate()
    year = Year(today - timedelta(days=200), today + timedelta(days=100), today.year)
    return {student: (total, base) for student, total, base in MEASURES[key].facts(home.network, year)}


def piece(home: Side, days: float) -> StepSubmission:
    at = timezone.now() - timedelta(days=days)
    return StepSubmission.objects.create(
        step=home.rows["Step"], member=home.rows["Member"], words="Six homes.", created=at
    )


def answer(piece: StepSubmission, days: float, by) -> Feedback:
    at = piece.created + timedelta(days=days)
    return Feedback.objects.create(piece=piece, by=by, words="Which home?", created=at)


@pytest.mark.parametrize(("days", "counts"), [(6.9, 1), (7.1, 0)])
def test_an_answer_counts_within_seven_days(home, days, counts):
    answer(piece(home, 20), days, home.tomas)
    assert count_by_student(home, "feedback-within-a-week") == {home.amina.pk.hex: (counts, 1)}


def test_what_one_says_to_oneself_is_no_feedback(home):
    answer(piece(home, 20), 1, home.amina)
    assert count_by_student(home, "feedback-within-a-week") == {home.amina.pk.hex: (0, 1)}


def test_what_was_handed_in_yesterday_still_has_time(home):
    piece(home, 1)
    assert count_by_student(home, "feedback-within-a-week") == {}


def test_two_answers_to_one_piece_are_one_piece_answered(home):
    answered_piece = piece(home, 20)
    answer(answered_piece, 1, home.tomas)
    answer(answered_piece, 2, home.daniel)
    piece(home, 30)
    assert count_by_student(home, "feedback-within-a-week") == {home.amina.pk.hex: (1, 2)}


def test_last_years_pieces_are_left_out(home):
    answer(piece(home, 300), 1, home.tomas)
    assert count_by_student(home, "feedback-within-a-week") == {}


def test_products_of_all_projects_of_the_year_count_once_each(home):
    project = home.rows["Project"]
    products = [
        Product.objects.create(project=project, title=title) for title in ("A map", "A film", "A poem")
    ]
    products[2].deleted_at = timezone.now()
    products[2].save()
    old = Project.objects.create(
        school=home.school,
        title="Long ago",
        starts=timezone.localdate() - timedelta(days=400),
        ends=timezone.localdate() - timedelta(days=380),
    )
    Member.objects.create(project=old, student=home.amina)
    Product.objects.create(project=old, title="A wall")
    assert count_by_student(home, "product-variety") == {home.amina.pk.hex: (2, 1)}


def read(home: Side, outcome: Outcome, works: int, scorers: int = 1) -> None:
    for number in range(works):
        work = Work.objects.create(student=home.amina, title=str(number), shown_at=timezone.now())
        for scorer in (home.daniel, home.tomas, home.noor)[:scorers]:
            Score.objects.create(work=work, outcome=outcome, scorer=scorer, level=2, scored_at=timezone.now())


@pytest.mark.parametrize(("works", "scorers", "counts"), [(3, 1, True), (2, 1, False), (1, 3, False)])
def test_three_works_are_enough_and_three_scorers_of_one_are_not(home, works, scorers, counts):
    outcome = home.rows["Goal"].outcome
    rubric = Rubric.objects.create(framework_id=outcome.framework_id, key="r", title="R")
    Criterion.objects.create(rubric=rubric, outcome=outcome, description="Reasons.")
    read(home, outcome, works, scorers)
    assert count_by_student(home, "enough-evidence") == {home.amina.pk.hex: (int(counts), 1)}


def test_a_project_counts_once_its_edition_was_vetted(home):
    assert count_by_student(home, "project-vetted") == {home.amina.pk.hex: (0, 1)}
    ProjectReview.objects.create(edition=home.rows["Edition"], standing="tuned", by=home.imani)
    assert count_by_student(home, "project-vetted") == {home.amina.pk.hex: (0, 1)}
    ProjectReview.objects.create(edition=home.rows["Edition"], standing="vetted", by=home.imani)
    assert count_by_student(home, "project-vetted") == {home.amina.pk.hex: (1, 1)}
