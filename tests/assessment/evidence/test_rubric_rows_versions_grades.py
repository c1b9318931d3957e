"""Work read row by row, scores of an older rubric carried over, and grades that a person gives."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.html import compact

from trellis.assessment.evidence import gradebook, grades, versions
from trellis.assessment.evidence.models import AveragingPolicy, Grade, RowScore, Score, Work
from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint.models import Adoption
from trellis.design.frameworks.models import Criterion, Framework, Level, Outcome, Rubric
from trellis.engines.summary import SummaryRule
from trellis.learning.languages.models import LanguageInWork, Proficiency
from trellis.learning.projects.models import Product
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
KEY = "empirical-reasoning"


def outcome_in(framework: Framework, key: str = KEY, levels: int = 4) -> Outcome:
    outcome = Outcome.objects.create(framework=framework, key=key, title=key.capitalize(), statement=".")
    rubric = Rubric.objects.create(framework=framework, key=f"{key}-rubric", title="Inquiry")
    for name in ("Question", "Evidence"):
        row = Criterion.objects.create(rubric=rubric, outcome=outcome, description=name)
        for level in range(1, levels + 1):
            Level.objects.create(
                criterion=row, position=level, quality=f"Q{level}", description=f"{name} {level}"
            )
    return outcome


@pytest.fixture
def home() -> Side:
    """Amina's project has one product, which says something of one outcome with two rows."""
    side = make_world().home
    package = (
        Adoption.objects.unscoped(TEXT).select_related("package__framework").get(school=side.school).package
    )
    side.rows["Framework"] = package.framework
    side.rows["Outcome"] = outcome_in(package.framework)
    for model in (Score, Work, Product):
        model.objects.unscoped(TEXT).all().delete()
    side.rows["Product"] = Product.objects.create(
        project=side.rows["Project"], title="A report", weights={KEY: 60}
    )
    return side


def client(side: Side, who: str) -> Client:
    browser = Client()
    browser.force_login(side.people[who].account)
    return browser


def where(side: Side) -> str:
    return reverse("score-work", args=[side.rows["Class"].pk, side.rows["Product"].pk, side.amina.pk])


def rows(side: Side) -> list[Criterion]:
    return list(Criterion.objects.filter(outcome=side.rows["Outcome"]).order_by("created"))


def own_levels(side: Side) -> dict:
    return dict(RowScore.objects.unscoped(TEXT).values_list("criterion", "level"))


def test_an_outcomes_level_is_what_its_rows_come_to(home):
    question, evidence = rows(home)
    page = client(home, "tomas")
    page.post(where(home), {f"row-{question.pk}": "3", f"row-{evidence.pk}": "2"})
    score = Score.objects.unscoped(TEXT).get()
    assert score.level == 3  # 2.5, a half upward
    assert "Question 3" in page.get(where(home)).text
    page.post(where(home), {f"row-{question.pk}": "1", f"row-{evidence.pk}": "2"})
    assert Score.objects.unscoped(TEXT).get().level == 2
    assert RowScore.objects.unscoped(TEXT).count() == 2


def test_a_row_that_is_left_open_counts_for_nothing(home):
    question, _two = rows(home)
    client(home, "tomas").post(where(home), {f"row-{question.pk}": "4"})
    assert Score.objects.unscoped(TEXT).get().level == 4


@pytest.mark.parametrize("sent", [{}, {"row-x": "2"}, {"row-{0}": "9"}, {"row-{0}": "a"}])
def test_what_no_rubric_has_is_refused_and_nothing_is_kept(home, sent):
    sent = {name.format(rows(home)[0].pk): value for name, value in sent.items()}
    assert client(home, "tomas").post(where(home), sent).status_code == 422
    assert not Score.objects.unscoped(TEXT).exists()


