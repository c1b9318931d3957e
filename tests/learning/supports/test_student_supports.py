"""Noor holds what stands around Amina; teachers read what to do in class; a partner is told one sentence with a yes."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import Role, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.models import Act, Change
from trellis.learning.supports import partner_services, services
from trellis.learning.supports.models import (
    CaseNote,
    ClassroomSupport,
    Consent,
    EmergencyAccess,
    Housing,
    Need,
    Partner,
    Referral,
    Strength,
)
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
SECRET = "Cries on Mondays, and will not say why."


@pytest.fixture
def home() -> Side:
    return make_world().home


def client(side: Side, who: str) -> Client:
    browser = Client()
    browser.force_login(side.people[who].account)
    return browser


def page(side: Side, who: str, name: str = "student-supports", status: int = 200) -> str:
    answer = client(side, who).get(reverse(name, args=[side.amina.pk]))
    assert answer.status_code == status
    return answer.content.decode()


def press(side: Side, who: str, status: int = 302, name: str = "student-supports", **sent) -> str:
    answer = client(side, who).post(reverse(name, args=[side.amina.pk]), sent)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def rows(model):
    return model.objects.unscoped(TEXT)


def day(ahead: int) -> str:
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


def open_need(side: Side, **more) -> Need:
    sent = {"do": "need", "area": "food", "words": "Eats once a day.", **more}
    press(side, "noor", **sent)
    return rows(Need).get(words=sent["words"])


# what teachers see


@pytest.mark.parametrize("who", ["tomas", "daniel", "ines"])
def test_a_colleague_reads_what_to_do_in_class_and_nothing_that_lies_behind(home, who):
    open_need(home)
    shown = page(home, who)
    assert "Let her sit near the door." in shown
    assert "Calms others." in shown
    for behind in ("Eats once a day.", "A bus card.", "Harbor Food Bank", "Sleeps badly."):
        assert behind not in shown
    assert "Noor Haddad" in shown


def test_what_to_do_in_class_stands_on_the_students_page_too(home):
    assert (
        "Let her sit near the door."
        in client(home, "tomas").get(reverse("student", args=[home.amina.pk])).content.decode()
    )


def test_a_colleague_can_add_a_strength_and_report_and_no_more(home):
    press(home, "tomas", do="strength", words="Explains fractions to others.")
    press(home, "tomas", do="notice", words=SECRET)
    press(home, "tomas", do="notice", words=SECRET)
    assert rows(Strength).filter(words="Explains fractions to others.").count() == 1
    assert rows(CaseNote).filter(words=SECRET, kind="noticed").count() == 1
    assert SECRET not in page(home, "tomas")
    for verb in ("need", "class", "refer", "ask", "paper", "meet"):
        press(home, "tomas", 404, do=verb)
    desk = client(home, "noor").get(reverse("supports")).content.decode()
    assert "Tomas Silva" in desk
    assert SECRET not in desk
    assert SECRET in page(home, "noor", "confidential-notes")
    assert "Noticed by staff" not in client(home, "noor").get(reverse("supports")).content.decode()


def test_a_sentence_for_class_ends_on_its_day(home):
    services.add_class_support(home.amina, "May leave early.", timezone.localdate(), home.noor.pk)
    rows(ClassroomSupport).filter(words="May leave early.").update(
        until=timezone.localdate() - timedelta(days=2)
    )
    assert "May leave early." not in page(home, "tomas")


def test_a_form_that_adds_to_a_need_starts_blank(home):
    open_need(home, words="Eats once a day.")
    shown = client(home, "noor").get(reverse("student-supports", args=[home.amina.pk])).content.decode()
    assert "Eats once a day." in shown
    assert 'value="Eats once a day."' not in shown


def test_a_need_between_amina_and_noor_is_not_her_mothers(home):
    open_need(home, words="Wants to talk about home.", between="on")
    assert "Wants to talk about home." in page(home, "amina")
    assert "Wants to talk about home." not in page(home, "carmen")


# nothing is dropped


def test_an_open_need_comes_back_on_its_day_until_it_is_met(home):
    rows(Need).all().delete()
    need = open_need(home)
    assert need.review_on == timezone.localdate() + timedelta(days=services.DEFAULT_FOLLOW_UP_DAYS)
    press(home, "noor", do="plan", need=need.pk, plan="Breakfast club", review_on=day(0))
    assert "Breakfast club" in client(home, "noor").get(reverse("supports")).content.decode()
    press(home, "noor", do="meet", need=need.pk, how="Eats with us now.")
    press(home, "noor", do="meet", need=need.pk, how="Eats with us now.")
    both = press(home, "noor", 409, do="meet", need=need.pk, how="Twice.")
    assert "Eats with us now." in both
    assert "Twice." in both
    need.refresh_from_db()
    assert (need.met_at, need.how_met) == (timezone.localdate(), "Eats with us now.")
    assert "No open needs." in client(home, "noor").get(reverse("supports")).content.decode()
    press(home, "noor", do="reopen", need=need.pk)
    need.refresh_from_db()
    assert need.met_at is None


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"do": "need", "area": "status", "words": "x"}, "Choose an area."),
        ({"do": "need", "area": "food", "words": " "}, "Enter what the student needs."),
        ({"do": "need", "area": "food", "words": "x" * 601}, "The limit is 600 characters"),
        ({"do": "need", "area": "food", "words": "Food", "review_on": "2020-01-01"}, "within four months"),
        ({"do": "need", "area": "other", "words": "Is undocumented"}, "leave out"),
        ({"do": "class", "words": "Her visa expired"}, "leave out"),
        ({"do": "class", "words": ""}, "Add a classroom support"),
        ({"do": "ask", "ends": ""}, "Choose an end date for the consent within one year."),
        ({"do": "ask", "ends": "2099-01-01"}, "Choose an end date for the consent within one year."),
    ],
)
def test_what_cannot_be_is_answered_with_a_sentence(home, sent, sentence):
    before = rows(Need).count(), rows(ClassroomSupport).count(), rows(Consent).count()
    assert sentence in press(home, "noor", 422, partner=home.rows["Partner"].pk, **sent)
    assert (rows(Need).count(), rows(ClassroomSupport).count(), rows(Consent).count()) == before


# consent and partners


@pytest.fixture
def clinic(home) -> Partner:
    return partner_services.save_partner(
        home.school, "The clinic", ["health"], "Dr. Li", "li@clinic.example", "", "fr", home.noor.pk
    )


def test_no_partner_is_told_before_the_family_has_said_yes(home, clinic):
    need = open_need(home)
    sent = {"do": "refer", "need": need.pk, "partner": clinic.pk, "words": "Food for two weeks."}
    assert "The family has not agreed to share with this partner." in press(home, "noor", 422, **sent)
    press(home, "noor", do="ask", partner=clinic.pk, ends=day(100))
    press(home, "noor", do="ask", partner=clinic.pk, ends=day(120))
    consent = rows(Consent).get(partner=clinic, deleted_at=None)
    press(home, "amina", 404, do="answer", consent=consent.pk, yes="1")
    press(home, "carmen", do="answer", consent=consent.pk, yes="1")
    press(home, "carmen", 422, do="answer", consent=consent.pk, yes="0")
    consent.refresh_from_db()
    assert (bool(consent.given_at), consent.refused_at, consent.given_by_id) == (True, None, home.carmen.pk)
    press(home, "noor", 200, **sent)
    press(home, "noor", **sent)
    assert rows(Referral).filter(partner=clinic).count() == 1
    assert len(mail.outbox) == 1
    assert "Amina" not in mail.outbox[0].body + mail.outbox[0].subject


def link_of(side: Side, partner: Partner) -> str:
    need = open_need(side)
    Consent.objects.create(
        student=side.amina, partner=partner, ends=timezone.localdate(), given_at=timezone.now()
    )
    _made, link = partner_services.send_referral(
        need, partner, "Food for two weeks.", side.noor.pk, lambda token: reverse("referral", args=[token])
    )
    return link


def test_a_partner_reads_a_first_name_and_one_sentence_in_its_language(home, clinic):
    shown = Client(headers={"accept-language": "en"}).get(link_of(home, clinic)).content.decode()
    assert 'lang="fr"' in shown
    assert "Food for two weeks." in shown
    for behind in ("Diallo", "Eats once a day.", "Sleeps badly."):
        assert behind not in shown


def test_a_partner_takes_it_on_closes_it_and_the_need_comes_back_to_noor(home, clinic):
    link, partner = link_of(home, clinic), Client()
    assert partner.get(link).status_code == 200
    assert rows(Referral).get(partner=clinic).accepted_at is None
    partner.post(link, {"do": "close"})
    assert rows(Referral).get(partner=clinic).closed_at is None
    for _time in range(2):
        assert partner.post(link, {"do": "accept"}).status_code == 302
    assert partner.post(link, {"do": "close", "words": "She has a card now."}).status_code == 200
    assert partner.get(link).status_code == 410
    assert partner.post(link, {"do": "close"}).status_code == 410
    referral = rows(Referral).get(partner=clinic)
    assert referral.answer == "She has a card now."
    assert rows(Need).get(pk=referral.need_id).review_on == timezone.localdate()
    assert "She has a card now." in client(home, "noor").get(reverse("supports")).content.decode()


def test_a_partner_that_writes_of_status_is_asked_to_leave_it_out(home, clinic):
    answer = Client().post(link_of(home, clinic), {"do": "decline", "words": "Elle est sans-papiers."})
    assert answer.status_code == 422
    assert rows(Referral).get(partner=clinic).declined_at is None


def test_a_yes_taken_back_shuts_the_partners_link_the_same_second(home, clinic):
    link = link_of(home, clinic)
    consent = rows(Consent).get(partner=clinic)
    press(home, "carmen", do="withdraw", consent=consent.pk)
    assert Client().get(link).status_code == 410
    assert Client().post(link, {"do": "accept"}).status_code == 410
    assert rows(Referral).get(partner=clinic).withdrawn_at


def test_a_yes_that_has_run_out_shuts_it_too(home, clinic):
    link = link_of(home, clinic)
    rows(Consent).filter(partner=clinic).update(ends=timezone.localdate() - timedelta(days=1))
    assert Client().get(link).status_code == 410


def test_noor_keeps_a_familys_paper_and_nobody_answers_in_the_familys_place(home, clinic):
    consent = partner_services.ask_consent(home.amina, clinic, timezone.localdate(), home.noor.pk)
    assert "Choose how the family answered." in press(
        home, "noor", 422, do="paper", consent=consent.pk, yes="1", how="page"
    )
    press(home, "noor", do="paper", consent=consent.pk, yes="0", how="paper")
    consent.refresh_from_db()
    assert consent.refused_at
    assert consent.given_by is None


# sealed


def test_whoever_is_not_the_counselor_breaks_the_glass_and_says_why(home):
    home.noor.email = "noor@harbor.example"
    home.noor.save()
    for who in ("ines", "daniel", "tomas"):
        assert "Sleeps badly." not in page(home, who, "confidential-notes")
    assert "Write in one sentence why this cannot wait for the counselor." in press(
        home, "ines", 422, "confidential-notes", why="because"
    )
    assert not mail.outbox
    for _time in range(2):
        press(home, "ines", name="confidential-notes", why="She did not come home, and Noor is ill today.")
    assert rows(EmergencyAccess).filter(person=home.ines).count() == 1
    assert [message.to for message in mail.outbox] == [["noor@harbor.example"]]
    assert "ill today" not in mail.outbox[0].body
    assert "Sleeps badly." in page(home, "ines", "confidential-notes")
    assert "ill today" in page(home, "noor", "confidential-notes")
    rows(EmergencyAccess).filter(person=home.ines).update(until=timezone.now())
    assert "Sleeps badly." not in page(home, "ines", "confidential-notes")


def test_broken_glass_is_of_no_use_once_the_tie_has_ended(home):
    press(home, "tomas", name="confidential-notes", why="She did not come home, and Noor is ill today.")
    Tie.objects.unscoped(TEXT).filter(person=home.tomas).update(ends=timezone.now())
    assert not CaseNote.objects.seen_by(Viewer.of(home.tomas)).exists()
    page(home, "tomas", "confidential-notes", 404)


def test_opening_confidential_notes_is_logged_for_the_family(home):
    before = Act.objects.unscoped(TEXT).filter(verb="open confidential notes").count()
    page(home, "noor", "confidential-notes")
    page(home, "ines", "confidential-notes")  # sees the glass, and no note
    acts = Act.objects.unscoped(TEXT).filter(verb="open confidential notes", about_id=home.amina.pk)
    assert acts.count() == before + 1
    shown = client(home, "carmen").get(reverse("family", args=[home.amina.pk])).content.decode()
    assert "confidential notes" in shown
    assert "Noor Haddad" in shown


def test_where_nobody_could_be_told_the_glass_holds(home):
    roles = (Role.COUNSELOR, Role.LIAISON, Role.NETWORK_STAFF)
    Tie.objects.unscoped(TEXT).filter(role__in=roles).update(ends=timezone.now())
    why = "She did not come home, and nobody is here."
    assert "No counselor is listed here, and no one else could be told." in page(
        home, "ines", "confidential-notes"
    )
    assert "could be told" in press(home, "ines", 422, "confidential-notes", why=why)


def test_no_word_of_the_room_is_in_the_ledger(home):
    need = open_need(home, words="Nothing warm to wear.")
    press(home, "noor", do="plan", need=need.pk, plan="The coat drive", review_on=day(3))
    press(home, "noor", do="plan", need=need.pk, plan="A coat", review_on=day(4))
    press(home, "noor", do="meet", need=need.pk, how="A coat came.")
    press(home, "noor", name="confidential-notes", words=SECRET)
    rows(CaseNote).filter(words=SECRET).delete()
    whole = repr(list(Change.objects.unscoped(TEXT).values_list("before", flat=True)))
    whole += repr(list(Act.objects.unscoped(TEXT).values_list("details", flat=True)))
    for word in ("warm", "coat drive", "A coat", "Cries"):
        assert word not in whole
    assert "review_on" in whole


# housing


def home_page(side: Side, who: str, **sent):
    address = reverse("housing", args=[side.school.pk])
    return client(side, who).post(address, sent) if sent else client(side, who).get(address)


def test_only_the_liaison_reads_housing(home):
    sent = {"do": "write", "student": home.bea.pk, "situation": "shelter", "since": day(0)}
    assert home_page(home, "noor", **sent).status_code == 302
    assert "in a shelter" in home_page(home, "noor").content.decode()
    assert Housing.objects.seen_by(Viewer.of(home.noor)).count() == 2
    Tie.objects.unscoped(TEXT).filter(role=Role.LIAISON).update(ends=timezone.now())
    for who in ("noor", "ines", "daniel", "carmen", "amina"):
        assert not Housing.objects.seen_by(Viewer.of(home.people[who])).exists()
        assert home_page(home, who).status_code == 404


def test_ines_names_the_liaison_and_still_reads_nothing(home):
    address = reverse("support-partners", args=[home.school.pk])
    ines = client(home, "ines")
    assert ines.post(address, {"do": "liaison", "person": home.tomas.pk}).status_code == 302
    assert home_page(home, "tomas").status_code == 200
    assert home_page(home, "noor").status_code == 404
    assert home_page(home, "ines").status_code == 404
    assert client(home, "noor").post(address, {"do": "liaison", "person": home.noor.pk}).status_code == 404
    assert ines.post(address, {"do": "liaison", "person": home.carmen.pk}).status_code == 404


def test_district_liaison_sees_housing_only(home):
    tie(home.devi, Role.LIAISON, home.school)
    shown = home_page(home, "devi").content.decode()
    assert "Amina Diallo" in shown
    assert client(home, "devi").get(reverse("student-supports", args=[home.amina.pk])).status_code == 404
    assert client(home, "devi").get(reverse("confidential-notes", args=[home.amina.pk])).status_code == 404


@pytest.mark.parametrize("sent", [{"situation": "castle"}, {"since": "2999-01-01"}, {"since": "soon"}])
def test_housing_that_cannot_be_is_not_kept(home, sent):
    fields = {"do": "write", "student": home.bea.pk, "situation": "motel", "since": day(0), **sent}
    assert home_page(home, "noor", **fields).status_code == 422
    assert not rows(Housing).filter(student=home.bea).exists()
