"""A family stands at the door between two rosters: ten minutes later the student is here, and nobody is here twice."""

from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.html import shown_link

from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.selectors import school_of
from trellis.core.community.student_entry import students_added_by_hand
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.models import Act
from trellis.learning.languages.models import LanguageProfile
from trellis.learning.plans.models import Plan
from trellis.web.families.models import Contact
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def home(world) -> Side:
    return world.home


def go(side: Side, who: str, name: str, about: object, status: int = 200, /, **sent) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    where = reverse(name, args=[about])
    answer = client.post(where, sent) if sent else client.get(where)
    assert answer.status_code == status, answer.content.decode()[:2500]
    return answer.content.decode()


def arrive(side: Side, who: str = "noor", status: int = 302, key: object = None, **more) -> str:
    """Zeinab, in grade 9, with her mother Mariam, who speaks Arabic."""
    sent = {
        "key": key or uuid4(),
        "given_name": "Zeinab",
        "family_name": "Haidari",
        "grade": "09",
        "student_id": "4711",
        "home_language": ["Arabic", "French", ""],
        "literacy": ["well", "", ""],
        "given_name-1": "Mariam",
        "family_name-1": "Haidari",
        "language-1": "Arabic",
        "email-1": "mariam@home.example",
        "phone-1": "555 0100",
        "strengths": "Draws bridges.",
        "band": "under-1",
        "scale": "nyseslat",
        "spoken_language": "Arabic",
        "interpreter": "Mr. Khoury",
        **more,
    }
    return go(
        side,
        who,
        "newcomers",
        side.school.pk,
        status,
        **sent,
    )


def people():
    return Person.objects.unscoped(TEXT)


def zeinab() -> Person:
    return people().get(given_name="Zeinab")


def mariam() -> Person:
    return people().get(given_name="Mariam", deleted_at=None)


def at_home(side: Side, do: str, status: int = 302, who: str = "noor", **sent) -> str:
    return go(side, who, "household", zeinab().pk, status, do=do, **sent)


def test_ten_minutes_later_she_is_here_with_all_that_was_said(home):
    arrive(home)
    student = zeinab()
    assert school_of(student.pk) == home.school
    assert (student.grade, student.identifier, student.home_languages) == ("09", "4711", ["ar", "fr"])
    assert (mariam().language, mariam().email, mariam().phone) == ("ar", "mariam@home.example", "555 0100")
    assert Viewer.of(mariam()).to("person", Role.GUARDIAN) == {student.pk}
    profile = LanguageProfile.objects.unscoped(TEXT).get(student=student)
    assert (profile.scale, profile.literacy, profile.band) == ("nyseslat", {"ar": "well"}, "under-1")
    talk = Contact.objects.unscoped(TEXT).get(student=student)
    assert (talk.language, talk.interpreter, talk.how) == ("ar", "Mr. Khoury", "meeting")
    act = Act.objects.unscoped(TEXT).get(about_id=student.pk, verb="enter a newcomer")
    assert act.person_id == home.noor.pk


def test_only_a_first_name_is_needed(home):
    empty = dict.fromkeys(
        ("family_name", "grade", "student_id", "given_name-1", "family_name-1", "language-1"), ""
    )
    empty |= dict.fromkeys(("email-1", "phone-1", "spoken_language", "interpreter", "band", "strengths"), "")
    arrive(home, home_language=["", "", ""], literacy=["", "", ""], **empty)
    assert zeinab().home_languages == []
    assert not Contact.objects.unscoped(TEXT).filter(student=zeinab()).exists()


def test_sent_twice_she_is_here_once(home):
    key = uuid4()
    arrive(home, key=key)
    arrive(home, key=key)
    assert people().filter(family_name="Haidari").count() == 2
    assert Contact.objects.unscoped(TEXT).filter(student=zeinab()).count() == 1


def test_a_key_of_somebody_else_enters_and_opens_nobody(world):
    assert "This page did not load completely. Open it again." in arrive(
        world.home, status=422, key=world.other.amina.pk
    )
    assert "This page did not load completely. Open it again." in arrive(
        world.home, status=422, key=world.home.daniel.pk
    )