def test_another_scorers_levels_are_seen_once_one_has_scored(home):
    question, evidence = rows(home)
    client(home, "tomas").post(where(home), {f"row-{question.pk}": "4", f"row-{evidence.pk}": "4"})
    ines = client(home, "ines")
    assert "Other people’s scores" not in ines.get(where(home)).text
    ines.post(where(home), {f"row-{question.pk}": "2"})
    assert "Other people’s scores" in ines.get(where(home)).text


def test_a_level_that_is_typed_over_takes_the_rows_with_it(home):
    question, evidence = rows(home)
    page = client(home, "tomas")
    page.post(where(home), {f"row-{question.pk}": "4", f"row-{evidence.pk}": "4"})
    book = reverse("gradebook-outcome", args=[home.rows["Class"].pk, KEY])
    page.post(book, {f"{home.amina.pk} {home.rows['Product'].pk} 4": "2"})
    assert Score.objects.unscoped(TEXT).get().level == 2
    assert not RowScore.objects.unscoped(TEXT).exists()


def test_a_product_is_read_with_the_rubrics_that_its_design_names(home):
    rubric = Rubric.objects.create(framework=home.rows["Framework"], key="talk", title="Talk")
    row = Criterion.objects.create(rubric=rubric, outcome=home.rows["Outcome"], description="Listening")
    Level.objects.create(criterion=row, position=1, quality="Q1", description="Turns to who speaks")
    home.rows["Product"].rubrics = ["talk"]
    home.rows["Product"].save()
    page_text = client(home, "tomas").get(where(home)).text
    assert "Turns to who speaks" in page_text
    assert "Question 1" not in page_text


def older(home: Side, levels: int, key: str = KEY) -> Outcome:
    """The same outcome in an older version of the framework, on a scale of its own."""
    now = home.rows["Framework"]
    framework = Framework.objects.create(title="Goals", creator="x", key=now.key, version="0.9")
    return outcome_in(framework, key, levels)


def read(home: Side, outcome: Outcome, level: int, title: str = "W") -> Score:
    at = timezone.now() - timedelta(days=3)
    work = Work.objects.create(student=home.amina, title=title, shown_at=at)
    return Score.objects.create(work=work, outcome=outcome, scorer=home.tomas, level=level, scored_at=at)


def summed(home: Side, rule: SummaryRule = SummaryRule.MEAN) -> float:
    viewer = Viewer.of(home.tomas)
    since = timezone.now() - timedelta(days=30)
    sums = gradebook.summarize_scores(viewer, [home.amina], [home.rows["Outcome"]], rule, 4, since)
    return sums[home.amina.pk, home.rows["Outcome"].pk].value


def test_a_score_with_an_older_rubric_is_carried_over_and_stays_as_it_was(home):
    score = read(home, older(home, levels=3), 3)
    assert summed(home) == 4.0  # the highest of three stands for the highest of four
    read(home, home.rows["Outcome"], 2, "V")
    assert summed(home) == 3.0
    assert Score.objects.unscoped(TEXT).get(pk=score.pk).level == 3


def test_two_versions_with_the_same_levels_mean_the_same(home):
    read(home, older(home, levels=4), 3)
    assert summed(home) == 3.0


def test_dropped_outcome_keeps_its_scored_column(home):
    gone = older(home, levels=4, key="making")
    assert [outcome.key for outcome in versions.retired_outcomes([home.rows["Outcome"]])] == ["making"]
    page, book = client(home, "tomas"), reverse("gradebook", args=[home.rows["Class"].pk])
    assert "Making" not in page.get(book).text
    read(home, gone, 3)
    assert (
        "Your model no longer uses: Making. This year’s scores still show in the gradebook."
        in page.get(book).text
    )


def test_two_versions_of_a_row_stand_side_by_side(home):
    other = older(home, levels=4)
    Level.objects.filter(criterion__outcome=other, position=1).update(description="Asks anything at all")
    page_text = client(home, "tomas").get(reverse("rubrics", args=[home.school.pk])).text
    assert "What 0.9 said" in page_text
    assert "Asks anything at all" in page_text


