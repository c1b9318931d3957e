"""The lists of a school's people, as a principal, a counselor, an advisor and a teacher read them."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.html import compact

from trellis.core.community.models import Account, Group, JoinCode, Person, Role, School
from trellis.core.foundation.models import Act
from trellis.learning.internships.models import Placement
from world import Side, World, make_world, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def home(world) -> Side:
    return world.home


def read(client, side: Side, who: str, name: str, **filters: str) -> str:
    client.force_login(side.people[who].account)
    target = side.rows["Advisory"].pk if name == "group-students" else side.school.pk
    return compact(client.get(reverse(name, args=[target]), filters).content.decode())


def person(side: Side, given: str, family: str, **more: object) -> Person:
    return Person.objects.create(network=side.network, given_name=given, family_name=family, **more)


def student(side: Side, given: str, family: str, **more: object) -> Person:
    somebody = person(side, given, family, **more)
    tie(somebody, Role.STUDENT, side.school)
    return somebody


def test_a_principal_lists_her_students_and_a_teacher_only_his(client, home):
    page = read(client, home, "ines", "school-students")
    assert "Amina Diallo" in page
    assert "Bea Lopez" in page
    page = read(client, home, "tomas", "school-students")
    assert "Amina Diallo" in page
    assert "Bea Lopez" not in page


def test_a_teachers_own_child_and_mentee_are_not_on_the_list_of_their_students(client, home):
    tie(home.tomas, Role.GUARDIAN, home.bea)
    tie(home.tomas, Role.MENTOR, student(home, "Zoe", "Stone"))
    page = read(client, home, "tomas", "school-students")
    assert "Amina Diallo" in page
    assert "Bea Lopez" not in page
    assert "Zoe Stone" not in page


def test_students_stand_by_last_name_without_regard_to_accents(client, home):
    student(home, "Zoe", "Álvarez")
    page = read(client, home, "ines", "school-students")
    assert page.index("Álvarez") < page.index("Diallo") < page.index("Lopez")


@pytest.mark.parametrize(
    ("filters", "listed"),
    [
        ({"q": "alvarez"}, {"José Álvarez"}),
        ({"grade": "11"}, {"José Álvarez"}),
        ({"language": "es"}, {"José Álvarez"}),
        ({"status": "advisor"}, {"Bea Lopez", "José Álvarez"}),
        ({"status": "internship"}, {"Bea Lopez", "José Álvarez"}),
        ({"status": "nonsense", "grade": "99"}, {"Amina Diallo", "Bea Lopez", "José Álvarez"}),
    ],
)
def test_each_filter_leaves_those_whom_it_says(client, home, filters, listed):
    student(home, "José", "Álvarez", grade="11", home_languages=["es", "en"])
    page = read(client, home, "ines", "school-students", **filters)
    names = {"Amina Diallo", "Bea Lopez", "José Álvarez"}
    assert {name for name in names if f">{name}</a></b>" in page} == listed


def test_an_advisory_is_a_filter_and_can_be_removed(client, home):
    advisory = str(home.rows["Advisory"].pk)
    page = read(client, home, "ines", "school-students", group=advisory, q="d")
    assert 'aria-label="Remove Advisory 11-B"' in page
    assert 'href="?q=d"' in page
    assert "Bea Lopez" not in page


def test_who_has_no_advisor_is_known_to_those_who_lead_the_school(client, home):
    assert "No advisor" in read(client, home, "noor", "school-students")
    assert "No advisor" not in read(client, home, "tomas", "school-students")


def test_fifty_students_stand_on_a_page_and_the_filters_stay(client, home):
    for number in range(51):
        student(home, f"Ana{number:02}", "Rivera", grade="10")
    page = read(client, home, "ines", "school-students", grade="10")
    assert page.count("Rivera</a></b>") == 50
    assert "?grade=10&amp;page=2" in page


def test_the_queries_of_a_list_do_not_grow_with_its_rows(client, home):
    def count() -> int:
        client.force_login(home.ines.account)
        with CaptureQueriesContext(connection) as queries:
            for name in ("school-students", "school-families", "school-staff", "school-groups"):
                client.get(reverse(name, args=[home.school.pk]))
        return len(queries)

    def add(number: int) -> None:
        pupil, parent = student(home, f"Ana{number}", "Rivera"), person(home, f"Luz{number}", "Rivera")
        tie(parent, Role.GUARDIAN, pupil)
        Placement.objects.create(student=pupil, site=home.rows["Site"], starts=home.rows["Placement"].starts)
        group = Group.objects.create(school=home.school, kind="advisory", title=f"Advisory {number}")
        tie(pupil, Role.STUDENT, group)
        tie(person(home, f"Max{number}", "Stone"), Role.ADVISOR, group)

    add(0)
    before = count()
    for number in range(1, 12):
        add(number)
    assert count() == before


def test_an_advisor_calls_and_writes_to_the_families_of_her_students(client, home):
    Person.objects.unscoped("test").filter(pk=home.carmen.pk).update(phone="401 555 0101", email="c@x.org")
    page = read(client, home, "daniel", "school-families")
    assert 'href="tel:4015550101"' in page
    assert 'href="mailto:c@x.org"' in page


def test_a_teacher_sees_no_family_of_another_class(client, home):
    tie(person(home, "Luz", "Lopez", phone="401 555 0199"), Role.GUARDIAN, home.bea)
    assert "Luz Lopez" in read(client, home, "noor", "school-families")
    assert "Luz Lopez" not in read(client, home, "tomas", "school-families")


def test_a_family_without_access_is_told_from_one_with_an_account_or_a_link(client, home):
    tie(person(home, "Luz", "Lopez"), Role.GUARDIAN, home.bea)
    page = read(client, home, "noor", "school-families", access="no")
    assert "Luz Lopez" in page
    assert "Carmen Diallo" not in page
    assert reverse("household", args=[home.bea.pk]) in page
    Account.objects.filter(person=home.carmen).delete()
    assert "Link works until" in read(client, home, "noor", "school-families", q="carmen")


def test_a_family_is_found_by_the_childs_name(client, home):
    assert "Carmen Diallo" in read(client, home, "ines", "school-families", q="amina")


def test_staff_stand_with_their_roles_and_groups(client, home):
    page = read(client, home, "ines", "school-staff", role=Role.TEACHER)
    assert "Tomas Silva" in page
    assert "Biology 1" in page
    assert "Daniel Osei" not in page


def test_a_principal_creates_a_sign_up_code_once_and_others_cannot(client, home):
    new = person(home, "Ada", "Byrd")
    tie(new, Role.TEACHER, home.rows["Class"])
    address = reverse("school-staff", args=[home.school.pk])
    for who in ("noor", "tomas"):
        client.force_login(home.people[who].account)
        assert client.post(address, {"do": "invite", "person": new.pk}).status_code == 404
    client.force_login(home.ines.account)
    page = client.post(address, {"do": "invite", "person": new.pk}).content.decode()
    assert "Sign-up code for" in page
    assert JoinCode.objects.unscoped("test").filter(person=new).count() == 1


def test_a_principal_gives_no_code_to_who_works_elsewhere_too_or_has_an_account(client, world):
    home = world.home
    both = person(home, "Ada", "Byrd")
    tie(both, Role.TEACHER, home.rows["Class"])
    tie(both, Role.NETWORK_STAFF, home.network)
    client.force_login(home.ines.account)
    for somebody in (both, home.tomas, home.amina, world.other.tomas):
        answer = client.post(
            reverse("school-staff", args=[home.school.pk]), {"do": "invite", "person": somebody.pk}
        )
        assert answer.status_code == 404
    assert "Network staff create their code" in read(client, home, "ines", "school-staff")


def test_opening_an_advisory_shows_its_students_and_handing_over_is_an_action(client, home):
    page = read(client, home, "ines", "group-students")
    assert "Amina Diallo" in page
    assert "Bea Lopez" not in page
    assert reverse("handover", args=[home.rows["Advisory"].pk]) in page
    assert reverse("handover", args=[home.rows["Advisory"].pk]) not in read(
        client, home, "daniel", "group-students"
    )


def test_groups_without_an_adult_are_listed_by_a_filter(client, home):
    Group.objects.create(school=home.school, kind="advisory", title="Advisory 12-Z")
    page = read(client, home, "ines", "school-groups", status="unled")
    assert "Advisory 12-Z" in page
    assert "Biology 1" not in page


def test_an_export_has_what_the_filters_leave_runs_no_formula_and_is_in_the_ledger(client, home):
    student(home, "=SUM(A1)", "Álvarez", grade="11", identifier="2001")
    client.force_login(home.noor.account)
    answer = client.post(reverse("export-students", args=[home.school.pk]) + "?grade=11")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Last name"], row["First name"]) for row in rows] == [("Álvarez", "'=SUM(A1)")]
    act = Act.objects.unscoped("test").get(verb="export a list of students")
    assert (act.person_id, act.about_id, act.details["people"]) == (home.noor.pk, home.school.pk, 1)


@pytest.mark.parametrize("name", ["export-students", "export-families"])
def test_only_leaders_and_counselors_export(client, world, name):
    address = reverse(name, args=[world.home.school.pk])
    for who, status in (("ines", 200), ("noor", 200), ("daniel", 404), ("tomas", 404), ("imani", 404)):
        client.force_login(world.home.people[who].account)
        assert client.post(address).status_code == status, who
    client.force_login(world.other.ines.account)
    assert client.post(address).status_code == 404


def test_who_leads_two_schools_changes_from_one_list_to_the_other(client, home):
    north = School.objects.create(network=home.network, name="North Met")
    tie(home.ines, Role.LEADER, north)
    assert f'href="{reverse("school-staff", args=[north.pk])}"' in read(client, home, "ines", "school-staff")
    assert "North Met" not in read(client, home, "noor", "school-staff")


def test_the_menu_leads_each_of_the_staff_to_their_students(client, home):
    client.force_login(home.ines.account)
    menu = client.get(reverse("school", args=[home.school.pk])).content.decode()
    for name in ("school-students", "school-staff", "school-groups"):
        assert f'href="{reverse(name, args=[home.school.pk])}"' in menu
    client.force_login(home.daniel.account)
    menu = client.get(reverse("today")).content.decode()
    assert "My students" in menu
    assert reverse("school-groups", args=[home.school.pk]) not in menu
