"""An evaluator from outside who read a part of a portfolio is an adult from outside, as one on a panel is."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from assessment.portfolios.scene import ROWS, TEXT, ask, baker, fresh, hand_in, read, two_read
from trellis.assessment.exhibitions.models import Exhibition
from trellis.assessment.portfolios.models import TaskPart
from trellis.core.foundation.measures import MEASURES, Year
from world import Side

pytestmark = pytest.mark.django_db
TODAY = date.today()
YEAR = Year(TODAY - timedelta(days=60), TODAY + timedelta(days=100), TODAY.year)


@pytest.fixture
def home() -> Side:
    side = fresh()
    Exhibition.objects.unscoped(TEXT).all().delete()
    hand_in(side)
    return side


def count_by_student(side: Side) -> dict[str, tuple[float, float]]:
    return {student: (has, of) for student, has, of in MEASURES["outside-adult"].facts(side.network, YEAR)}


def the_baker_reads(side: Side) -> None:
    """The baker reads the oral part by link, and Tomas at the school."""
    _seat, link = baker(side, "oral")
    Client().post(link, {"do": "read", **{f"level-{row}": "3" for row in ROWS}})
    read(side, ask(side, "tomas", "oral"), 3, 3, 3)


def test_nobody_is_told_of_before_both_have_read(home):
    _seat, link = baker(home)
    Client().post(link, {"do": "read", **{f"level-{row}": "3" for row in ROWS}})
    assert count_by_student(home) == {}


def test_only_outside_scorers_count_as_outside_adults(home):
    two_read(home, (3, 3, 3), (3, 3, 3))
    assert count_by_student(home) == {home.amina.pk.hex: (0, 1)}
    the_baker_reads(home)
    assert count_by_student(home) == {home.amina.pk.hex: (1, 1)}


def test_outside_adult_counts_once_a_student(home):
    Exhibition.objects.create(
        student=home.amina,
        term=home.rows["Term"],
        held_at=timezone.now(),
        starts=timezone.now(),
        kind="quarter",
    )
    assert count_by_student(home) == {home.amina.pk.hex: (0, 1)}
    the_baker_reads(home)
    assert count_by_student(home) == {home.amina.pk.hex: (1, 1)}


def test_what_was_read_in_another_year_is_another_year_s(home):
    the_baker_reads(home)
    before = timezone.now() - timedelta(days=400)
    TaskPart.objects.unscoped(TEXT).filter(part="oral").update(open_at=before)
    assert count_by_student(home) == {}