def graded(home: Side) -> str:
    return reverse("grades", args=[home.rows["Class"].pk])


def test_a_grade_is_proposed_from_the_sums_and_given_by_a_person(home):
    read(home, home.rows["Outcome"], 3)
    page = client(home, "tomas")
    page_text = page.get(graded(home)).text
    assert "<b>C</b>" in page_text
    assert "60%" in page_text  # level 3 of 5
    assert not Grade.objects.unscoped(TEXT).filter(group=home.rows["Class"]).exclude(pk=home.rows["Grade"].pk)
    page.post(graded(home), {f"grade-{home.amina.pk}": "A"})
    grade = Grade.objects.unscoped(TEXT).get(student=home.amina, by=home.tomas)
    assert (grade.letter, grade.basis["letter"], grade.basis["rule"]) == ("A", "C", "most-recent")


def test_a_score_never_changes_a_grade_that_was_given(home):
    page = client(home, "tomas")
    page.post(graded(home), {f"grade-{home.amina.pk}": "C"})
    read(home, home.rows["Outcome"], 4)
    assert Grade.objects.unscoped(TEXT).get(student=home.amina, by=home.tomas).letter == "C"


def test_an_empty_grade_gives_none_and_a_strange_id_is_passed_over(home):
    Grade.objects.unscoped(TEXT).all().delete()
    client(home, "tomas").post(
        graded(home), {f"grade-{home.amina.pk}": " ", "grade-x": "A", f"grade-{home.daniel.pk}": "A"}
    )
    assert not Grade.objects.unscoped(TEXT).exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("A", "“A” is not a letter grade and a level\\. Enter it like this: B 2\\.5\\."),
        ("A x", "“A x” is not a letter grade and a level\\. Enter it like this: B 2\\.5\\."),
        ("A 2, B 3", '"A" begins at 2 and "B" after it at 3\\. Put the highest first\\.'),
        ("A 3.5, B 2.5", "Let it begin at 1"),
        ("A 9, B 1", "“A” starts above the highest level, 4, so nobody could earn it\\."),
        ("A nan, B 1", "not a number"),
        ("", "no letters"),
    ],
)
def test_letters_that_cannot_be_are_refused_in_words(home, typed, sentence):
    with pytest.raises(ActionError, match=sentence):
        grades.choose_letter_bands(home.school, typed, 4, home.ines)


def test_a_leader_chooses_the_schools_letters_and_a_teacher_does_not(home):
    sent = {"do": "bands", "bands": "Honors 3.5, Credit 1"}
    assert client(home, "tomas").post(graded(home), sent).status_code == 404
    client(home, "ines").post(graded(home), sent)
    assert AveragingPolicy.objects.get(school=home.school).bands == [[3.5, "Honors"], [1.0, "Credit"]]
    read(home, home.rows["Outcome"], 3)
    assert "<b>Credit</b>" in client(home, "tomas").get(graded(home)).text


def shown(html: str) -> dict[str, str]:
    """What a page says that it showed, by field."""
    return dict(re.findall(r'name="(shown-[^"]+)" value="([^"]*)"', html))


def test_an_old_page_overwrites_no_newer_level_of_the_same_scorer(home):
    (question, evidence), page = rows(home), client(home, "tomas")
    old = shown(page.get(where(home)).text)
    laptop = old | {f"row-{question.pk}": "3", f"row-{evidence.pk}": "2"}
    assert page.post(where(home), laptop).status_code == 302
    assert page.post(where(home), laptop).status_code == 302, "the same press once more is no conflict"
    phone = old | {f"row-{question.pk}": "1", f"row-{evidence.pk}": "2"}
    answer = page.post(where(home), phone)
    assert answer.status_code == 409
    for text in ("You saved a newer version", "Question", "3 · Q3", "1 · Q1"):
        assert text in answer.text
    assert "2 · Q2" not in answer.text
    assert own_levels(home) == {question.pk: 3, evidence.pk: 2}
    assert page.post(where(home), phone | shown(answer.text)).status_code == 302
    assert own_levels(home) == {question.pk: 1, evidence.pk: 2}


