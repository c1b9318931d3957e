"""Tomas and his colleagues design a project on one page: parts, products, benchmarks, a load they can see."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Role
from trellis.learning.projects import load
from trellis.learning.projects.models import (
    Author,
    Member,
    Part,
    Product,
    Project,
    Scaffold,
    Step,
    TextVersion,
    TuningComment,
)
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
TODAY = date.today()


@pytest.fixture
def home() -> Side:
    side = make_world().home
    Project.objects.unscoped(TEXT).filter(pk=side.rows["Project"].pk).update(
        starts=TODAY, ends=TODAY + timedelta(days=27)
    )
    for model in (Part, Product, Scaffold, TuningComment):
        model.objects.unscoped(TEXT).all().delete()
    return side


def press(side: Side, who: str = "tomas", status: int = 302, where: str = "project-design", **fields) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    args = [] if where == "projects" else [side.rows["Project"].pk]
    answer = client.post(reverse(where, args=args), fields)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def page(side: Side, who: str = "tomas") -> str:
    client = Client()
    client.force_login(side.people[who].account)
    return client.get(reverse("project-design", args=[side.rows["Project"].pk])).content.decode()


def project(side: Side) -> Project:
    return Project.objects.unscoped(TEXT).get(pk=side.rows["Project"].pk)


def test_the_page_asks_what_the_school_s_model_asks(home):
    shown = page(home)
    for section in home_package().project.steps:
        assert section.title in shown


def home_package():
    from trellis.design.blueprint.package import Package
    from world import MODEL

    return Package.model_validate(MODEL)


def first_section() -> str:
    return home_package().project.steps[0].key


def test_what_is_written_is_kept_and_two_texts_can_be_chosen_from(home):
    key = first_section()
    press(home, do="write", **{f"text-{key}": "Water.", f"revision-{key}": "0"})
    press(home, do="write", **{f"text-{key}": "Rivers.", f"revision-{key}": "1"})
    tie(home.daniel, Role.TEACHER, home.rows["Class"])
    Author.objects.create(project=project(home), person=home.daniel)
    press(home, "daniel", do="write", **{f"text-{key}": "Rain.", f"revision-{key}": "1"})
    assert "Daniel Osei’s version" in page(home)
    aside = TextVersion.objects.unscoped(TEXT).get(became="aside", part__project=project(home))
    press(home, do="settle", version=f"{aside.pk}:both")
    assert Part.objects.unscoped(TEXT).get(project=project(home), key=key).text == "Rivers.\n\nRain."
    assert "Daniel Osei’s version" not in page(home)


def test_what_was_written_under_an_earlier_model_stays(home):
    Part.objects.create(project=project(home), key="case-for-change", text="The river floods.", revision=1)
    assert "The river floods." in page(home)
    press(
        home,
        do="write",
        **{"text-case-for-change": "The river floods twice.", "revision-case-for-change": "1"},
    )
    assert Part.objects.unscoped(TEXT).get(key="case-for-change").text == "The river floods twice."


def test_a_text_that_does_not_fit_leaves_everything_as_it_was(home):
    steps = home_package().project.steps
    fields = {f"text-{step.key}": "New words" for step in steps} | {
        f"revision-{step.key}": "0" for step in steps
    }
    last = steps[-1].key
    html = press(home, status=422, do="write", **{**fields, f"text-{last}": "x" * 6001})
    assert "This is too long. The limit is 6,000 characters." in html
    assert not Part.objects.unscoped(TEXT).filter(project=project(home)).exclude(revision=0).exists()


def test_who_does_not_design_it_reads_and_tunes_and_writes_nothing(home):
    assert 'textarea id="text-' not in page(home, "daniel")
    press(home, "daniel", 404, do="step", title="Mine", due=TODAY.isoformat())
    press(home, "daniel", do="tune", step="wonder", words="Who is the audience?")
    tuning = TuningComment.objects.unscoped(TEXT).get()
    press(home, "daniel", 404, do="answer", tuning=tuning.pk, words="The council.")
    press(home, do="answer", tuning=tuning.pk, words="The council.")
    assert "The council." in page(home, "daniel")


def test_feedback_of_a_colleague_whose_record_is_gone_can_still_be_answered(home):
    press(home, "daniel", do="tune", step="wonder", words="Who is the audience?")
    tuning = TuningComment.objects.unscoped(TEXT).get()
    TuningComment.objects.unscoped(TEXT).update(by=None)
    assert "Who is the audience?" in page(home)
    press(home, do="answer", tuning=tuning.pk, words="The council.")
    assert TuningComment.objects.unscoped(TEXT).get().answer == "The council."


def test_a_colleague_joins_and_the_last_one_stays(home):
    press(home, do="join", person=home.daniel.pk)
    assert "Daniel Osei" in page(home)
    press(home, do="leave", person=home.tomas.pk)
    press(home, "daniel", 422, do="leave", person=home.daniel.pk)
    press(home, "tomas", 404, do="join", person=home.tomas.pk)


def test_a_seventh_teacher_is_told_that_six_are_there(home):
    for number in range(5):
        person = type(home.tomas).objects.create(network=home.network, given_name=f"T{number}")
        Author.objects.create(project=project(home), person=person)
    assert "This project already has six teachers. Remove one first." in press(
        home, status=422, do="join", person=home.daniel.pk
    )


def test_products_carry_a_weight_for_each_outcome(home):
    press(home, do="aim", aim=["reasoning"])
    press(home, do="product", title="A report", team="on", **{"weight-reasoning": "60"})
    product = Product.objects.unscoped(TEXT).get(project=project(home))
    assert (product.weights, product.team) == ({"reasoning": 60}, True)
    assert "Leave it blank if the product does not show that outcome." in press(
        home, status=422, do="product", title="B", **{"weight-reasoning": "0"}
    )
    press(home, do="away", kind="product", row=product.pk)
    assert "A report" not in page(home)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"do": "step", "title": " ", "due": TODAY.isoformat()}, "Enter what students turn in."),
        (
            {"do": "step", "title": "x", "due": "2001-01-01"},
            "A benchmark must be due between the first and last day of the project.",
        ),
        ({"do": "step", "title": "x", "due": "soon"}, "is not a date"),
        (
            {"do": "move", "starts": "2027-02-01", "ends": "2027-01-01"},
            "A project must end after it starts, and last no more than a year.",
        ),
        ({"do": "move", "starts": "", "ends": ""}, "Choose the first day and the last day."),
        ({"do": "scaffold", "title": ""}, "Enter a name for the support."),
        ({"do": "tune", "step": "shout", "words": "x"}, "Choose a type of feedback."),
        ({"do": "product", "title": "x" * 161}, "The limit is 160"),
    ],
)
def test_what_cannot_be_is_said(home, more, sentence):
    assert sentence in press(home, status=422, **more)


def test_a_product_and_a_benchmark_are_changed_where_they_stand(home):
    due = (TODAY + timedelta(days=3)).isoformat()
    press(home, do="product", title="A map")
    press(home, do="step", title="A draft", due=due)
    map_, draft = Product.objects.unscoped(TEXT).get(), Step.objects.unscoped(TEXT).get(title="A draft")

    assert f'name="revision" value="{map_.pk}:{map_.revision}"' in page(home)
    press(home, do="product", product=map_.pk, revision=f"{map_.pk}:0", title="A map of shade")
    press(home, do="step", step=draft.pk, revision=f"{draft.pk}:0", title="A first draft", due=due)
    assert Product.objects.unscoped(TEXT).get().title == "A map of shade"
    assert Step.objects.unscoped(TEXT).get(pk=draft.pk).title == "A first draft"


def test_a_product_that_a_colleague_changed_meanwhile_is_not_written_over(home):
    press(home, do="product", title="A map")
    product = Product.objects.unscoped(TEXT).get()
    press(home, do="product", product=product.pk, revision=f"{product.pk}:0", title="A map of shade")
    both = press(
        home, status=409, do="product", product=product.pk, revision=f"{product.pk}:0", title="A film"
    )
    assert "A map of shade" in both
    assert "A film" in both
    assert Product.objects.unscoped(TEXT).get().title == "A map of shade"


def test_a_project_begins_with_a_name_and_two_dates(home):
    fields = {"school": home.school.pk, "starts": "2027-01-11", "ends": "2027-02-05"}
    press(home, where="projects", title="Shade where we wait", **fields)
    new_project = Project.objects.unscoped(TEXT).get(title="Shade where we wait")
    assert Author.objects.unscoped(TEXT).get(project=new_project).person_id == home.tomas.pk
    assert "Enter a name. You can change it later." in press(
        home, status=422, where="projects", title=" ", **fields
    )
    press(home, "amina", 404, where="projects", title="Mine", **fields)


def due(side: Side, where: Project, days: int) -> None:
    place = Step.objects.unscoped(TEXT).filter(project=where).count() + 10
    Step.objects.create(
        project=where, title=f"Step {place}", due=TODAY + timedelta(days=days), position=place
    )


def test_a_week_counts_what_all_teachers_ask_of_the_same_students(home):
    Step.objects.unscoped(TEXT).filter(project=project(home)).delete()
    other = Project.objects.create(
        school=home.school,
        title="Voices",
        driving_question="?",
        starts=TODAY,
        ends=TODAY + timedelta(days=20),
    )
    Member.objects.create(project=other, student=home.amina)
    monday = (7 - TODAY.weekday()) % 7 or 7
    for _number in range(2):
        due(home, project(home), monday)
        due(home, other, monday + 1)
    weeks = load.project_weeks(home.viewer("tomas"), project(home))
    full = [week for week in weeks if week.full]
    assert [(week.full, week.most, len(week.dues)) for week in full] == [(1, 4, 4)]
    assert "full for 1 student" in page(home)


def test_before_anybody_works_in_it_the_students_of_its_teachers_count(home):
    Member.objects.unscoped(TEXT).all().delete()
    assert load.students_of(home.viewer("tomas"), project(home)) == {home.amina.pk}


def test_a_refused_change_of_a_benchmark_stays_typed_in_its_own_form_alone(home):
    step = home.rows["Step"]
    html = press(home, status=422, do="step", step=step.pk, title="Second draft", due="soon")
    assert html.count('value="Second draft"') == 1
    assert re.search(rf'<input[^>]*value="Second draft"[^>]*id="step-{step.pk}-title"', html)
    assert re.search(r'<input type="text" name="title"(?![^>]*value=)[^>]*id="step-title"', html)
    assert "There is a problem" in html


def test_the_answer_to_feedback_does_not_begin_with_the_feedback(home):
    press(home, "daniel", do="tune", step="wonder", words="Who is the audience?")
    assert 'value="Who is the audience?"' not in page(home)
