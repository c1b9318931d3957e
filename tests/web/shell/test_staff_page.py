"""The page of an adult who works for schools: opened from search and lists, by those who find them there."""

import pytest
from django.urls import reverse
from tests.html import compact

from trellis.core.community.models import Account, JoinCode, Person, Role
from trellis.learning.projects.models import Author
from world import Side, World, make_world, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def home(world) -> Side:
    return world.home


def answer(client, side: Side, who: str, about: Person):
    client.force_login(side.people[who].account)
    return client.get(reverse("staff-member", args=[about.pk]))


def read(client, side: Side, who: str, about: str) -> str:
    response = answer(client, side, who, side.people[about])
    assert response.status_code == 200
    return compact(response.content.decode())


def test_a_principal_reads_what_an_advisor_does_with_whom(client, home):
    Person.objects.unscoped("test").filter(pk=home.daniel.pk).update(phone="401 555 0101", email="d@x.org")
    page = read(client, home, "ines", "daniel")
    assert "Advisor" in page
    assert "Harbor High" in page
    assert 'href="tel:4015550101"' in page
    assert 'href="mailto:d@x.org"' in page
    for name, pk in (
        ("student", home.amina.pk),
        ("group-students", home.rows["Advisory"].pk),
        ("handover", home.rows["Advisory"].pk),
        ("site", home.rows["Site"].pk),
    ):
        assert f'href="{reverse(name, args=[pk])}"' in page, name


def test_the_projects_of_a_teacher_are_links(client, home):
    project = home.rows["Project"]
    Author.objects.unscoped("test").get_or_create(project=project, person=home.tomas)
    page = read(client, home, "daniel", "tomas")
    assert f'href="{reverse("project", args=[project.pk])}"' in page
    assert "Biology 1" in page


def test_a_colleague_sees_the_advisory_but_neither_its_other_students_nor_what_a_leader_may_do(client, home):
    tie(home.bea, Role.STUDENT, home.rows["Advisory"])
    page = read(client, home, "tomas", "daniel")
    assert "Advisory 11-B" in page
    assert "Amina Diallo" in page  # he teaches her
    assert "Bea Lopez" not in page
    assert reverse("handover", args=[home.rows["Advisory"].pk]) not in page
    assert "Access" not in page


@pytest.mark.parametrize(
    ("who", "about"),
    [
        ("tomas", "amina"),  # a student
        ("tomas", "carmen"),  # a mother
        ("tomas", "rosa"),  # a mentor
        ("imani", "tomas"),  # a teacher, to the network
        ("kofi", "ines"),
        ("amina", "daniel"),
        ("carmen", "daniel"),
        ("rosa", "daniel"),
    ],
)
def test_others_have_no_such_page(client, home, who, about):
    assert answer(client, home, who, home.people[about]).status_code == 404


def test_adults_of_another_network_have_no_page(client, world):
    assert answer(client, world.home, "ines", world.other.tomas).status_code == 404


def test_somebody_who_no_longer_works_here_has_no_page(client, home):
    home.tomas.ties.unscoped("test").all().delete()
    assert answer(client, home, "ines", home.tomas).status_code == 404


def test_network_staff_open_the_principals_coaches_and_district_leaders_of_their_list(client, home):
    for about, role in (
        ("ines", "School leader"),
        ("kofi", "School coach"),
        ("devi", "District superintendent"),
    ):
        assert role in read(client, home, "imani", about)
    client.force_login(home.imani.account)
    staff_list = client.get(reverse("network-staff", args=[home.network.pk])).content.decode()
    for about in ("imani", "kofi", "devi"):
        assert reverse("staff-member", args=[home.people[about].pk]) in staff_list
        assert answer(client, home, "imani", home.people[about]).status_code == 200


def test_everybody_on_the_lists_of_staff_and_groups_has_a_page(client, home):
    client.force_login(home.tomas.account)
    for name in ("school-staff", "school-groups"):
        page = client.get(reverse(name, args=[home.school.pk])).content.decode()
        assert reverse("staff-member", args=[home.tomas.pk]) in page


def test_a_principal_creates_the_sign_up_code_on_the_page_and_a_counselor_cannot(client, home):
    new = Person.objects.create(network=home.network, given_name="Ada", family_name="Byrd")
    tie(new, Role.TEACHER, home.rows["Class"])
    where, sent = reverse("staff-member", args=[new.pk]), {"do": "invite", "person": new.pk}
    for who in ("noor", "tomas", "imani"):
        client.force_login(home.people[who].account)
        assert client.post(where, sent).status_code == 404
    client.force_login(home.ines.account)
    assert "Create sign-up code" in client.get(where).content.decode()
    assert "Sign-up code for" in client.post(where, sent).content.decode()
    assert JoinCode.objects.unscoped("test").filter(person=new).count() == 1


def test_a_principal_reads_who_has_an_account(client, home):
    assert "Has an account" in read(client, home, "ines", "tomas")
    Account.objects.filter(person=home.tomas).delete()
    assert "Has not signed up yet" in read(client, home, "ines", "tomas")


def test_the_page_reads_the_same_number_of_rows_for_a_larger_advisory(
    client, home, django_assert_max_num_queries
):
    def add(number: int) -> None:
        student = Person.objects.create(network=home.network, given_name=f"Ana{number}", family_name="Rivera")
        tie(student, Role.STUDENT, home.rows["Advisory"])
        tie(student, Role.STUDENT, home.school)

    for number in range(20):
        add(number)
    client.force_login(home.ines.account)
    with django_assert_max_num_queries(32):
        client.get(reverse("staff-member", args=[home.daniel.pk]))
