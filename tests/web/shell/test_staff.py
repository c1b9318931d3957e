"""A network adds the people whom no roster brings: colleagues, coaches, superintendents."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from trellis.core.community.models import Account, JoinCode, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer
from world import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def imani(world) -> Client:
    client = Client()
    client.force_login(world.home.imani.account)
    return client


def add(client: Client, world: World, **fields):
    form = {"given_name": "Lena", "family_name": "Park", "role": "coach"} | fields
    return client.post(reverse("network-staff", args=[world.home.network.pk]), form)


def person(name: str) -> Person:
    return Person.objects.unscoped("the test looks").get(given_name=name)


def code_of(response) -> str:
    return response.context["added"].code


def join(code: str, username: str) -> Client:
    client = Client()
    form = {
        "code": code,
        "username": username,
        "password": "three quiet herons",
        "again": "three quiet herons",
    }
    client.post(reverse("join"), form)
    return client


def test_a_second_person_of_the_network_comes_in_by_the_code_shown_once(world, imani):
    response = add(imani, world, role="network-staff")
    client = join(code_of(response), "lena")
    assert client.get("/", follow=True).request["PATH_INFO"] == reverse(
        "network", args=[world.home.network.pk]
    )
    assert (
        code_of(response)
        not in imani.get(reverse("network-staff", args=[world.home.network.pk])).content.decode()
    )


def test_a_code_is_emailed_and_the_one_shown_before_ends(world, imani):
    first = add(imani, world, role="network-staff", email="lena@coaches.example")
    assert "Email to " in first.content.decode()
    sent = {"do": "email-code", "person": person("Lena").pk}
    second = imani.post(reverse("network-staff", args=[world.home.network.pk]), sent)
    assert "l…@coaches.example" in second.content.decode()
    assert code_of(second) in mail.outbox[0].body
    assert code_of(first) not in mail.outbox[0].body
    join(code_of(first), "lena")
    assert not Account.objects.filter(username="lena").exists()
    join(code_of(second), "lena")
    assert Account.objects.filter(username="lena").exists()
    theirs = {"do": "email-code", "person": world.other.people["imani"].pk}
    answer = imani.post(reverse("network-staff", args=[world.home.network.pk]), theirs)
    assert answer.status_code == 404


def test_a_coach_lands_on_their_day_and_opens_a_school(world, imani):
    response = add(imani, world, role="coach", schools=[world.home.school.pk])
    client = join(code_of(response), "lena")
    first = client.get("/", follow=True)
    assert first.request["PATH_INFO"] == reverse("today")
    assert world.home.school.name in client.get(reverse("my-schools")).content.decode()
    assert world.home.school.name in first.content.decode()
    assert client.get(reverse("school", args=[world.home.school.pk])).status_code == 200
    assert client.get(reverse("school", args=[world.other.school.pk])).status_code == 404
    assert client.get(reverse("student", args=[world.home.amina.pk])).status_code == 404


def test_a_superintendent_sees_the_schools_of_the_district_and_no_other(world, imani):
    elsewhere = School.objects.create(network=world.home.network, name="Faraway High")
    response = add(imani, world, role="superintendent", district=world.home.school.district_id)
    page = join(code_of(response), "lena").get(reverse("my-schools")).content.decode()
    assert world.home.school.name in page
    assert elsewhere.name not in page


def test_a_role_without_its_place_is_asked_for_in_a_sentence(world, imani):
    for role, sentence in (
        ("coach", "Choose at least one school."),
        ("superintendent", "Choose the district."),
    ):
        response = add(imani, world, role=role)
        assert response.status_code == 422
        assert sentence in response.content.decode()
        assert 'value="Lena"' in response.content.decode()
    assert not Person.objects.unscoped("the test looks").filter(given_name="Lena").exists()


def test_another_networks_school_cannot_be_given(world, imani):
    assert add(imani, world, schools=[world.other.school.pk]).status_code == 422


def test_somebody_of_the_same_name_is_asked_about_and_not_entered_twice(world, imani):
    fields = {"given_name": "tomas", "family_name": "SILVA", "schools": [world.home.school.pk]}
    response = add(imani, world, **fields)
    assert response.status_code == 422
    assert "Choose who it is" in response.content.decode()
    done = add(imani, world, **fields, same_person=str(world.home.tomas.pk))
    assert (done.status_code, code_of(done)) == (200, "")
    assert Role.COACH in Viewer.of(world.home.tomas).roles
    other = add(imani, world, **fields, same_person="new")
    assert code_of(other)
    assert Person.objects.unscoped("the test looks").filter(given_name="tomas").exists()


def test_a_student_is_never_offered_as_the_same_person(world, imani):
    done = add(imani, world, given_name="Amina", family_name="Diallo", schools=[world.home.school.pk])
    assert code_of(done)


def test_ending_a_role_takes_its_access_the_same_second(world, imani):
    kofi = world.home.kofi
    ties = Tie.objects.unscoped("the test looks").filter(person=kofi, role=Role.COACH)
    keys = [str(tie.pk) for tie in ties]
    imani.post(reverse("end-network-staff", args=[world.home.network.pk]), {"tie": keys})
    assert Role.COACH not in Viewer.of(kofi).roles
    client = Client()
    client.force_login(kofi.account)
    assert client.get(reverse("my-schools")).status_code == 404


def test_the_last_of_the_networks_staff_stays(world, imani):
    staff_tie = Tie.objects.unscoped("the test looks").get(person=world.home.imani, role=Role.NETWORK_STAFF)
    response = imani.post(
        reverse("end-network-staff", args=[world.home.network.pk]), {"tie": [str(staff_tie.pk)]}, follow=True
    )
    assert "Add another person first" in response.content.decode()
    assert Role.NETWORK_STAFF in Viewer.of(world.home.imani).roles


def test_ties_of_people_who_are_not_staff_cannot_be_ended_here(world, imani):
    advisor = Tie.objects.unscoped("the test looks").get(person=world.home.daniel, role=Role.ADVISOR)
    imani.post(reverse("end-network-staff", args=[world.home.network.pk]), {"tie": [str(advisor.pk)]})
    assert Role.ADVISOR in Viewer.of(world.home.daniel).roles


def test_pressing_twice_makes_one_person_and_ends_the_first_code(world, imani):
    first = add(imani, world, schools=[world.home.school.pk])
    again = add(imani, world, schools=[world.home.school.pk], same_person=str(person("Lena").pk))
    ties = Tie.objects.unscoped("the test looks").filter(person=person("Lena"))
    open_codes = JoinCode.objects.unscoped("the test looks").filter(person=person("Lena"), used_at=None)
    assert (code_of(first) != code_of(again), ties.count()) == (True, 1)
    assert (
        len([code for code in open_codes if code.expires > code.created and code.modified == code.created])
        <= 1
    )


def test_an_address_that_was_not_typed_is_not_shown(world, imani):
    people = Person.objects.unscoped("the test writes")
    people.filter(pk=world.home.carmen.pk).update(email="carmen@home.example")
    fields = {"given_name": "Carmen", "family_name": "Diallo", "schools": [world.home.school.pk]}
    assert "carmen@home.example" not in add(imani, world, **fields).content.decode()
    assert "carmen@home.example" in add(imani, world, **fields, email="Carmen@home.example").content.decode()
