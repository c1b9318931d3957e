"""Search: staff find whom they work with by any part of a name, and nobody else."""

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.html import compact

from trellis.adults.organizations.models import Organization
from trellis.core.community.models import Person, Role
from trellis.core.foundation.search import SearchQuery, searchable_name
from trellis.learning.internships.models import Site
from world import Side, World, make_world, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def home(world) -> Side:
    return world.home


def options(client, side: Side, who: str, text: str) -> str:
    client.force_login(side.people[who].account)
    return compact(client.get(reverse("search-options"), {"q": text}).content.decode())


def student(side: Side, given: str, family: str, **more: str) -> Person:
    """A student of the school, in nobody's group."""
    person = Person.objects.create(network=side.network, given_name=given, family_name=family, **more)
    tie(person, Role.STUDENT, side.school)
    return person


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("alva", ("José", "Álvarez")),
        ("VAREZ jos", ("José", "Álvarez")),
        ("JOSÉ", ("Jose", "Alvarez")),
        ("obrien", ("Sean", "O’Brien")),
        ("o'brien", ("Sean", "OʼBrien")),
        ("李明", ("明", "李")),
        ("明", ("明", "李")),
        ("احمد", ("أَحْمَد", "الهاشمي")),
        ("فاطمه", ("فاطمة", "علي")),
        ("dang", ("Mai", "Đặng")),
        ("lukasz", ("Łukasz", "Nowak")),
        ("রহমান", ("করিম", "রহমান")),
    ],
)
def test_any_part_of_a_name_is_enough_in_any_script(typed, parts):
    assert SearchQuery.parse(typed).rank(searchable_name(*parts)) is not None


@pytest.mark.parametrize(
    ("typed", "finds"), [("a", True), ("d", True), ("i", False), ("ia", True), ("m a", False), ("am d", True)]
)
def test_of_one_letter_only_the_beginnings_of_names_are_found(typed, finds):
    assert (SearchQuery.parse(typed).rank(searchable_name("Amina", "Diallo")) is not None) == finds


@pytest.mark.parametrize("typed", ["明", "小", "王"])
def test_a_single_chinese_character_is_found_anywhere(typed):
    assert SearchQuery.parse(typed).rank(searchable_name("小明", "王")) is not None


def test_every_word_must_match_and_never_across_two_names():
    name = searchable_name("Amina", "Diallo")
    assert SearchQuery.parse("amina silva").rank(name) is None
    assert SearchQuery.parse("nad").rank(name) is None


def test_the_beginning_of_a_name_comes_before_its_middle(client, home):
    for given, family in (("Nadia", "Saleh"), ("Diana", "Cruz")):
        student(home, given, family)
    results = options(client, home, "ines", "dia")
    assert results.index("Diallo") < results.index("Diana") < results.index("Nadia")


def test_a_principal_finds_a_student_whose_name_has_an_accent_by_typing_none(client, home):
    student(home, "José", "Álvarez")
    assert "José Álvarez" in options(client, home, "ines", "alvarez jose")


@pytest.mark.parametrize(
    ("given", "family", "typed"), [("أمينة", "الحسن", "امينه"), ("小红", "王", "王小红")]
)
def test_a_principal_finds_a_name_in_its_own_script(client, home, given, family, typed):
    student(home, given, family)
    assert family in options(client, home, "ines", typed)


def test_a_teacher_does_not_find_a_student_of_another_class(client, home):
    assert "Bea Lopez" in options(client, home, "ines", "bea")
    assert "Amina Diallo" in options(client, home, "tomas", "amina")
    assert "Bea Lopez" not in options(client, home, "tomas", "bea")


def test_charlie_finds_nobody_of_this_network(client, world):
    student(world.home, "Zawadi", "Okafor")
    assert "No results" in options(client, world.other, "ines", "zawadi")
    assert "Zawadi" not in options(client, world.other, "imani", "zawadi")


def test_network_staff_find_leaders_and_schools_but_no_student(client, home):
    results = options(client, home, "imani", "ines")
    assert "Ines Duarte" in results
    assert reverse("school", args=[home.school.pk]) in options(client, home, "imani", home.school.name)
    assert "Amina" not in options(client, home, "imani", "amina")


def test_a_coach_finds_the_school_but_no_student(client, home):
    assert home.school.name in options(client, home, "kofi", home.school.name)
    assert "Amina" not in options(client, home, "kofi", "amina")


