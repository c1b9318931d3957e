"""What portfolios hold when a model changes meanwhile, a term ends, a student moves, or a scorer becomes family."""

import copy
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessment.portfolios.scene import (
    PACKAGE,
    ROWS,
    TEXT,
    as_,
    ask,
    baker,
    fresh,
    hand_in,
    read,
    sent,
    task_part,
    two_read,
)
from trellis.assessment.portfolios import scorer_requests, scores, scoring, services
from trellis.assessment.portfolios.models import FinalLevel, Scorer, TaskPart
from trellis.assessment.portfolios.tasks import find_model_task, rows_for_part
from trellis.core.community.models import Person, Role, School, Term, Tie
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.ids import new_id
from trellis.design.blueprint.models import Adoption, ModelPackage
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.selectors import outcomes_of
from trellis.design.blueprint.services import adopt_package
from world import MODEL, Side, account, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return fresh()


def levels(*chosen, rows=ROWS):
    return {f"level-{row}": level for row, level in zip(rows, chosen, strict=False)}


def new_model(side: Side, change) -> None:
    """The school takes on a model that is changed by `change`."""
    body = copy.deepcopy(MODEL)
    change(body)
    Package.model_validate(body)
    model_package = ModelPackage.objects.create(
        slug=f"n{new_id().hex[:6]}",
        version="2.0.0",
        name="New",
        fingerprint="y",
        body=body,
        framework=side.rows["Adoption"].package.framework,
    )
    adopt_package(side.school, model_package)


def criteria(body):
    return next(rubric for rubric in body["rubrics"]["rubrics"] if rubric["key"] == "exhibition")["criteria"]


def one_row_more(body):
    extra = copy.deepcopy(criteria(body)[0])
    extra["key"], extra["title"] = "craft", "Craft"
    criteria(body).append(extra)


def one_row_renamed(body):
    criteria(body)[0]["key"] = "sight"


def other_rows(body):
    for criterion in criteria(body):
        criterion["key"] = f"new-{criterion['key']}"


OTHER = tuple(f"new-{row}" for row in ROWS)


def post_scores(side: Side, who: str, seat, **more):
    return as_(side, who).post(reverse("portfolio-score", args=[seat.pk]), more)


def settled_rows() -> dict[str, int]:
    return dict(FinalLevel.objects.unscoped(TEXT).values_list("row", "level"))


def test_a_row_more_before_the_second_reads_settles_what_both_read(home):
    hand_in(home)
    tomas, daniel = ask(home, "tomas"), ask(home, "daniel")
    read(home, tomas, 3, 3, 3)
    new_model(home, one_row_more)
    answer = post_scores(home, "daniel", daniel, do="read", **levels(3, 3, 3), **{"level-craft": "3"})
    assert answer.status_code == 302
    assert settled_rows() == dict.fromkeys(ROWS, 3)


def test_a_row_renamed_before_the_second_reads_settles_the_others(home):
    hand_in(home)
    tomas, daniel = ask(home, "tomas"), ask(home, "daniel")
    read(home, tomas, 3, 3, 3)
    new_model(home, one_row_renamed)
    answer = post_scores(
        home, "daniel", daniel, do="read", **levels(3, 3, 3, rows=("sight", "learning", "influence"))
    )
    assert answer.status_code == 302
    assert settled_rows() == {"learning": 3, "influence": 3}


def test_where_no_row_is_left_whoever_read_before_reads_anew(home):
    hand_in(home)
    tomas, daniel = ask(home, "tomas"), ask(home, "daniel")
    read(home, tomas, 3, 3, 3, comment="Well done.")
    new_model(home, other_rows)
    assert post_scores(home, "daniel", daniel, do="read", **levels(3, 3, 3, rows=OTHER)).status_code == 302
    assert not settled_rows()
    page = as_(home, "tomas").get(reverse("portfolio-desk", args=[home.school.pk])).content.decode()
    assert "to score" in page
    assert (
        "Well done." in as_(home, "tomas").get(reverse("portfolio-score", args=[tomas.pk])).content.decode()
    )
    post_scores(home, "tomas", tomas, do="read", **levels(3, 3, 3, rows=OTHER))
    assert settled_rows() == dict.fromkeys(OTHER, 3)


