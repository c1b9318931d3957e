"""Partners and consents: double presses, mail that is down, other words, a second guardian."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.html import compact

from learning.supports.asking import client, day, page, press, rows
from trellis.core.foundation.ledger import running_act
from trellis.learning.supports import partner_services
from trellis.learning.supports.models import Consent, Need, Partner, Referral
from world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make_world().home


@pytest.fixture
def clinic(home):
    return partner_services.save_partner(
        home.school, "The clinic", ["health"], "Li", "li@clinic.example", "", "", home.noor.pk
    )


def at(token):
    return reverse("referral", args=[token])


def yes(home, clinic, ahead=30):
    return Consent.objects.create(
        student=home.amina,
        partner=clinic,
        ends=timezone.localdate() + timedelta(days=ahead),
        given_at=timezone.now(),
        how="paper",
    )


def mailed():
    return re.search(r"/referral/\S+", mail.outbox[-1].body)[0]


def test_a_double_press_leaves_the_mailed_link_open(home, clinic):
    yes(home, clinic)
    sent = {"do": "refer", "need": home.rows["Need"].pk, "partner": clinic.pk, "words": "A bus card."}
    press(home, "noor", 200, **sent)
    press(home, "noor", **sent)
    assert Client().get(mailed()).status_code == 200


def test_a_mail_that_cannot_be_sent_is_sent_at_the_next_press(home, clinic, monkeypatch):
    yes(home, clinic)
    sent = {"do": "refer", "need": home.rows["Need"].pk, "partner": clinic.pk, "words": "A bus card."}

    def down(*a, **k):
        raise OSError("smtp is down")

    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", down)
        answer = client(home, "noor", raise_request_exception=False).post(
            reverse("student-supports", args=[home.amina.pk]), sent
        )
        first = answer.status_code
    press(home, "noor", 200, **sent)
    assert (first != 500, len(mail.outbox)) == (True, 1)


def test_nobody_waits_for_the_mail_server_to_write(home, clinic, monkeypatch):
    yes(home, clinic)
    acts = []
    monkeypatch.setattr(mail.EmailMessage, "send", lambda *_args: acts.append(running_act()))
    press(home, "noor", 200, do="refer", need=home.rows["Need"].pk, partner=clinic.pk, words="A bus card.")
    assert acts == [None]


def test_corrected_request_reaches_the_partner(home, clinic):
    yes(home, clinic)
    sent = {"do": "refer", "need": home.rows["Need"].pk, "partner": clinic.pk}
    press(home, "noor", 200, **sent, words="Amina, who cries every night, needs a card.")
    answer = client(home, "noor").post(
        reverse("student-supports", args=[home.amina.pk]), {**sent, "words": "A card."}
    )
    referral = rows(Referral).get(partner=clinic)
    assert answer.status_code == 422 or referral.words == "A card."


def test_the_second_guardians_no_is_not_thanked_for_and_dropped(home, clinic):
    consent = partner_services.ask_consent(
        home.amina, clinic, timezone.localdate() + timedelta(days=9), home.noor.pk
    )
    where = reverse("student-supports", args=[home.amina.pk])
    carmen = client(home, "carmen")
    carmen.post(where, {"do": "answer", "consent": consent.pk, "yes": "1"}, follow=True)
    answer = carmen.post(where, {"do": "answer", "consent": consent.pk, "yes": "0"}, follow=True)
    current_consent = partner_services.current_consent(home.amina.pk, clinic, timezone.localdate())
    assert current_consent is None or "has your answer" not in answer.content.decode()


def test_an_answer_to_a_question_that_is_over_is_not_thanked_for(home, clinic):
    consent = partner_services.ask_consent(home.amina, clinic, timezone.localdate(), home.noor.pk)
    rows(Consent).filter(pk=consent.pk).update(ends=timezone.localdate() - timedelta(days=1))
    where = reverse("student-supports", args=[home.amina.pk])
    answer = client(home, "carmen").post(
        where, {"do": "answer", "consent": consent.pk, "yes": "1"}, follow=True
    )
    consent.refresh_from_db()
    assert consent.given_at or "has your answer" not in answer.content.decode()


def test_nothing_is_shared_is_true_where_it_is_said(home, clinic):
    yes(home, clinic, 10)
    _r, link = partner_services.send_referral(home.rows["Need"], clinic, "A bus card.", home.noor.pk, at)
    more = partner_services.ask_consent(
        home.amina, clinic, timezone.localdate() + timedelta(days=90), home.noor.pk
    )
    press(home, "carmen", do="answer", consent=more.pk, yes="0")
    shown = page(home, "carmen")
    assert (
        Client().get(link).status_code == 410
        or "The clinic: the answer was no. Nothing is shared." not in shown
    )


def test_a_yes_taken_back_takes_the_other_yes_to_this_partner_too(home, clinic):
    consent, _other = yes(home, clinic, 10), yes(home, clinic, 90)
    press(home, "carmen", do="withdraw", consent=consent.pk)
    assert "The clinic: consent was withdrawn. The school no longer shares anything." in page(home, "carmen")
    press(home, "noor", 422, do="refer", need=home.rows["Need"].pk, partner=clinic.pk, words="A bus card.")


def test_a_family_says_yes_to_the_day_that_it_read(home, clinic):
    consent = partner_services.ask_consent(
        home.amina, clinic, timezone.localdate() + timedelta(days=7), home.noor.pk
    )
    carmen = client(home, "carmen")
    carmen.get(reverse("student-supports", args=[home.amina.pk]))  # reads "until" a week from now
    read = consent.ends
    press(home, "noor", do="ask", partner=clinic.pk, ends=day(360))
    carmen.post(
        reverse("student-supports", args=[home.amina.pk]), {"do": "answer", "consent": consent.pk, "yes": "1"}
    )
    consent.refresh_from_db()
    assert consent.given_at is None or consent.ends == read


def test_a_need_that_is_made_between_by_opening_it_again_is_between(home):
    press(home, "noor", do="need", area="safety", words="Afraid at home.")
    press(home, "noor", do="need", area="safety", words="Afraid at home.", between="on")
    assert "Afraid at home." not in page(home, "carmen")


def test_a_met_need_shuts_the_partners_link(home, clinic):
    yes(home, clinic)
    need = home.rows["Need"]
    _r, link = partner_services.send_referral(need, clinic, "A bus card.", home.noor.pk, at)
    press(home, "noor", do="meet", need=need.pk, how="She has one.")
    assert Client().get(link).status_code == 410


def test_take_away_twice_is_no_error(home):
    row = home.rows["Strength"]
    press(home, "noor", 404, do="away", kind="strength", row="no id")
    press(home, "noor", do="away", kind="strength", row=row.pk)
    press(home, "noor", do="away", kind="strength", row=row.pk)


@pytest.mark.parametrize("language", ["\x00", "!!!", "x" * 500, "zz-zz", "-", "\u202e", "ar"])
@pytest.mark.parametrize("field", ["language", "contact", "phone", "name", "email"])
def test_a_partner_with_strange_words(home, field, language):
    where = reverse("support-partners", args=[home.school.pk])
    sent = {"do": "partner", "name": "P", "area": ["food"], field: language}
    answer = client(home, "noor").post(where, sent, follow=True)
    assert answer.status_code in (200, 422)
    assert client(home, "noor").get(where).status_code == 200
    partner = rows(Partner).filter(name="P").first()
    if partner:
        yes(home, partner)
        _r, link = partner_services.send_referral(home.rows["Need"], partner, "A.", home.noor.pk, at)
        assert Client().get(link).status_code == 200


def test_a_mail_address_fits_its_column(home):
    where = reverse("support-partners", args=[home.school.pk])
    long = "a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".example"
    client(home, "noor").post(where, {"do": "partner", "name": "P", "area": ["food"], "email": long})
    partner = rows(Partner).filter(name="P").first()
    assert partner is None or len(partner.email) <= 254


def test_a_word_for_the_counselor_is_not_the_familys(home, clinic):
    yes(home, clinic)
    _r, link = partner_services.send_referral(home.rows["Need"], clinic, "A bus card.", home.noor.pk, at)
    assert "Message to the counselor" in Client().get(link).content.decode()
    Client().post(link, {"do": "decline", "words": "Her mother smelled of wine."})
    for who in ("carmen", "amina"):
        assert "smelled of wine" not in page(home, who)


def test_a_partner_is_told_the_first_name_and_the_words_and_nothing_else(home, clinic):
    need = Need.objects.create(
        student=home.amina,
        area="mind",
        words="Panic on the bus.",
        opened_at=timezone.localdate(),
        review_on=timezone.localdate(),
    )
    yes(home, clinic)
    _r, link = partner_services.send_referral(need, clinic, "A ride on Mondays.", home.noor.pk, at)
    assert "feelings and mental health" not in Client().get(link).content.decode()


def shown(html):
    """The revision that the first form of a page was shown at."""
    return re.search(r'name="revision" value="([^"]+)"', html)[1]


def referred(home, clinic):
    yes(home, clinic)
    return partner_services.send_referral(home.rows["Need"], clinic, "A bus card.", home.noor.pk, at)


def test_two_answers_of_a_partner_are_both_shown(home, clinic):
    referral, link = referred(home, clinic)
    old = shown(Client().get(link).content.decode())
    yes_first = {"do": "accept", "revision": old}
    assert Client().post(link, yes_first).status_code == 302
    assert Client().post(link, yes_first).status_code == 302, "the same press once more is no conflict"
    decline = {"do": "decline", "revision": old, "words": "We are full this week."}
    answer = Client().post(link, decline)
    html = answer.content.decode()
    assert answer.status_code == 409
    for text in ("Yes, we can help", "We cannot help", "We are full this week."):
        assert text in html
    referral.refresh_from_db()
    assert (bool(referral.accepted_at), referral.declined_at, referral.answer) == (True, None, "")
    assert Client().post(link, decline | {"revision": shown(html)}).status_code == 200
    referral.refresh_from_db()
    assert (bool(referral.declined_at), referral.answer) == (True, "We are full this week.")


def test_second_answer_to_closed_referral_is_a_conflict(home, clinic):
    referral, link = referred(home, clinic)
    Client().post(link, {"do": "accept"})
    done = {"do": "close", "revision": shown(Client().get(link).content.decode()), "words": "She has a card."}
    assert Client().post(link, done).status_code == 200
    assert Client().post(link, done).status_code == 200
    answer = Client().post(link, done | {"words": "She has a card until June."})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "She has a card.<" in compact(html)
    assert "She has a card until June." in html
    again = done | {"words": "She has a card until June.", "revision": shown(html)}
    assert Client().post(link, again).status_code == 200
    referral.refresh_from_db()
    assert referral.answer == "She has a card until June."


def test_a_yes_after_a_no_is_asked_about_and_then_opens_the_referral_again(home, clinic):
    referral, link = referred(home, clinic)
    old = shown(Client().get(link).content.decode())
    Client().post(link, {"do": "decline", "revision": old, "words": "We are full."})
    answer = Client().post(link, {"do": "accept", "revision": old})
    assert answer.status_code == 409
    assert "We are full." in answer.content.decode()
    now = shown(answer.content.decode())
    assert Client().post(link, {"do": "accept", "revision": now}).status_code == 302
    referral.refresh_from_db()
    assert (bool(referral.accepted_at), referral.declined_at, referral.answer) == (True, None, "")


def test_a_yes_after_a_no_is_refused_once_the_partner_was_asked_again(home, clinic):
    _first, link = referred(home, clinic)
    old = shown(Client().get(link).content.decode())
    Client().post(link, {"do": "decline", "revision": old})
    partner_services.send_referral(home.rows["Need"], clinic, "A bus card for May.", home.noor.pk, at)
    now = shown(Client().post(link, {"do": "accept", "revision": old}).content.decode())
    assert Client().post(link, {"do": "accept", "revision": now}).status_code == 422


def test_answers_to_a_canceled_referral_are_shown(home, clinic):
    referral, link = referred(home, clinic)
    old = shown(Client().get(link).content.decode())
    press(home, "noor", do="call-back", referral=referral.pk)
    answer = Client().post(link, {"do": "decline", "revision": old, "words": "We are full this week."})
    assert answer.status_code == 410
    assert "We are full this week." in answer.content.decode()


def test_noor_takes_no_referral_back_that_a_partner_has_answered_unseen(home, clinic):
    referral, link = referred(home, clinic)
    match = re.search(rf'value="({referral.pk}:\d+)"', page(home, "noor"))
    press_back = {"do": "call-back", "referral": referral.pk, "revision": match[1]}
    Client().post(link, {"do": "accept"})
    html = press(home, "noor", 409, **press_back)
    assert "Yes, we can help" in html
    referral.refresh_from_db()
    assert referral.withdrawn_at is None
    press(home, "noor", **press_back | {"revision": shown(html)})
    referral.refresh_from_db()
    assert referral.withdrawn_at
    press(home, "noor", **press_back)


def test_noor_hears_that_a_referral_is_settled_which_she_would_take_back(home, clinic):
    referral, link = referred(home, clinic)
    Client().post(link, {"do": "decline", "words": "We are full."})
    assert "This is already final. The result is below." in press(
        home, "noor", 422, do="call-back", referral=referral.pk
    )
