"""One page for families: by link and signed in, for each of their children, with every answer one press away."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import Link, Person, Role, School
from trellis.learning.plans.models import Plan
from trellis.web.families import services
from trellis.web.families.models import Notice, RecordAccess, Reply
from world import Side, World, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def world() -> World:
    world = make_world()
    Reply.objects.unscoped(TEXT).all().delete()
    RecordAccess.objects.unscoped(TEXT).all().delete()
    return world


@pytest.fixture
def home(world) -> Side:
    return world.home


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def link_from(side: Side, giver: str) -> str:
    token = services.issue_family_link(side.amina, side.carmen, side.people[giver].pk)
    return reverse("family-link", args=[token])


def main_part(html: str) -> str:
    return html.partition("<main")[2]


def sections(html: str) -> list[str]:
    """The headings of the page's sections; what folds away is not counted."""
    return re.findall(r'<section class="card[^"]*" aria-labelledby="([^"]+)"', html)


def test_the_page_is_the_same_by_link_and_signed_in(home):
    by_link = Client().get(link_from(home, "noor")).content.decode()
    carmen = signed_in(home.carmen)
    signed = carmen.get(reverse("today"), follow=True).content.decode()
    assert sections(by_link) == sections(signed)
    assert len(sections(signed)) == 5
    fuller = reverse("student", args=[home.amina.pk])
    assert (fuller in main_part(signed), fuller in by_link) == (True, False)


def test_one_link_shows_both_her_children_and_never_anothers(home, world):
    tie(home.carmen, Role.GUARDIAN, home.bea)
    address = link_from(home, "noor")
    shown = Client().get(address).content.decode()
    assert f"?child={home.bea.pk}" in shown
    assert "Where Bea is today" in Client().get(f"{address}?child={home.bea.pk}").content.decode()
    for stranger in (world.other.people["amina"].pk, home.daniel.pk, "x", uuid4()):
        assert Client().get(f"{address}?child={stranger}").status_code == 404


def test_a_link_shows_no_child_whom_its_giver_may_not_see(home):
    """A teacher sees the link that they give: it opens nobody who goes to another school."""
    second = School.objects.create(network=home.network, name="Second")
    brother = Person.objects.create(network=home.network, given_name="Omar", family_name="Diallo")
    tie(brother, Role.STUDENT, second)
    tie(home.carmen, Role.GUARDIAN, brother)
    address = link_from(home, "daniel")
    assert "Omar" not in Client().get(address).content.decode()
    assert Client().get(f"{address}?child={brother.pk}").status_code == 404
    assert "Omar" in signed_in(home.carmen).get(reverse("today"), follow=True).content.decode()


def test_the_language_is_the_schools_record_then_the_childs_home_then_the_phones(home):
    people = Person.objects.unscoped(TEXT)
    people.filter(pk=home.carmen.pk).update(language="ar", home_languages=[])
    people.filter(pk=home.amina.pk).update(home_languages=["ht"])
    home.amina.refresh_from_db()
    phone = Client(headers={"accept-language": "fr"})
    assert '<html lang="ar"' in phone.get(link_from(home, "daniel")).content.decode()
    people.filter(pk=home.carmen.pk).update(language="")
    assert '<html lang="ht"' in phone.get(link_from(home, "daniel")).content.decode()
    home.amina.home_languages = ["mam"]
    home.amina.save()
    assert '<html lang="fr"' in phone.get(link_from(home, "daniel")).content.decode()


def test_a_message_is_answered_with_one_press_and_twice_is_once(home):
    notice = Notice.objects.unscoped(TEXT).get(student=home.amina)
    address = link_from(home, "daniel")
    sent = {"do": "answer-notice", "notice": notice.pk, "answer": "ok", "key": uuid4()}
    assert "We close early on Friday." in Client().get(address).content.decode().partition("<details")[0]
    for _press in range(2):
        assert Client().post(address, sent).status_code == 302
    reply = Reply.objects.unscoped(TEXT).get()
    assert (reply.answer, reply.notice_id, reply.by_id) == ("ok", notice.pk, home.carmen.pk)
    assert "You answered: OK" in Client().get(address).content.decode()
    family = reverse("family", args=[home.amina.pk])
    assert "<b>OK</b>" in signed_in(home.daniel).get(family).content.decode()


def test_a_message_about_another_child_is_not_answered_by_her_link(home, world):
    theirs = Notice.objects.unscoped(TEXT).get(student=world.other.people["amina"])
    sent = {"do": "answer-notice", "notice": theirs.pk, "answer": "ok", "key": uuid4()}
    assert Client().post(link_from(home, "daniel"), sent).status_code == 404


def test_she_confirms_the_meeting_time_and_a_time_that_moved_is_not_confirmed(home):
    moment = (timezone.now() + timedelta(days=3)).replace(microsecond=0)
    Plan.objects.unscoped(TEXT).filter(student=home.amina).update(next_meeting=moment)
    address = link_from(home, "daniel")
    assert "Yes, I’m coming" in Client().get(address).content.decode()
    sent = {
        "do": "answer-event",
        "event": "meeting",
        "at": moment.isoformat(),
        "answer": "yes",
        "key": uuid4(),
    }
    assert Client().post(address, sent).status_code == 302
    assert re.search(r'value="yes"\s+aria-pressed="true"', Client().get(address).content.decode())
    Plan.objects.unscoped(TEXT).filter(student=home.amina).update(next_meeting=moment + timedelta(days=1))
    answer = Client().post(address, sent | {"key": uuid4()})
    assert "The school has changed this time." in answer.content.decode()
    assert Reply.objects.unscoped(TEXT).get().event_at == moment


@pytest.mark.parametrize(("phone", "status"), [("401-555-0100", 302), ("none", 422)])
def test_she_changes_her_phone_number_and_the_school_reads_it(home, phone, status):
    sent = {"do": "phone", "phone": phone, "key": uuid4()}
    assert Client().post(link_from(home, "daniel"), sent).status_code == status
    home.carmen.refresh_from_db()
    assert (home.carmen.phone == phone) == (status == 302)
    answers = [(reply.answer, reply.words) for reply in Reply.objects.unscoped(TEXT).all()]
    assert answers == ([("phone", phone)] if status == 302 else [])


def test_the_page_offers_to_call_the_school_where_it_has_a_number(home):
    address = link_from(home, "daniel")
    assert "tel:" not in Client().get(address).content.decode()
    School.objects.unscoped(TEXT).filter(pk=home.school.pk).update(phone="401-555-0100")
    assert 'href="tel:401-555-0100"' in Client().get(address).content.decode()


def test_the_number_of_queries_does_not_grow_with_messages_and_answers(home, django_assert_max_num_queries):
    address = link_from(home, "daniel")
    Link.objects.unscoped(TEXT).filter(person=home.carmen).update(by=None)
    with django_assert_max_num_queries(61) as first:
        Client().get(address)
    for number in range(8):
        notice = Notice.objects.create(
            student=home.amina, words=f"Message {number}", language="en", by=home.daniel
        )
        Reply.objects.create(student=home.amina, by=home.carmen, answer="ok", notice=notice)
    with django_assert_max_num_queries(len(first)):
        Client().get(address)
