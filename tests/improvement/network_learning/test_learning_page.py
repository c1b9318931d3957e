"""What a network learns, on one page: aims, what moved, open cycles, and what was tried."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import School
from trellis.core.foundation.measures import MEASURES
from trellis.improvement.cycles.models import Aim, Cycle
from trellis.improvement.network_learning.moved import read_moved
from trellis.improvement.network_learning.selectors import learning_page
from trellis.improvement.opportunity.models import GapTable, Rollup
from world import Side, World, make_world

pytestmark = pytest.mark.django_db
WHY = "a test"
YEAR = date.today().year - 2
"""A school year that is over, whatever today is."""


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    return make_world()


@pytest.fixture
def home(world) -> Side:
    for model in (GapTable, Rollup):
        model.objects.unscoped(WHY).filter(network=world.home.network).delete()
    return world.home


def signed_in(side: Side, name: str) -> Client:
    client = Client()
    client.force_login(side.people[name].account)
    return client


def page_of(home: Side) -> str:
    return reverse("network-learning", args=[home.network.pk])


def add_year(home: Side, year: int, measure: str, done: int, students: int, hidden: bool = False) -> None:
    """The sums of one rate over the whole network, and what may be shown of it."""
    Rollup.objects.create(
        network=home.network, school=None, year=year, measure=measure, facet="all", level="all",
        students=students, recorded=students, counted=students, base=students, total=done, squares=done,
    )  # fmt: skip
    table, _made = GapTable.objects.unscoped(WHY).get_or_create(
        network=home.network, school=None, year=year, audience="network",
        defaults={"body": {"words": None, "measures": {}, "findings": [], "compared": 0}},
    )  # fmt: skip
    shown = {"hidden": "small"} if hidden else {"value": done / students, "n": students}
    table.totals[measure] = None if hidden else done / students
    table.body["measures"][measure] = {"recorded": True, "everyone": shown, "cells": {}}
    table.save()


def moved(home: Side, name: str = "imani", aims: set[str] = frozenset()):
    return read_moved(home.viewer(name), home.network, aims)


def test_what_moved_more_than_chance_is_shown_and_the_rest_is_counted(home):
    add_year(home, YEAR - 1, "internship-now", 400, 1000)
    add_year(home, YEAR, "internship-now", 500, 1000)
    add_year(home, YEAR - 1, "plan-current", 500, 1000)
    add_year(home, YEAR, "plan-current", 505, 1000)
    answer = moved(home)
    assert [(line.key, line.before, line.now, line.change) for line in answer.lines] == [
        ("internship-now", "40%", "50%", "+10")
    ]
    assert (answer.lines[0].interval, answer.lines[0].is_clear, answer.lines[0].trend) == (
        "+6 to +14",
        True,
        "better",
    )
    assert answer.others == 1
    with_aim = moved(home, aims={"plan-current"})
    assert [(line.key, line.is_clear) for line in with_aim.lines] == [
        ("plan-current", False),
        ("internship-now", True),
    ]
    text = signed_in(home, "imani").get(page_of(home)).text
    assert "Better for students, and more than chance would do" in text
    assert "1 more measure moved no more than chance would do." in text


def test_a_measure_that_is_hidden_in_either_year_is_not_compared(home):
    add_year(home, YEAR - 1, "internship-now", 400, 1000, hidden=True)
    add_year(home, YEAR, "internship-now", 500, 1000)
    assert (moved(home).lines, moved(home).others) == ([], 0)


def test_a_measure_that_adds_up_waits_until_its_year_is_over(home):
    key = next(measure.key for measure in MEASURES.values() if measure.accumulates and measure.kind == "rate")
    this_year = (timezone.localdate() + timedelta(days=200)).year  # the world's term, which is under way
    for year, done in ((this_year - 2, 300), (this_year - 1, 500), (this_year, 20)):
        add_year(home, year, key, done, 1000)
    assert [(line.key, line.before, line.now) for line in moved(home, aims={key}).lines] == [
        (key, "30%", "50%")
    ]


def test_staff_of_a_school_do_not_see_the_sums_of_the_network(home):
    add_year(home, YEAR - 1, "internship-now", 400, 1000)
    add_year(home, YEAR, "internship-now", 500, 1000)
    assert moved(home, "tomas").is_readable is False
    assert "What moved since the year before" not in signed_in(home, "tomas").get(page_of(home)).text


def test_an_aim_of_the_network_stands_with_its_start_its_target_and_today(home):
    add_year(home, YEAR, "internship-now", 500, 1000)
    Aim.objects.create(
        network=home.network, title="More internships", measure="internship-now", baseline=40, target=60,
        due=timezone.localdate() + timedelta(days=100),
    )  # fmt: skip
    line = learning_page(home.viewer("imani"), home.network).aims[0]
    assert (line.baseline, line.now, line.target) == ("40%", "50%", "60%")
    assert line.days_left in (99, 100, 101)
    assert learning_page(home.viewer("tomas"), home.network).aims[0].now == ""


def test_open_cycles_are_listed_by_their_day_and_each_school_sees_its_own(home):
    west = School.objects.create(network=home.network, name="Harbor West", state="RI")
    soon = date.today() + timedelta(days=3)
    Cycle.objects.create(
        school=west,
        title="Does a bell help?",
        change_idea="A bell",
        starts=date.today(),
        due=soon,
        next_meeting=soon,
    )
    imani, tomas = (signed_in(home, name).get(page_of(home)) for name in ("imani", "tomas"))
    assert [cycle.title for cycle in imani.context["page"].cycles] == [
        "Does a bell help?",
        "Does an interpreter on the first call help?",
    ]
    assert "Harbor West" in imani.text
    assert "Does a bell help?" not in tomas.text
    assert "Harbor West" not in tomas.text


def test_what_was_tried_is_counted_by_decision(home):
    cycle = home.rows["Cycle"]
    Cycle.objects.unscoped(WHY).filter(pk=cycle.pk).update(
        decision="abandon", decision_words="No difference.", decided_on=date.today()
    )
    assert learning_page(home.viewer("imani"), home.network).tried == [("Abandoned", 1)]


def test_a_network_without_anything_says_what_will_be_here(home):
    Cycle.objects.unscoped(WHY).all().delete()
    for name in ("Belief", "RollOut"):
        home.rows[name].delete()
    text = signed_in(home, "imani").get(page_of(home)).text
    for words in (
        "No beliefs yet.",
        "No open aims.",
        "No roll-outs yet.",
        "Two school years of data are needed.",
    ):
        assert words in text


def test_the_number_of_queries_does_not_grow_with_what_is_there(home, django_assert_max_num_queries):
    for number in range(6):
        Aim.objects.create(network=home.network, title=f"Aim {number}", due=date.today())
    with django_assert_max_num_queries(30):
        learning_page(home.viewer("imani"), home.network)
