"""Measures that Trellis fills in by itself, so that a cycle's result stands beside its prediction without typing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.ids import new_id
from trellis.improvement.cycles.live_measures import fill_all
from trellis.improvement.cycles.models import DataPoint, PracticalMeasure
from trellis.improvement.cycles.services.practical import Entry, add_point
from trellis.improvement.opportunity.models import GapTable
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks at what was written"
GROUP = "multilingual.yes"


@pytest.fixture
def home() -> Side:
    side = make_world().home
    show(side, {"n": 40, "value": 0.35}, {GROUP: {"n": 20, "value": 0.3}})
    return side


def show(side: Side, everyone: dict, cells: dict) -> None:
    """What the table of the school says that those who compare schools may see."""
    body = {"measures": {"internship-now": {"everyone": everyone, "cells": cells}}, "words": None}
    tables = GapTable.objects.unscoped(TEXT).filter(school=side.school, audience="network")
    tables.update(body=body)


def start(side: Side, status: int = 302, **fields: object) -> str:
    client = Client()
    client.force_login(side.ines.account)
    sent = {"do": "start", "id": new_id(), "team": "", "title": "Internships now", "rhythm": "week"}
    sent |= {"question": "Of the multilingual learners, how many have one?", "measure": "internship-now"}
    answer = client.post(
        reverse("start-school-measure", args=[side.school.pk]), sent | {"group": GROUP} | fields
    )
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def live() -> PracticalMeasure:
    return PracticalMeasure.objects.unscoped(TEXT).select_related("school").get(title="Internships now")


def points() -> list[DataPoint]:
    return list(DataPoint.objects.unscoped(TEXT).filter(measure=live()).order_by("day"))


def test_a_measure_is_filled_in_on_the_day_it_is_made_and_then_once_a_week(home):
    start(home)
    assert [(point.numerator, point.denominator) for point in points()] == [(6, 20)]
    assert fill_all(timezone.now(), reverse) == 0
    first = points()[0]
    DataPoint.objects.unscoped(TEXT).filter(pk=first.pk).update(day=first.day - timedelta(days=7))
    show(home, {"n": 40, "value": 0.5}, {GROUP: {"n": 20, "value": 0.45}})
    for _run in range(2):
        fill_all(timezone.now(), reverse)
    assert [point.numerator for point in points()] == [6, 9]


def test_a_number_that_may_not_be_shown_is_left_out(home):
    show(home, {"hidden": "small"}, {GROUP: {"hidden": "small"}})
    start(home)
    assert points() == []
    assert fill_all(timezone.now(), reverse) == 0


def test_nobody_types_into_a_measure_that_is_filled_in(home):
    start(home)
    client = Client()
    client.force_login(home.ines.account)
    html = client.get(reverse("practical-measure", args=[live().pk])).content.decode()
    assert "Trellis fills this in from your records." in html
    assert "Enter a number" not in html
    with pytest.raises(ActionError, match="Trellis fills this measure in"):
        add_point(live(), Entry(new_id(), timezone.localdate(), 1, 2, None), home.ines.pk)


def test_the_kind_of_number_follows_the_measure(home):
    start(home, kind="number")
    assert live().kind == "share"
    start(home, measure="", group=GROUP, kind="number", title="Calls")
    calls = PracticalMeasure.objects.unscoped(TEXT).get(title="Calls")
    assert (calls.kind, calls.group, calls.is_live) == ("number", "", False)
