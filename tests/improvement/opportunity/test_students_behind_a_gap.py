"""Who stands behind a gap, by name: for Ines and Noor of the school, never for Imani, Tomas or Charlie."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from improvement.opportunity.network import LONG_AGO, _person, make_network
from trellis.core.community.models import Group, Role, Tie
from trellis.improvement.opportunity import services
from trellis.improvement.opportunity.models import StudentStanding

NOW = "internship-now"


@pytest.fixture
def network(db):
    """At East 12 learners, three with an internship, and 12 others, nine with one."""
    network = make_network("Harbor", {"East": 24, "West": 24})
    names = iter(["Ana", "Bea", "Carla", "Dora", "Eva", "Fay", "Gia", "Hana", "Ida", "Jun", "Kim", "Lia"])
    for student in network.students["East"]:
        if student.learner:
            student.person.given_name = "Student"
            student.person.family_name = next(names)
            student.person.save()
    for is_learner, many in ((True, 3), (False, 9)):
        for student in [s for s in network.students["East"] if s.learner is is_learner][:many]:
            network.place(student.person)
    services.rebuild_rollups(network.network)
    return network


def staff(network, name, role, **to):
    person = _person(network.network, name)
    Tie.objects.create(person=person, role=role, starts=LONG_AGO, **to)
    return person


def open_students(network, person, school="East", measure=NOW, group="multilingual.yes"):
    client = Client()
    client.force_login(person.account)
    url = reverse("gap-students", args=[network.schools[school].pk])
    return client.get(url, {"measure": measure, "group": group})


def test_ines_and_noor_see_by_name_who_does_not_have_it_yet(network):
    noor = staff(network, "Noor", Role.COUNSELOR, to_school=network.schools["East"])
    for person in (network.principals["East"], noor):
        shown = open_students(network, person).content.decode()
        assert "9 of 12 students in this group do not have this yet." in re.sub(r"\s+", " ", shown)
        listed = re.findall(r">Student (\w+)<", shown)
        assert listed == ["Dora", "Eva", "Fay", "Gia", "Hana", "Ida", "Jun", "Kim", "Lia"]


def test_imani_tomas_and_charlie_never_see_them(network):
    team = Group.objects.create(school=network.schools["East"], kind=Group.Kind.CLASS, title="Biology")
    tomas = staff(network, "Tomas", Role.TEACHER, to_group=team)
    charlie = make_network("Summit", {"North": 24}).principals["North"]
    for person in (network.imani, tomas, charlie, network.principals["West"]):
        assert open_students(network, person).status_code == 404


def test_a_number_opens_its_students_only_for_who_may_see_them(network):
    def numbers(person):
        client = Client()
        client.force_login(person.account)
        shown = client.get(reverse("school", args=[network.schools["East"].pk])).content.decode()
        assert "<b>−50</b>" in shown
        assert "25% compared with 75%.\nLikely between" in shown
        return "/not-yet/?measure=internship-now&amp;group=multilingual.yes" in shown

    assert numbers(network.principals["East"])
    assert not numbers(network.imani)


def test_a_group_that_the_page_hides_has_no_list(network):
    ines = network.principals["East"]
    assert open_students(network, ines, group="disability.yes").status_code == 404
    assert open_students(network, ines, group="multilingual.no").status_code == 404
    assert open_students(network, ines, measure="days-to-internship").status_code == 404


def test_who_has_left_is_not_on_the_list(network):
    student, ines = network.students["East"][11].person, network.principals["East"]
    Tie.objects.unscoped("the test").filter(person=student).update(ends=LONG_AGO)
    shown = open_students(network, ines).content.decode()
    assert "Student Lia" not in shown
    assert "Student Kim" in shown
    assert not StudentStanding.objects.seen_by(network.viewer(ines)).filter(student=student).exists()
