"""A spreadsheet of cohorts as nobody should send it."""

import pytest
from django.utils import timezone

from learning.supports.asking import rows
from trellis.core.community.models import Person, Role, School, Schooling, Tie
from trellis.core.foundation.errors import ActionError
from trellis.exchange import cohorts
from world import make_world, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    side = make_world().home
    rows(Person).filter(pk=side.amina.pk).update(roster_id="r1", identifier="i1")
    return side


def take(home, tmp_path, text):
    path = tmp_path / "c.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return cohorts.import_cohorts(home.network, cohorts.read_cohorts(path))


@pytest.mark.parametrize("has_schooling", [True, False])
def test_one_student_by_two_names_is_refused(home, tmp_path, has_schooling):
    if not has_schooling:
        rows(Schooling).all().delete()
    with pytest.raises(ActionError):
        take(home, tmp_path, "student,cohort,left,left_on\nr1,2024,,\ni1,2025,left,2026-01-01\n")


def test_a_student_who_came_to_another_school_is_counted_there(home, tmp_path):
    second = School.objects.create(network=home.network, name="Second")
    rows(Tie).filter(person=home.amina, to_school=home.school).update(ends=timezone.now())
    tie(home.amina, Role.STUDENT, second, starts=timezone.now())
    take(home, tmp_path, "student,cohort\nr1,2024\n")
    assert rows(Schooling).get(student=home.amina).school_id == second.pk


@pytest.mark.parametrize(
    "text",
    [
        "student,cohort\n" + "r1," + "1" * 5000 + "\n",
        "student,cohort\nr1,２０２４\n",
        b"\xff\xfe",
        "",
        "\n\n",
        "student,cohort\nr\x001,2024\n",
        'student,cohort\n"r1,2024\n',
        "student,cohort,cohort\nr1,2024,2025\n",
        "student,cohort,left,left_on\nr1,2024,graduated,2026-13-01\n",
        "student,cohort,left,left_on\nr1,2024,graduated,9999-01-01\n",
        "student,cohort\nr1,2024,extra,cells\n",
        "student,cohort\n" + "x" * 200000 + ",2024\n",
        "student,cohort,left,left_on\nr1,2024,graduated,1900-01-01\n",
    ],
)
def test_what_is_no_cohort_is_a_sentence(home, tmp_path, text):
    with pytest.raises(ActionError):
        take(home, tmp_path, text)
