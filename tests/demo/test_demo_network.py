"""The demonstration is honest: invented, whole, and with the gaps that were planted in it."""

from datetime import date

import pytest
from django.db import connection, transaction
from django.utils import timezone

from built_demo import open_demo
from trellis.assessment.evidence.models import Score
from trellis.assessment.exhibitions.models import Exhibition, Panelist
from trellis.assessment.portfolios.models import Scorer, TaskPart
from trellis.core.community.models import Account, Network, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.errors import ActionError
from trellis.demo.build import build_network, school_year
from trellis.demo.names import FAMILY_NAMES, GIVEN_NAMES
from trellis.demo.plan import PASSWORD, NetworkShape
from trellis.design.blueprint.selectors import package_for_school
from trellis.improvement.opportunity.models import Rollup
from trellis.improvement.opportunity.services import rebuild_rollups
from trellis.improvement.reviews.models import AgreedRowLevel, SchoolReview
from trellis.learning.internships.models import Placement

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 24)
WHY = "the test looks at the whole demonstration"
ONE_SCHOOL = NetworkShape(1, 0, 0, 64)
INTERNATIONALS = NetworkShape(0, 1, 0, 96)
TWO_MODELS = NetworkShape(1, 1, 0, 64)
ALL_MODELS = NetworkShape(1, 1, 1, 96)


def names() -> list[tuple]:
    return sorted(Person.objects.unscoped(WHY).values_list("given_name", "family_name", "grade"))


def test_the_same_seed_gives_the_same_people():
    with transaction.atomic():
        build_network(NetworkShape(1, 0, 0, 20), TODAY)
        first = names()
        transaction.set_rollback(True)
    build_network(NetworkShape(1, 0, 0, 20), TODAY)
    assert names() == first


def test_it_never_mixes_with_real_people():
    Network.objects.create(name="Harbor", slug="harbor")
    with pytest.raises(ActionError, match="real network"):
        build_network(NetworkShape(1, 0, 0, 20), TODAY)


def test_every_school_works_by_a_model_and_everybody_is_invented():
    open_demo(ALL_MODELS, TODAY)
    schools = School.objects.unscoped(WHY)
    assert sorted(package_for_school(s.pk).slug for s in schools) == [
        "big-picture",
        "internationals",
        "new-tech",
    ]
    assert set(Network.objects.unscoped(WHY).values_list("invented", flat=True)) == {True}
    connection.check_constraints()


def test_the_first_school_has_reviews_over_three_years_and_one_under_way():
    open_demo(TWO_MODELS, TODAY)
    rows = SchoolReview.objects.unscoped(WHY).order_by("school_year", "kind", "status")
    assert list(rows.values_list("school_year", "kind", "status")) == [
        (2025, "self-review", "shared"),
        (2026, "self-review", "shared"),
        (2026, "visit", "shared"),
        (2027, "self-review", "open"),
    ]
    assert not AgreedRowLevel.objects.unscoped(WHY).filter(review__status="shared", level=None).exists()


def test_the_cast_can_sign_in_and_the_advisor_has_an_advisory():
    open_demo(ONE_SCHOOL, TODAY)
    daniel = Account.objects.get(username="demo-advisor")
    assert daniel.check_password(PASSWORD)
    person = Person.objects.unscoped(WHY).get(pk=daniel.person_id)
    mine = Person.objects.seen_by(Viewer.of(person)).filter(pk__in=students())
    assert 4 <= mine.count() <= 16


def students() -> object:
    return Tie.objects.unscoped(WHY).filter(role=Role.STUDENT, to_school__isnull=False).values("person")


def test_the_planted_gap_is_found():
    network = build_network(NetworkShape(4, 0, 0, 250, works=1, full=False), TODAY)
    rebuild_rollups(network)
    cells = Rollup.objects.unscoped(WHY).filter(school=None, measure="internship-now", facet="multilingual")
    rate = {c.level: c.total / c.base for c in cells}
    assert -0.30 < rate["yes"] - rate["no"] < -0.10


@pytest.mark.parametrize(
    ("today", "starts"), [(date(2026, 9, 1), 2026), (date(2027, 6, 30), 2026), (date(2027, 8, 31), 2026)]
)
def test_the_school_year_is_the_one_under_way_or_the_last(today, starts):
    assert school_year(today)[0].year == starts


def test_a_name_fits_the_first_language_of_the_home():
    open_demo(INTERNATIONALS, TODAY)
    for person in Person.objects.unscoped(WHY).filter(pk__in=students()):
        assert person.given_name in GIVEN_NAMES[person.home_languages[0]]
        assert person.family_name in FAMILY_NAMES[person.home_languages[0]]


def test_whoever_has_an_internship_has_a_mentor_with_a_tie_to_them():
    open_demo(ONE_SCHOOL, TODAY)
    pairs = Placement.objects.unscoped(WHY).values_list("mentor", "student")
    tied = Tie.objects.unscoped(WHY).filter(role=Role.MENTOR).values_list("person", "to_person")
    assert len(pairs) > 20
    assert set(pairs) == set(tied)


def test_aminas_exhibition_wants_an_outside_adult_and_one_outcome_is_unread():
    open_demo(ONE_SCHOOL, TODAY)
    amina = Account.objects.get(username="demo-student").person_id
    coming = Exhibition.objects.unscoped(WHY).get(student=amina)
    assert (coming.starts.date() - TODAY).days == 9
    assert not Panelist.objects.unscoped(WHY).filter(exhibition=coming, part="outside").exists()
    read = set(Score.objects.unscoped(WHY).filter(work__student=amina).values_list("outcome__key", flat=True))
    assert "quantitative-reasoning" not in read


def test_no_measure_of_the_full_demonstration_is_empty(monkeypatch):
    network = open_demo(ALL_MODELS, TODAY)
    # A measure of these weeks asks what day it is.
    monkeypatch.setattr(timezone, "localdate", lambda *_when, **_zone: TODAY)
    rebuild_rollups(network)
    cells = Rollup.objects.unscoped(WHY).filter(school=None, facet="all")
    assert {c.measure for c in cells if not c.total} == set()


@pytest.mark.parametrize("today", [date(2026, 11, 14), date(2027, 6, 20)])
def test_it_can_be_built_on_any_day_of_the_year(today):
    build_network(NetworkShape(1, 1, 1, 32), today)


@pytest.mark.parametrize("today", [date(2026, 9, 1), date(2027, 8, 3)])
def test_it_has_figures_when_a_year_has_just_begun_or_ended(today):
    rebuild_rollups(build_network(NetworkShape(1, 1, 1, 32), today))


def test_portfolios_stand_in_every_state_and_one_waits_for_a_third_scorer():
    open_demo(TWO_MODELS, TODAY)
    seated = set(Scorer.objects.unscoped(WHY).values_list("task_part_id", flat=True))
    thirds = set(Scorer.objects.unscoped(WHY).filter(position=3).values_list("task_part_id", flat=True))
    task_parts = list(TaskPart.objects.unscoped(WHY))
    waits = [task_part for task_part in task_parts if task_part.third_at and not task_part.settled_at]
    assert {task_part.pk in thirds for task_part in waits} == {True, False}
    assert any(task_part.open_at and not task_part.settled_at for task_part in task_parts)
    assert {task_part.passed for task_part in task_parts} == {True, False, None}
    assert any(task_part.pk not in seated and not task_part.settled_at for task_part in task_parts)
    assert Scorer.objects.unscoped(WHY).filter(person=None, language="fr").exists()
    assert Account.objects.filter(username="demo-student-portfolio").exists()
