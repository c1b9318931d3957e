"""A query that was compiled once gives each viewer the rows that Django's own query gives them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trellis.core.community.models import Person, School, Tie
from trellis.core.foundation.guard import MissingViewerError
from trellis.core.foundation.permissions import RULES
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.core.foundation.query_forms import LONGEST_LIST, IdsOf, VaryingText
from trellis.learning.internships.models import Placement
from trellis.learning.plans.models import Goal
from world import CAST, World, make_world

pytestmark = pytest.mark.django_db
REASON = "a test reads everything"
NAMES = tuple(CAST)


@pytest.fixture
def world() -> World:
    return make_world()


def test_every_viewer_sees_of_every_table_what_they_see_by_a_query_of_django(world):
    queries = {model: PreparedQuery(model, lambda rows: rows.order_by("pk")) for model in RULES}
    for side in (world.home, world.other):
        for name in NAMES:
            viewer = side.viewer(name)
            for model, query in queries.items():
                expected = list(model.objects.seen_by(viewer).order_by("pk"))
                assert query.seen_by(viewer) == expected, (name, model)


def test_the_second_of_two_people_gets_their_own_rows_from_the_same_form(world):
    people = PreparedQuery(Person)
    home, other = world.home.amina, world.other.amina
    assert people.unscoped(REASON, pk=home.pk) == [home]
    assert people.unscoped(REASON, pk=other.pk) == [other]
    assert len(people._forms) == 1


def test_what_another_viewer_may_see_is_never_given(world):
    goals = PreparedQuery(Goal)
    plan = Goal.objects.unscoped(REASON).filter(plan__student=world.home.amina).first().plan_id
    assert goals.seen_by(world.home.viewer("daniel"), plan=plan)
    assert goals.seen_by(world.other.viewer("daniel"), plan=plan) == []


def test_a_query_that_shows_more_than_its_rows_is_refused_as_elsewhere(world):
    placements = PreparedQuery(Placement, lambda rows: rows.select_related("student__network"))
    with pytest.raises(MissingViewerError, match="student__network"):
        placements.seen_by(world.home.viewer("daniel"))


def test_a_deleted_row_is_not_seen(world):
    goals = PreparedQuery(Goal)
    viewer = world.home.viewer("daniel")
    seen = goals.seen_by(viewer)
    Goal.objects.system().filter(pk=seen[0].pk).update(deleted_at=timezone.now())
    assert seen[0] not in goals.seen_by(viewer)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(chosen=st.lists(st.integers(0, 30), max_size=40), days=st.integers(-3, 3), negated=st.booleans())
def test_lists_of_any_length_and_any_day_give_what_django_gives(world, chosen, days, negated):
    everybody = [*Person.objects.unscoped(REASON).order_by("pk").values_list("pk", flat=True)[:20]]
    ids = {everybody[number] if number < len(everybody) else uuid4() for number in chosen}
    moment = timezone.now() + timedelta(days=days)
    conditions = (
        Q(person__in=ids) | Q(to_person__in=ids),
        ~Q(starts__gt=moment) if negated else Q(starts__lte=moment),
    )
    expected = Tie.objects.unscoped(REASON).order_by("pk")
    for condition in conditions:
        expected = expected.filter(condition)
    assert _TIES.unscoped(REASON, *conditions) == list(expected)


_TIES = PreparedQuery(Tie, lambda ties: ties.order_by("pk"))


def test_lists_of_nearly_the_same_length_have_one_form():
    people = PreparedQuery(Person)
    for length in (5, 6, 7, 8):
        people.unscoped(REASON, pk__in=[uuid4() for _number in range(length)])
    assert len(people._forms) == 1


def test_a_list_that_is_too_long_runs_as_any_other_query(world):
    people = PreparedQuery(Person)
    ids = [world.home.amina.pk, *(uuid4() for _number in range(LONGEST_LIST))]
    assert people.unscoped(REASON, pk__in=ids) == [world.home.amina]
    assert people._forms == {}


def test_nobody_is_in_an_empty_list(world):
    assert PreparedQuery(Person).unscoped(REASON, pk__in=[]) == []
    people = PreparedQuery(Person).unscoped(REASON, Q(pk__in=set()) | Q(pk=world.home.amina.pk))
    assert people == [world.home.amina]


def test_an_expression_runs_as_any_other_query(world):
    ties = PreparedQuery(Tie)
    assert ties.unscoped(REASON, Q(starts__lt=F("created") - timedelta(days=400_000))) == []
    assert ties._forms == {}


def test_ids_of_other_rows_may_stand_as_a_subquery(world):
    people = PreparedQuery(Person, lambda rows: rows.order_by("pk"))
    for side in (world.home, world.other):
        advised = IdsOf(Tie, "person", Q(role="student", to_person=side.rosa), reason=REASON)
        mentored = IdsOf(Placement, "student", Q(mentor=side.rosa), reason=REASON)
        expected = Person.objects.unscoped(REASON).filter(Q(pk__in=advised) | Q(pk__in=mentored))
        assert people.unscoped(REASON, Q(pk__in=advised) | Q(pk__in=mentored)) == list(
            expected.order_by("pk")
        )
    assert len(people._forms) == 1


def test_a_varying_text_is_filled_in_and_another_is_part_of_the_form(world):
    schools = PreparedQuery(School, lambda rows: rows.values_list("name", flat=True))
    names = [world.home.school.name, world.other.school.name]
    assert [schools.unscoped(REASON, name=VaryingText(name)) for name in names] == [[name] for name in names]
    assert len(schools._forms) == 1
    assert [schools.unscoped(REASON, name=name) for name in names] == [[name] for name in names]
    assert len(schools._forms) == 3


def test_a_value_that_django_changes_is_refused(world):
    people = PreparedQuery(Person, lambda rows: rows.annotate(lower=Lower("given_name")))
    with pytest.raises(TypeError, match="was made from a value"):
        people.unscoped(REASON, given_name__icontains=VaryingText("ami"))


def test_a_date_is_compared_as_django_compares_it(world):
    placements = PreparedQuery(Placement, lambda rows: rows.order_by("pk"))
    for day in (date(2020, 1, 1), timezone.localdate(), date(2090, 1, 1)):
        expected = Placement.objects.unscoped(REASON).filter(starts__gte=day).order_by("pk")
        assert placements.unscoped(REASON, starts__gte=day) == list(expected)


def test_without_a_reason_nothing_is_read():
    with pytest.raises(ValueError, match="reason"):
        PreparedQuery(Person).unscoped(" ")


def test_a_form_is_compiled_once(world, monkeypatch):
    goals = PreparedQuery(Goal, lambda rows: rows.select_related("plan"))
    viewer = world.home.viewer("daniel")
    first = goals.seen_by(viewer)
    monkeypatch.setattr(goals, "_rows", None)  # nothing is built a second time
    with CaptureQueriesContext(connection) as queries:
        second = goals.seen_by(viewer)
        assert [goal.plan.pk for goal in second] == [goal.plan_id for goal in first]
    assert len(queries) == 1
