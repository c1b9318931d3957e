"""Amina's plan is signed by each person for themselves: signed in, by a link in Spanish, on paper that Daniel saw."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import Account, Link, Person, Role, Tie
from trellis.core.foundation.models import Act
from trellis.learning.plans.models import Goal, Plan, PlanSignature, PlanVersion
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home() -> Side:
    side = make_world().home
    PlanVersion.objects.unscoped(TEXT).filter(plan__student=side.amina).delete()
    side.carmen.email, side.carmen.language = "carmen@home.example", "es"
    side.carmen.save()
    return side


def client(side: Side, who: str) -> Client:
    browser = Client()
    browser.force_login(side.people[who].account)
    return browser


def page(side: Side) -> str:
    return reverse("plan", args=[side.amina.pk])


def read(side: Side, who: str) -> str:
    html = client(side, who).get(page(side)).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index('id="signatures"') :]).split())


def wording(side: Side, who: str = "daniel") -> str:
    shown = client(side, who).get(page(side)).content.decode()
    read_field = re.search(r'name="read" value="([0-9a-f]{32})"', shown)
    assert read_field, shown[-3000:]
    return read_field[1]


def press(side: Side, who: str, do: str, status: int = 302, **more) -> str:
    sent = {"do": do, "read": wording(side), **more}
    answer = client(side, who).post(page(side), sent)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def signatures(side: Side) -> list[tuple[int, str, str]]:
    rows = PlanSignature.objects.unscoped(TEXT).filter(version__plan__student=side.amina)
    ordered = rows.order_by("version__number", "signed_at")
    return list(ordered.values_list("version__number", "name", "way"))


def change_a_goal(side: Side) -> None:
    Goal.objects.unscoped(TEXT).filter(pk=side.rows["Goal"].pk).update(title="Test ten homes")


def link_for_carmen(side: Side) -> str:
    press(side, "daniel", "send", 200, person=side.carmen.pk)
    return next(word for word in mail.outbox[-1].body.split() if word.startswith("http"))


def test_each_person_signs_for_themselves_and_the_page_says_who_has_not_yet(home):
    assert "0 of 4 signed" in read(home, "daniel")
    press(home, "amina", "sign")
    shown = read(home, "daniel")
    assert "1 of 4 signed" in shown
    assert "Carmen Diallo Family · not signed yet" in shown
    press(home, "carmen", "sign")
    press(home, "daniel", "sign")
    assert signatures(home) == [
        (1, "Amina Diallo", "account"),
        (1, "Carmen Diallo", "account"),
        (1, "Daniel Osei", "account"),
    ]
    assert "3 of 4 signed" in read(home, "daniel")
    assert Act.objects.unscoped(TEXT).filter(verb="sign a plan").count() == 3


def test_signing_twice_changes_nothing(home):
    read_wording = wording(home)
    for _twice in range(2):
        client(home, "amina").post(page(home), {"do": "sign", "read": read_wording})
    assert signatures(home) == [(1, "Amina Diallo", "account")]


def test_nobody_signs_words_that_they_have_not_seen(home):
    read_wording = wording(home)
    change_a_goal(home)
    answer = client(home, "amina").post(page(home), {"do": "sign", "read": read_wording})
    assert answer.status_code == 422
    assert "This plan has changed since you opened it." in answer.content.decode()
    assert signatures(home) == []


def test_nobody_signs_a_plan_without_a_goal(home):
    press_wording = wording(home)
    Goal.objects.unscoped(TEXT).filter(pk=home.rows["Goal"].pk).update(deleted_at=timezone.now())
    for read_wording in (press_wording, ""):
        answer = client(home, "amina").post(page(home), {"do": "sign", "read": read_wording})
        assert answer.status_code == 422
    assert not PlanVersion.objects.unscoped(TEXT).filter(plan__student=home.amina).exists()


def test_a_changed_plan_needs_a_new_version_and_says_what_changed(home):
    press(home, "amina", "sign")
    change_a_goal(home)
    shown = client(home, "amina").get(page(home)).content.decode()
    assert "Changed since you signed" in shown
    assert ">Test <del>six</del><ins>ten</ins> homes" in shown
    assert "signed version 1," in read(home, "daniel")
    press(home, "amina", "sign")
    assert signatures(home) == [(1, "Amina Diallo", "account"), (2, "Amina Diallo", "account")]
    assert "1 of 4 signed" in read(home, "daniel")


def test_a_date_for_the_next_meeting_needs_no_new_signature(home):
    press(home, "amina", "sign")
    plans = Plan.objects.unscoped(TEXT).filter(student=home.amina)
    plans.update(next_meeting=timezone.now() + timedelta(days=20), present=["student"])
    assert "1 of 4 signed" in read(home, "daniel")


def test_carmen_signs_by_a_link_in_spanish_once(home):
    Account.objects.filter(person=home.carmen).delete()
    link, phone = link_for_carmen(home), Client(headers={"accept-language": "en"})
    shown = phone.get(link).content.decode()
    assert 'lang="es"' in shown
    assert "Test six homes" in shown
    assert signatures(home) == [], "a mail program that opens the link signs nothing"
    for _twice in range(2):
        assert phone.post(link, {"do": "sign"}).status_code == 302
    assert signatures(home) == [(1, "Carmen Diallo", "link")]
    assert 'value="sign"' not in phone.get(link).content.decode()


def test_an_old_link_does_not_sign_a_plan_that_has_changed(home):
    link = link_for_carmen(home)
    change_a_goal(home)
    press(home, "amina", "sign")
    phone = Client()
    assert 'value="sign"' not in phone.get(link).content.decode()
    assert phone.post(link, {"do": "sign"}).status_code == 422
    assert signatures(home) == [(2, "Amina Diallo", "account")]


def test_a_link_ends_with_the_tie_and_with_its_time(home):
    link = link_for_carmen(home)
    Tie.objects.unscoped(TEXT).filter(person=home.carmen).update(ends=timezone.now())
    assert Client().get(link).status_code == 410
    assert Client().post(link, {"do": "sign"}).status_code == 410
    Tie.objects.unscoped(TEXT).filter(person=home.carmen).update(ends=None)
    assert Client().get(link).status_code == 200
    Link.objects.unscoped(TEXT).update(expires=timezone.now())
    assert Client().post(link, {"do": "sign"}).status_code == 410
    assert signatures(home) == []


def test_daniel_notes_that_rosa_signed_on_paper_and_that_he_saw_it(home):
    for _twice in range(2):
        press(home, "daniel", "paper", person=home.rosa.pk)
    assert signatures(home) == [(1, "Rosa Herrera", "paper")]
    assert re.search(r"on paper, seen by\s+Daniel Osei", read(home, "daniel"))


def test_a_name_that_the_roster_does_not_have_is_noted_on_paper(home):
    assert "Enter the name of the person who signed on paper." in press(
        home, "daniel", "paper", 422, part="guardian"
    )
    press(home, "daniel", "paper", part="guardian", name="  Mariama   Ba ")
    assert signatures(home) == [(1, "Mariama Ba", "paper")]
    assert "Mariama Ba Family · signed" in read(home, "daniel")


def test_carmen_who_signed_on_paper_does_not_sign_again_by_her_link(home):
    link = link_for_carmen(home)
    press(home, "daniel", "paper", person=home.carmen.pk)
    assert Client().post(link, {"do": "sign"}).status_code == 302
    assert signatures(home) == [(1, "Carmen Diallo", "paper")]


def test_only_those_sign_whom_the_model_names(home):
    for who in ("tomas", "noor", "ines"):
        press(home, who, "sign", 404)
    stranger = Person.objects.create(network=home.network, given_name="Stranger")
    tie(stranger, Role.GUARDIAN, home.bea)
    for who in ("daniel", "noor"):
        press(home, who, "send", 404, person=stranger.pk)
        press(home, who, "paper", 404, person=stranger.pk)
    press(home, "amina", "paper", 404, person=home.rosa.pk)
    assert signatures(home) == []


def test_both_parents_sign_each_for_themselves(home):
    omar = Person.objects.create(network=home.network, given_name="Omar", family_name="Diallo")
    tie(omar, Role.GUARDIAN, home.amina)
    press(home, "carmen", "sign")
    shown = read(home, "daniel")
    assert "1 of 5 signed" in shown
    assert "Omar Diallo Family · not signed yet" in shown