def test_talk_goes_over_the_rows_that_both_read(home):
    _tomas, daniel = two_read(home, (3, 3, 3), (4, 3, 3))
    new_model(home, one_row_more)
    answer = post_scores(
        home, "daniel", daniel, do="talk", words="We talked.", **{"level-vision": "4", "level-craft": "3"}
    )
    assert answer.status_code == 302
    assert settled_rows() == {"vision": 4, "learning": 3, "influence": 3}


def test_talk_over_no_row_lets_both_read_anew(home):
    tomas, daniel = two_read(home, (3, 3, 3), (4, 3, 3))
    new_model(home, other_rows)
    answer = post_scores(home, "daniel", daniel, do="talk", words="We talked.")
    assert answer.status_code == 422
    assert task_part(home).open_at is None
    for who, seat in (("tomas", tomas), ("daniel", daniel)):
        assert post_scores(home, who, seat, do="read", **levels(3, 3, 3, rows=OTHER)).status_code == 302
    assert settled_rows() == dict.fromkeys(OTHER, 3)


def test_a_third_settles_the_rows_that_all_three_read(home):
    two_read(home, (1, 1, 1), (4, 4, 4))
    noor = ask(home, "noor")
    new_model(home, one_row_more)
    answer = post_scores(home, "noor", noor, do="read", **levels(3, 3, 3), **{"level-craft": "3"})
    assert answer.status_code == 302
    assert settled_rows() == dict.fromkeys(ROWS, 3)


def test_a_third_on_other_rows_waits_for_the_first_two_and_then_counts(home):
    tomas, daniel = two_read(home, (1, 1, 1), (4, 4, 4))
    noor = ask(home, "noor")
    new_model(home, other_rows)
    assert post_scores(home, "noor", noor, do="read", **levels(3, 3, 3, rows=OTHER)).status_code == 302
    assert not settled_rows()
    post_scores(home, "tomas", tomas, do="read", **levels(1, 1, 1, rows=OTHER))
    post_scores(home, "daniel", daniel, do="read", **levels(4, 4, 4, rows=OTHER))
    assert settled_rows() == dict.fromkeys(OTHER, 3)


def test_a_term_task_that_is_settled_after_the_term_is_shown_to_the_student(home):
    term = home.rows["Term"]
    submission = hand_in(home, task="letter")
    part = TaskPart.objects.unscoped(TEXT).get(task=submission.task)
    tomas = scorer_requests.ask_scorer(part, home.tomas, home.ines.pk)
    daniel = scorer_requests.ask_scorer(part, home.daniel, home.ines.pk)
    yesterday = date.today() - timedelta(days=1)
    Term.objects.unscoped(TEXT).filter(pk=term.pk).update(ends=yesterday)
    Term.objects.create(
        network=home.network,
        school=home.school,
        kind="year",
        title="Next",
        starts=date.today(),
        ends=date.today() + timedelta(days=99),
        school_year=2028,
    )
    page = as_(home, "amina").get(reverse("portfolio", args=[home.amina.pk])).content.decode()
    model_task = find_model_task(PACKAGE, "letter")
    g = scores.ScoringBasis(
        model_task, rows_for_part(PACKAGE, model_task, part.part), outcomes_of(home.school.pk)
    )
    for seat in (tomas, daniel):
        sent_scores = scoring.SubmittedScores(
            dict.fromkeys([r.key for r in g.rows], 1), "Say more of the river."
        )
        scoring.save_scores(seat, g, sent_scores, seat.person_id)
    part.refresh_from_db()
    assert part.settled_at
    for who in ("amina", "carmen", "daniel"):
        page = as_(home, who).get(reverse("portfolio", args=[home.amina.pk])).content.decode()
        assert "Say more of the river." in page, who