def test_families_mentors_groups_projects_and_sites_are_found_too(client, home):
    for text, url in (
        ("carmen", reverse("family", args=[home.amina.pk])),
        ("rosa", reverse("mentor", args=[home.rosa.pk])),
        ("biology", reverse("group-students", args=[home.rows["Class"].pk])),
        ("clean wat", reverse("project", args=[home.rows["Project"].pk])),
        ("hope", reverse("site", args=[home.rows["Site"].pk])),
        ("tomas", reverse("staff-member", args=[home.tomas.pk])),
    ):
        assert f'href="{url}' in options(client, home, "ines", text), text


def test_actions_are_found_by_their_words_by_those_who_may_take_them(client, home):
    enroll = reverse("newcomers", args=[home.school.pk])
    assert enroll in options(client, home, "ines", "enroll")
    assert enroll not in options(client, home, "daniel", "enroll")
    assert reverse("network-staff", args=[home.network.pk]) in options(client, home, "imani", "invite")


def test_of_one_student_the_palette_offers_the_plan_supports_and_internship(client, home):
    results = options(client, home, "daniel", "amina")
    for name in ("plan", "student-supports", "placement-search", "family"):
        assert f'href="{reverse(name, args=[home.amina.pk])}"' in results


def test_without_a_name_the_palette_offers_what_one_can_do(client, home):
    results = options(client, home, "ines", "")
    assert "Enroll a student" in results
    assert "Amina" not in results


def test_two_students_of_one_name_are_told_apart(client, home):
    student(home, "José", "Álvarez", grade="09")
    student(home, "Jose", "Alvarez", grade="11")
    results = options(client, home, "ines", "alvarez")
    assert "(grade 9)" in results
    assert "(grade 11)" in results


def test_a_name_that_says_html_stays_text(client, home):
    student(home, "<b>Kim", "Lee")
    assert "&lt;b&gt;Kim" in options(client, home, "ines", "kim")


@pytest.mark.parametrize("text", ["\x00", "%", "'", "a" * 5000, "  ", "()"])
def test_odd_text_finds_nothing_and_breaks_nothing(client, home, text):
    client.force_login(home.ines.account)
    assert client.get(reverse("search"), {"q": text}).status_code == 200


def test_the_page_works_without_script(client, home):
    client.force_login(home.ines.account)
    page = compact(client.get(reverse("search"), {"q": "amina"}).content.decode())
    assert f'href="{reverse("student", args=[home.amina.pk])}"' in page
    assert 'action="/search/"' in page


@pytest.mark.parametrize("who", ["amina", "carmen", "rosa"])
def test_students_families_and_mentors_have_no_search(client, home, who):
    client.force_login(home.people[who].account)
    assert 'action="/search/"' not in client.get(reverse("today"), follow=True).content.decode()
    assert client.get(reverse("search")).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_results(client, home, django_assert_max_num_queries):
    client.force_login(home.ines.account)
    for number in range(30):
        person = student(home, f"Ana{number}", "Rivera", grade="10")
        parent = Person.objects.create(network=home.network, given_name=f"Ana{number}", family_name="Madre")
        tie(parent, Role.GUARDIAN, person)
    with django_assert_max_num_queries(45):
        client.get(reverse("search"), {"q": "ana"})


def test_a_site_is_found_by_its_new_name_and_by_that_alone(client, home):
    site = home.rows["Site"]
    assert reverse("site", args=[site.pk]) in options(client, home, "daniel", "hope")
    site.name = "Riverside Clinic"
    site.save()
    assert reverse("site", args=[site.pk]) in options(client, home, "daniel", "riverside")
    assert reverse("site", args=[site.pk]) not in options(client, home, "daniel", "hope")


def test_a_site_that_was_added_is_found_and_one_that_was_removed_is_not(client, home):
    options(client, home, "daniel", "boat")
    added = Site.objects.create(network=home.network, name="Harbor Boatyard")
    assert reverse("site", args=[added.pk]) in options(client, home, "daniel", "boat")
    Site.objects.system().filter(pk=added.pk).update(deleted_at=timezone.now())
    assert reverse("site", args=[added.pk]) not in options(client, home, "daniel", "boat")


def test_sites_of_another_network_are_not_found(client, world):
    site = world.other.rows["Site"]
    options(client, world.other, "daniel", "clinic")
    assert reverse("site", args=[site.pk]) not in options(client, world.home, "daniel", "clinic")


def test_staff_find_the_organizations_that_work_with_their_school_and_the_network_finds_all(client, home):
    Organization.objects.create(network=home.network, name="Quillback Food Bank")
    clinic = Organization.objects.unscoped("the test names it").get(pk=home.rows["Organization"].pk)
    page = reverse("organization", args=[clinic.pk])
    assert page in options(client, home, "daniel", clinic.name)
    assert "Food Bank" not in options(client, home, "daniel", "quillback")
    assert "Food Bank" in options(client, home, "imani", "quillback")
    assert page not in options(client, home, "devi", clinic.name)