@pytest.mark.parametrize("who", ["tomas", "daniel", "amina", "carmen", "imani", "kofi", "devi"])
def test_who_neither_counsels_nor_leads_cannot_enter_anybody(home, who):
    arrive(home, who=who, status=404)
    assert not people().filter(given_name="Zeinab").exists()


def test_another_schools_counselor_finds_nothing_here(world):
    arrive(world.home)
    go(world.other, "noor", "household", zeinab().pk, 404)
    go(world.other, "noor", "newcomers", world.home.school.pk, 404)
    go(world.home, "tomas", "household", zeinab().pk, 404)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("given_name", "", "Enter the student’s first name."),
        ("grade", "99", "Choose a grade from the list, or leave it blank."),
        ("student_id", "123-45-6789", "We do not store numbers from other documents."),
        ("student_id", "A012345678", "We do not store numbers from other documents."),
        ("strengths", "She is undocumented.", "immigration status"),
        ("given_name", "Zeinab, who overstayed her visa", "immigration status"),
        ("email-1", "mariam at home", "” is not an email address."),
        ("spoken_language", "Arabish", "Choose one from the list, or enter its code."),
        ("interpreter", "Amina Diallo", "A child cannot be the interpreter"),
    ],
)
def test_what_cannot_stand_is_a_sentence_and_nothing_is_written(home, field, typed, sentence):
    before = people().count()
    page = arrive(home, status=422, **{field: typed})
    assert sentence in page.replace("&#x27;", "'")
    assert people().count() == before


def test_what_was_typed_is_still_there_after_a_refusal(home):
    page = arrive(home, status=422, home_language=["Arabic", "Frensh", ""])
    for typed in ("Zeinab", "Frensh", "Mariam", "mariam@home.example", "Draws bridges.", "Mr. Khoury"):
        assert typed in page


def test_a_child_is_never_listed_as_family(home):
    named = {"given_name-1": "Amina", "family_name-1": "Diallo"}
    page = arrive(home, status=422, **named)
    assert ". Only adults can be added as family." in page
    assert 'name="sure"' in page
    arrive(home, sure="on", **named)
    family = Tie.objects.unscoped(TEXT).filter(to_person=zeinab()).select_related("person").get()
    assert family.person.name == "Amina Diallo"
    assert family.person_id != home.amina.pk


def test_a_student_of_the_same_name_or_number_is_looked_at_first(home):
    arrive(home)
    assert "already goes to this school." in arrive(home, status=422, student_id="")
    assert "already has this student ID" in arrive(home, status=422, given_name="Zaynab", sure="on")
    arrive(home, student_id="", sure="on")
    assert people().filter(given_name="Zeinab").count() == 2


def test_a_brother_has_the_same_mother_and_not_a_second_one(home):
    arrive(home)
    arrive(home, given_name="Yusuf", student_id="4712", **{"phone-1": "", "email-1": "Mariam@home.example"})
    assert mariam().ties.unscoped(TEXT).count() == 2


def test_her_family_gets_its_link_in_its_language(home):
    arrive(home)
    page = at_home(home, "link", 200, adult=mariam().pk)
    assert 'lang="ar" dir="rtl"' in page
    link = shown_link(page)
    opened = Client().get(link).content.decode()
    assert 'lang="ar" dir="rtl"' in opened
    assert mail.outbox[-1].to == ["mariam@home.example"]
    assert link in mail.outbox[-1].body


def test_a_language_that_the_page_does_not_speak_is_said(home):
    arrive(home, spoken_language="Mam", **{"language-1": "Mam"})
    assert "is not available in Mam yet" in at_home(home, "link", 200, adult=mariam().pk)


def test_an_ended_tie_ends_the_link_the_same_second(home):
    arrive(home)
    page = at_home(home, "link", 200, adult=mariam().pk)
    link = shown_link(page)
    at_home(home, "end", adult=mariam().pk)
    assert Client().get(link).status_code == 410
    assert not Viewer.of(mariam()).to("person", Role.GUARDIAN)
    at_home(home, "end", 404, adult=mariam().pk)