def test_what_was_settled_stays_on_the_page_when_the_model_drops_the_task(home):
    hand_in(home)
    tomas, daniel = ask(home, "tomas"), ask(home, "daniel")
    read(home, tomas, 3, 3, 3, comment="Your question is a fine one.")
    read(home, daniel, 3, 3, 3)

    def change(body):
        body["portfolio"]["tasks"] = [
            task for task in body["portfolio"]["tasks"] if task["key"] != "experiment"
        ]

    new_model(home, change)
    page = as_(home, "amina").get(reverse("portfolio", args=[home.amina.pk])).content.decode()
    assert "Your question is a fine one." in page


def test_a_model_that_turns_a_term_task_into_a_graduation_task(home):
    term = home.rows["Term"]
    model_task = find_model_task(PACKAGE, "letter")
    before = Term.objects.create(
        network=home.network,
        school=home.school,
        kind="year",
        title="Before",
        starts=date.today() - timedelta(days=400),
        ends=date.today() - timedelta(days=200),
        school_year=2025,
    )
    services.turn_in(home.amina, home.school, before, model_task, new_id(), sent())
    services.turn_in(home.amina, home.school, term, model_task, new_id(), sent())

    def change(body):
        for task in body["portfolio"]["tasks"]:
            if task["key"] == "letter":
                task["when"] = "graduation"

    new_model(home, change)
    answer = as_(home, "amina").post(
        reverse("portfolio", args=[home.amina.pk]),
        {
            "do": "hand-in",
            "task": "letter",
            "key": str(new_id()),
            "title": "Lead in ten homes",
            "words": "Ten.",
        },
    )
    assert answer.status_code in (302, 422)
    page = as_(home, "amina").get(reverse("portfolio", args=[home.amina.pk])).content.decode()
    assert "Lead in ten homes" in page


def test_student_who_changes_school_is_seen_there(home):
    hand_in(home)
    second_school = School.objects.create(network=home.network, name="Second High")
    Adoption.objects.create(school=second_school, package=home.rows["Adoption"].package)
    lee = Person.objects.create(network=home.network, given_name="Lee", family_name="Park")
    account(lee, "lee@x")
    home.people["lee"] = lee
    tie(lee, Role.LEADER, second_school)
    now = timezone.now()
    Tie.objects.unscoped(TEXT).filter(person=home.amina, role=Role.STUDENT).update(ends=now)
    tie(home.amina, Role.STUDENT, second_school, starts=now)
    Term.objects.create(
        network=home.network,
        school=second_school,
        kind="year",
        title="Y",
        starts=date.today() - timedelta(days=9),
        ends=date.today() + timedelta(days=99),
        school_year=2027,
    )
    answer = as_(home, "amina").post(
        reverse("portfolio", args=[home.amina.pk]),
        {
            "do": "hand-in",
            "task": "experiment",
            "key": str(new_id()),
            "title": "Lead in ten homes",
            "words": "Ten.",
        },
    )
    assert answer.status_code == 302
    page = as_(home, "lee").get(reverse("portfolio-desk", args=[second_school.pk])).content.decode()
    assert "Lead in ten homes" in page
    client, part = as_(home, "lee"), task_part(home)
    where = reverse("portfolio-desk", args=[second_school.pk])
    assert client.post(where, {"do": "ask", f"scorer-{part.pk}": str(lee.pk)}).status_code == 302
    seat = Scorer.objects.unscoped(TEXT).get(task_part=part, person=lee)
    assert client.get(reverse("portfolio-score", args=[seat.pk])).status_code == 200