def test_rows_that_an_old_page_did_not_change_stay_as_they_are_now(home):
    (question, evidence), page = rows(home), client(home, "tomas")
    page.post(where(home), {f"row-{question.pk}": "3", f"row-{evidence.pk}": "3"})
    old = shown(page.get(where(home)).text)
    page.post(where(home), old | {f"row-{question.pk}": "4", f"row-{evidence.pk}": "3"})
    page.post(where(home), old | {f"row-{question.pk}": "3", f"row-{evidence.pk}": "1"})
    assert own_levels(home) == {question.pk: 4, evidence.pk: 1}


def test_what_was_chosen_stays_chosen_after_an_error(home):
    (question, _two), page = rows(home), client(home, "tomas")
    sent = shown(page.get(where(home)).text) | {f"row-{question.pk}": "3", "row-x": "2"}
    refused = page.post(where(home), sent)
    assert refused.status_code == 422
    assert f'name="row-{question.pk}" value="3" checked' in compact(refused.text)
    assert shown(refused.text)[f"shown-row-{question.pk}"] == ""


# language, apart


def in_work(home: Side) -> dict[str, int]:
    return dict(LanguageInWork.objects.unscoped(TEXT).values_list("domain", "level"))


@pytest.fixture
def learns(home) -> Side:
    LanguageInWork.objects.unscoped(TEXT).all().delete()
    return home


def test_english_is_read_apart_from_what_the_work_says(learns):
    question, evidence = rows(learns)
    page = client(learns, "tomas")
    page.post(where(learns), {f"row-{question.pk}": "4", f"row-{evidence.pk}": "4", "language-writing": "2"})
    assert Score.objects.unscoped(TEXT).get().level == 4
    assert in_work(learns) == {"writing": 2}
    page.post(where(learns), {"language-speaking": "3"})
    assert Score.objects.unscoped(TEXT).get().level == 4
    assert in_work(learns) == {"writing": 2, "speaking": 3}
    shown = client(learns, "amina").get(reverse("language-profile", args=[learns.amina.pk])).text
    assert "English in student work" in shown
    assert "A report" in shown


def test_a_level_of_english_that_cannot_be_keeps_nothing_of_the_rows_either(learns):
    question, evidence = rows(learns)
    sent = {f"row-{question.pk}": "4", f"row-{evidence.pk}": "4", "language-writing": "9"}
    assert client(learns, "tomas").post(where(learns), sent).status_code == 422
    assert not Score.objects.unscoped(TEXT).exists()
    assert in_work(learns) == {}


def test_who_speaks_english_at_home_has_no_english_read(learns):
    Proficiency.objects.unscoped(TEXT).all().delete()
    assert "English, scored separately" not in client(learns, "tomas").get(where(learns)).text
    Person.objects.unscoped(TEXT).filter(pk=learns.amina.pk).update(home_languages=["ar", "en"])
    assert "English, scored separately" in client(learns, "tomas").get(where(learns)).text


def test_an_old_page_overwrites_no_newer_level_of_english(learns):
    page = client(learns, "tomas")
    old = shown(page.get(where(learns)).text)
    assert page.post(where(learns), old | {"language-writing": "2"}).status_code == 302
    answer = page.post(where(learns), old | {"language-writing": "4", "language-speaking": "3"})
    assert answer.status_code == 409
    assert "You saved a newer version" in answer.text
    assert in_work(learns) == {"writing": 2}
    again = old | {"language-writing": "4", "language-speaking": "3"} | shown(answer.text)
    assert page.post(where(learns), again).status_code == 302
    assert in_work(learns) == {"writing": 4, "speaking": 3}
    page.post(where(learns), old | {"language-writing": "", "language-speaking": "3"} | shown(answer.text))
    assert in_work(learns) == {"writing": 4, "speaking": 3}