def test_languages_and_adults_are_mended_on_the_same_page(home):
    arrive(home)
    at_home(home, "home-languages", home_language=["Pashto", "Dari", "Pashto", ""])
    at_home(
        home,
        "adult",
        adult=mariam().pk,
        given_name="Mariam",
        family_name="Haidari",
        language="ps",
        phone="555 0199",
    )
    key = uuid4()
    for _twice in range(2):
        at_home(home, "add", key=key, given_name="Omar", family_name="Haidari")
    at_home(
        home,
        "update-student",
        given_name="Zeynab",
        family_name="Haidari",
        student_id="4713",
        preferred_name="Zizi",
    )
    student = people().get(given_name="Zeynab")
    assert (student.name, student.identifier, student.home_languages) == (
        "Zizi Haidari",
        "4713",
        ["ps", "fa-AF"],
    )
    assert (mariam().language, mariam().phone, mariam().email) == ("ps", "555 0199", "")
    assert people().get(given_name="Omar").language == "ps"
    page = go(home, "noor", "household", student.pk)
    assert page.count("Create link for Omar Haidari") == 1
    assert "Pashto" in go(home, "noor", "language-profile", student.pk)


def test_roster_student_keeps_the_roster_name(home):
    where = reverse("household", args=[home.amina.pk])
    assert where in go(home, "noor", "language-profile", home.amina.pk)
    assert where not in go(home, "tomas", "language-profile", home.amina.pk)
    go(home, "noor", "household", home.amina.pk, 302, do="home-languages", home_language=["French"])
    refused = go(home, "noor", "household", home.amina.pk, 422, do="update-student", given_name="Mina")
    assert "Have it corrected in the system the roster comes from." in refused
    people().filter(pk=home.amina.pk).get(given_name="Amina", home_languages=["fr"])


def test_who_signs_in_is_not_changed_from_the_desk(home):
    sent = {"do": "adult", "adult": home.carmen.pk, "given_name": "Carmen", "email": "other@home.example"}
    assert "has an account" in go(home, "noor", "household", home.amina.pk, 422, **sent)


def test_ones_own_child_is_somebody_elses_to_write(home):
    tie(home.noor, Role.GUARDIAN, home.bea)
    go(home, "noor", "household", home.bea.pk, 404)
    go(home, "ines", "household", home.bea.pk, 200)


def test_a_mistake_is_put_away_with_who_came_with_it(home):
    arrive(home)
    at_home(home, "link", 200, adult=mariam().pk)
    student = zeinab()
    at_home(home, "remove-student")
    go(home, "noor", "student", student.pk, 404)
    go(home, "noor", "household", student.pk, 404)
    assert not people().filter(family_name="Haidari", deleted_at=None).exists()
    arrive(home)
    assert people().filter(given_name="Zeinab", deleted_at=None).count() == 1


def test_what_has_work_on_it_stays(home):
    arrive(home)
    Plan.objects.create(student=zeinab(), term=home.rows["Term"])
    assert "already has records here, so this student cannot be removed." in at_home(
        home, "remove-student", 422
    )
    assert zeinab().deleted_at is None


def test_whoever_is_in_a_group_stays(home):
    arrive(home)
    tie(zeinab(), Role.STUDENT, home.rows["Advisory"])
    at_home(home, "remove-student", 422)


def test_who_waits_for_a_roster_is_listed_and_nobody_else(home):
    arrive(home, student_id="")
    page = go(home, "noor", "newcomers", home.school.pk)
    assert "no student ID yet" in page
    assert "Bea Lopez" not in page
    people().filter(pk=zeinab().pk).update(roster_id="x")
    assert students_added_by_hand([zeinab()]) == []


def test_the_way_begins_at_the_school(home):
    assert reverse("newcomers", args=[home.school.pk]) in go(home, "noor", "school", home.school.pk)
    assert reverse("newcomers", args=[home.school.pk]) not in go(home, "imani", "school", home.school.pk)
