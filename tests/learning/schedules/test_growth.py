"""A school's plan of growth: its page, numbers that people set, the roster, and two who write at once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from tests.html import compact

from imported_world import open_imported_world
from trellis.core.community.models import Person
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.models import Act
from trellis.learning.schedules.growth_selectors import read_growth
from trellis.learning.schedules.models import GrowthNumber, GrowthPlan
from trellis.learning.schedules.services.growth import TeamNumbers, year_numbers
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
SETTINGS = {
    "do": "settings",
    "revision": "",
    "opening": 2028,
    "entry_grade": "09",
    "intake": 100,
    "second_entry_grade": "",
    "second_intake": "",
    "loss_first_year": 0,
    "loss_later": 0,
    "team_least": 80,
    "team_most": 100,
    "class_least": 20,
    "class_most": 25,
    "advisory_size": 16,
    "teacher_least": 16,
    "teacher_most": 20,
    "subjects": 7,
    "rooms": 15,
    "planning_minutes": 100,
}


@pytest.fixture
def home() -> Side:
    return make_world().home


def growth_url(side: Side, year: int | None = None) -> str:
    return reverse("school-growth", args=[side.school.pk]) + (f"?year={year}" if year is not None else "")


def open_page(side: Side, who: str = "ines", year: int | None = None) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    response = client.get(growth_url(side, year))
    assert response.status_code == 200
    return compact(response.content.decode())


def send(side: Side, status: int = 302, year: int | None = None, /, who: str = "ines", **sent: object) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    response = client.post(growth_url(side, year), sent)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def plan_of(side: Side) -> GrowthPlan:
    return GrowthPlan.objects.unscoped(TEXT).select_related("school").get(school=side.school)


def numbers_of(side: Side) -> dict[tuple[int, str], int]:
    rows = GrowthNumber.objects.unscoped(TEXT).filter(plan__school=side.school)
    return {(row.year, row.key): row.number for row in rows}


def set_number(side: Side, year: int, key: str, before: str, after: str, status: int = 302) -> str:
    """Change one number on the page of a year, which showed `before`; the other fields are as the page has them."""
    others = {k: n for (of_year, k), n in numbers_of(side).items() if of_year == year and k != key}
    fields = {f"shown-{k}": n for k, n in others.items()} | others
    return send(side, status, year, do="year", **(fields | {f"shown-{key}": before, key: after}))


def test_a_number_that_she_sets_stands_beside_the_computed_one_and_can_be_taken_back(home):
    assert "Core teachers in year 1: 5 needed, 4 planned." in open_page(home)  # as the world has it
    set_number(home, 2, "10", "", "120")
    page = open_page(home, year=2)
    assert (
        '<td class="n planned"><b>120</b><small><span class="visually-hidden">computed</span>90</small>'
        in page
    )
    assert "Computed: 90" in page
    assert year_numbers(plan_of(home), 3).grades["11"] == 114  # of 120, five percent leave
    set_number(home, 2, "10", "120", "")
    assert (2, "10") not in numbers_of(home)
    assert year_numbers(plan_of(home), 3).grades["11"] == 86


def test_two_who_set_numbers_of_one_year_lose_neither(home):
    set_number(home, 2, "teams", "", "3")
    sent = {"do": "year", "shown-teams": "", "teams": "4", "shown-rooms": "", "rooms": "20"}
    page = send(home, 409, 2, who="noor", **sent)
    assert "Someone else saved a change" in page
    assert 'name="teams" value="4"' in page
    assert 'name="rooms" value="20"' in page
    assert numbers_of(home)[2, "teams"] == 3
    send(home, 302, 2, who="noor", **(sent | {"teams": ""}))  # left as it was: what Ines set stays
    assert (numbers_of(home)[2, "teams"], numbers_of(home)[2, "rooms"]) == (3, 20)


def test_two_who_change_the_settings_see_both_texts(home):
    plan = plan_of(home)
    sent = SETTINGS | {"opening": plan.opening, "revision": f"{plan.pk}:{plan.revision}"}
    send(home, **(sent | {"intake": 80}))
    assert "80" in send(home, 409, who="noor", **(sent | {"intake": 90}))
    assert plan_of(home).intake == 80
    assert (
        Act.objects.unscoped(TEXT).filter(verb="plan a school's growth", about_id=home.school.pk).count() == 1
    )


def test_settings_that_cannot_be_are_refused_beside_their_fields(home):
    plan = plan_of(home)
    sent = SETTINGS | {"opening": plan.opening, "revision": f"{plan.pk}:{plan.revision}"}
    page = send(home, 422, **(sent | {"team_most": 70, "second_entry_grade": "09", "second_intake": ""}))
    assert "Enter a number that is not below the number before it." in page
    assert "Choose another grade, or none." in page
    assert "Enter how many new students start in that grade." in page
    assert plan_of(home).team_most == 100
    set_number(home, 1, "rooms", "", "many", 422)


def test_this_years_students_are_those_on_the_roster(home):
    people = Person.objects.unscoped("the test writes")
    people.filter(pk=home.amina.pk).update(grade="09")
    page = open_page(home, "noor")
    assert (
        '<td class="n counted"><b>1</b><small><span class="visually-hidden">planned</span>100</small>' in page
    )
    assert "From the roster: 1 · Computed: 100" in page
    assert "who are not counted: 1." in page  # Bea has no grade
    growth = read_growth(plan_of(home))
    assert [year.is_counted for year in growth.years] == [False, True, False, False, False]
    assert growth.years[2].grades["10"].value == 1


def test_a_week_begins_with_the_numbers_of_its_year(home):
    plan = plan_of(home)
    for key, number in (("core-teachers", 12), ("rooms", 14), ("class-groups", 9)):
        GrowthNumber.objects.create(plan=plan, year=2, key=key, number=number)
    numbers = year_numbers(plan, 2)
    assert numbers.school_year == plan.opening + 1
    assert (numbers.grades, numbers.students) == ({"09": 100, "10": 90}, 190)
    assert numbers.teams == (TeamNumbers(95, ("09",), 5, 6), TeamNumbers(95, ("09", "10"), 4, 6))
    assert (numbers.teachers, numbers.rooms, numbers.planning_minutes) == (12, 14, 100)


def test_principals_of_two_districts_each_plan_their_own_school(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    world = open_imported_world(tmp_path)
    harbor = reverse("school-growth", args=[world.school().pk])
    hobart = reverse("school-growth", args=[world.school("Hobart Secondary").pk])
    ines, alba = world.clients["Ines"], world.clients["Alba"]
    assert "will be here as soon as you save" in ines.get(harbor).content.decode()
    this_year = world.network.terms.unscoped(TEXT).filter(title="North year").get().school_year
    assert ines.post(harbor, SETTINGS | {"opening": this_year}).status_code == 302
    page = compact(ines.get(harbor).content.decode())
    assert "From the roster: 6 · Computed: 100" in page
    assert "will be here as soon as you save" in alba.get(hobart).content.decode()
    assert alba.post(hobart, SETTINGS).status_code == 302
    assert alba.get(harbor).status_code == ines.get(hobart).status_code == 404
    assert ines.get(reverse("school-growth", args=[new_id()])).status_code == 404
