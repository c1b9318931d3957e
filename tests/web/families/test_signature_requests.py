"""What waits for a signature stands where each person starts their day, and is gone once they have signed."""

import re
from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import Role
from trellis.core.foundation import ledger
from trellis.learning.internships.models import Agreement, Reservation, Signature
from trellis.learning.plans.models import Goal, PlanSignature, PlanVersion
from trellis.learning.plans.signing import save_version
from trellis.web.families import services
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
PLAN_CARD, AGREEMENT_CARD = "Sign the learning plan", "Sign the internship agreement"


@pytest.fixture
def home() -> Side:
    """Amina's plan was sent to be signed, and nobody has signed it; no agreement is approved."""
    side = make_world().home
    PlanVersion.objects.unscoped(TEXT).filter(plan__student=side.amina).delete()
    send_plan(side)
    return side


def send_plan(side: Side) -> None:
    save_version(side.rows["Plan"], {}, side.daniel.pk)


def approve_agreement(side: Side) -> Agreement:
    Signature.objects.unscoped(TEXT).filter(agreement=side.rows["Agreement"]).delete()
    with ledger.act("test"):
        Reservation.objects.unscoped(TEXT).filter(pk=side.rows["Reservation"].pk).update(
            approved_at=timezone.now(), approved_by=side.daniel
        )
    return side.rows["Agreement"]


def signed_in(side: Side, who: str) -> Client:
    client = Client()
    client.force_login(side.people[who].account)
    return client


def today(side: Side, who: str) -> str:
    html = signed_in(side, who).get(reverse("today"), follow=True).content.decode()
    return " ".join(html.partition("<main")[2].split())


def family_link(side: Side) -> str:
    return reverse("family-link", args=[services.issue_family_link(side.amina, side.carmen, side.daniel.pk)])


def sign_at(client: Client, url: str) -> None:
    read = re.search(r'name="read" value="([0-9a-f]{32})"', client.get(url).content.decode())
    do = {} if url.startswith("/agree/") else {"do": "sign"}
    fields = {"name": "Carmen Diallo"} | do | ({"read": read[1]} if read else {})
    assert client.post(url, fields).status_code in (200, 302)


def test_a_plan_waits_from_the_day_on_which_it_was_sent_to_be_signed(home):
    assert PLAN_CARD in today(home, "carmen")
    PlanVersion.objects.unscoped(TEXT).filter(plan__student=home.amina).delete()
    for who in ("carmen", "amina", "daniel"):
        shown = today(home, who)
        assert "Read and sign" not in shown
        assert "for someone to sign" not in shown


def test_a_mother_signs_from_her_page_and_the_card_is_gone(home):
    carmen = signed_in(home, "carmen")
    url = reverse("plan", args=[home.amina.pk])
    assert f'href="{url}?plan=' in today(home, "carmen")
    sign_at(carmen, url)
    assert PLAN_CARD not in today(home, "carmen")


def test_by_her_link_a_press_opens_the_plan_as_it_is_now_and_she_signs_for_herself(home):
    Goal.objects.unscoped(TEXT).filter(pk=home.rows["Goal"].pk).update(title="Test ten homes")
    mother, link = Client(), family_link(home)
    assert PLAN_CARD in mother.get(link).content.decode()
    assert PlanVersion.objects.unscoped(TEXT).filter(plan__student=home.amina).count() == 1
    opened = mother.post(link, {"do": "open-plan"})
    assert opened.status_code == 302
    assert "Test ten homes" in mother.get(opened.url).content.decode()
    mother.post(opened.url, {"do": "sign"})
    signature = PlanSignature.objects.unscoped(TEXT).get(version__plan__student=home.amina)
    assert (signature.person_id, signature.way) == (home.carmen.pk, "link")
    assert PLAN_CARD not in mother.get(link).content.decode()


def test_a_second_press_after_signing_says_that_it_is_done(home):
    mother, link = Client(), family_link(home)
    sign_at(mother, mother.post(link, {"do": "open-plan"}).url)
    again = mother.post(link, {"do": "open-plan"}, follow=True)
    assert "You have signed this. Thank you." in again.content.decode()


def test_a_mother_signs_an_approved_agreement_by_her_link_and_only_then(home):
    mother, link = Client(), family_link(home)
    assert AGREEMENT_CARD not in mother.get(link).content.decode()
    approve_agreement(home)
    assert AGREEMENT_CARD in mother.get(link).content.decode()
    sign_at(mother, mother.post(link, {"do": "open-agreement"}).url)
    signature = Signature.objects.unscoped(TEXT).get(agreement=home.rows["Agreement"])
    assert (signature.part, signature.person_id) == ("guardian", home.carmen.pk)
    assert AGREEMENT_CARD not in mother.get(link).content.decode()


def test_the_agreement_is_asked_for_again_once_its_hours_change(home):
    agreement = approve_agreement(home)
    sign_at(signed_in(home, "carmen"), reverse("agreement", args=[home.amina.pk]))
    assert AGREEMENT_CARD not in today(home, "carmen")
    Agreement.objects.unscoped(TEXT).filter(pk=agreement.pk).update(to_time=time(15))
    assert AGREEMENT_CARD in today(home, "carmen")


def test_a_student_finds_what_she_signs_on_her_today(home):
    approve_agreement(home)
    shown = today(home, "amina")
    assert "Sign your learning plan" in shown
    assert "Sign your internship agreement" in shown
    sign_at(signed_in(home, "amina"), reverse("plan", args=[home.amina.pk]))
    sign_at(signed_in(home, "amina"), reverse("agreement", args=[home.amina.pk]))
    assert "Sign your" not in today(home, "amina")


def test_nobody_is_asked_to_sign_on_anothers_page(home):
    client = signed_in(home, "daniel")
    assert "Read and sign" not in client.get(reverse("student", args=[home.amina.pk])).content.decode()
    amina = signed_in(home, "amina")
    url = reverse("family", args=[home.amina.pk])
    assert "Read and sign" not in amina.get(url).content.decode()
    assert amina.post(url, {"do": "open-plan"}).status_code == 404


def test_an_advisor_sees_how_many_wait_and_by_one_press_who_has_not_signed(home):
    approve_agreement(home)
    assert "2 wait for someone to sign" in today(home, "daniel")
    page = signed_in(home, "daniel").get(reverse("group-signatures", args=[home.rows["Advisory"].pk]))
    shown = " ".join(page.content.decode().split())
    assert "not signed yet: Student, Family, Advisor, Mentor" in shown
    for who in ("amina", "carmen", "daniel"):
        sign_at(signed_in(home, who), reverse("plan", args=[home.amina.pk]))
    again = signed_in(home, "daniel").get(reverse("group-signatures", args=[home.rows["Advisory"].pk]))
    assert "not signed yet: Mentor" in " ".join(again.content.decode().split())


def test_the_plan_of_a_term_that_is_over_asks_nobody(home):
    home.rows["Term"].ends = date.today() - timedelta(days=1)
    home.rows["Term"].save()
    assert PLAN_CARD not in today(home, "carmen")
    assert "Sign your" not in today(home, "amina")


def test_another_student_of_the_family_is_not_asked_for(home):
    tie(home.carmen, Role.GUARDIAN, home.bea)
    other = signed_in(home, "carmen").get(reverse("family", args=[home.bea.pk])).content.decode()
    assert PLAN_CARD not in other