def test_the_new_school_asks_scorers_for_what_was_handed_in_at_the_old_one(home):
    hand_in(home)
    second_school = School.objects.create(network=home.network, name="Second High")
    Adoption.objects.create(school=second_school, package=home.rows["Adoption"].package)
    lee = Person.objects.create(network=home.network, given_name="Lee", family_name="Park")
    account(lee, "lee@x")
    home.people["lee"] = lee
    tie(lee, Role.LEADER, second_school)
    now = timezone.now()
    Tie.objects.unscoped(TEXT).filter(person=home.amina, role=Role.STUDENT).update(ends=now)
    tie(home.amina, Role.STUDENT, second_school, starts=now)
    client, where = as_(home, "lee"), reverse("portfolio-desk", args=[second_school.pk])
    assert "Lead in six homes" in client.get(where).content.decode()
    client.post(where, {"do": "ask", f"scorer-{task_part(home).pk}": str(lee.pk)})
    seat = Scorer.objects.unscoped(TEXT).get(person=lee)
    assert client.get(reverse("portfolio-score", args=[seat.pk])).status_code == 200


def test_a_link_ends_when_the_student_has_left_every_school(home):
    hand_in(home)
    _seat, link = baker(home)
    Tie.objects.unscoped(TEXT).filter(person=home.amina).update(ends=timezone.now())
    assert Client().get(link).status_code == 410
    assert Client().post(link, {"do": "come"}).status_code == 410


def test_guardian_asked_before_the_tie_does_not_read(home):
    hand_in(home)
    tomas = ask(home, "tomas")
    tie(home.tomas, Role.GUARDIAN, home.amina)
    assert as_(home, "tomas").get(reverse("portfolio-score", args=[tomas.pk])).status_code == 404
    with pytest.raises(ActionError, match="family"):
        read(home, tomas, 3, 3, 3)


def test_same_person_by_name_as_outsider_then_account(home):
    hand_in(home)
    baker(home, name="Tomas Silva", email="tomas@private.example")
    with pytest.raises(ActionError):
        ask(home, "tomas")


def test_asking_again_the_outsider_who_read_is_not_a_third(home):
    hand_in(home)
    _seat, link = baker(home)
    Client().post(link, {"do": "read", **levels(1, 1, 1)})
    tomas = ask(home, "tomas")
    read(home, tomas, 5, 5, 5)
    assert task_part(home).third_at
    answer = as_(home, "ines").post(
        reverse("portfolio-desk", args=[home.school.pk]),
        {
            "do": "outside",
            "task_part": str(task_part(home).pk),
            "name": "The baker",
            "email": "baker@street.example",
        },
    )
    assert answer.status_code == 422


def test_what_was_turned_in_for_a_dropped_task_is_still_scored(home):
    hand_in(home)
    tomas = ask(home, "tomas")
    _seat, link = baker(home)

    def change(body):
        body["portfolio"]["tasks"] = [
            task for task in body["portfolio"]["tasks"] if task["key"] != "experiment"
        ]

    new_model(home, change)
    page = as_(home, "tomas").get(reverse("portfolio-desk", args=[home.school.pk])).content.decode()
    where = reverse("portfolio-score", args=[tomas.pk])
    assert where in page
    assert as_(home, "tomas").get(where).status_code == 200
    assert Client().post(link, {"do": "read", **levels(3, 3, 3)}).status_code == 200
    assert as_(home, "tomas").post(where, {"do": "read", **levels(3, 3, 3)}).status_code == 302
    assert task_part(home).passed


def test_one_person_in_both_selects_is_said_to_be_one_scorer(home):
    hand_in(home)
    key = f"scorer-{task_part(home).pk}"
    client = as_(home, "ines")
    page = client.post(
        reverse("portfolio-desk", args=[home.school.pk]),
        {"do": "ask", key: [str(home.tomas.pk)] * 2},
        follow=True,
    )
    assert "2 readers are asked" not in page.content.decode()


def test_where_no_task_is_asked_of_a_grade_none_is_counted(home):
    def change(body):
        for task in body["portfolio"]["tasks"]:
            task["grades"] = ["12"]

    new_model(home, change)
    Person.objects.unscoped(TEXT).filter(pk=home.amina.pk).update(grade="06")
    page = as_(home, "amina").get(reverse("portfolio", args=[home.amina.pk])).content.decode()
    assert "No tasks for this grade yet. Work can still be chosen." in page
    assert "a level that is enough in each part" not in page
