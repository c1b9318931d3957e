"""Who reads and works at the school has word of it: on the page where their day begins, and by one mail."""

from urllib.parse import quote

import pytest
from django.core import mail
from django.urls import reverse

from assessment.portfolios.scene import TEXT, as_, ask, baker, fresh, hand_in, read
from trellis.assessment.portfolios import scorer_requests
from trellis.assessment.portfolios.models import Scorer
from trellis.web.notifications.registry import SOURCES
from trellis.web.notifications.services import save_preferences
from web.notifications.letters import give_email, run_daily
from world import Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    side = fresh()
    hand_in(side)
    return side


def goes_out(days: int = 0) -> int:
    """Run the daily email on a day, and count the emails that went out."""
    return run_daily(days=days)


def with_mail(side: Side, who: str) -> None:
    """Give somebody an address, and let the daily email tell them of portfolios alone."""
    save_preferences(give_email(side, who), [], set(SOURCES) - {"portfolio-work"})


def today(side: Side, who: str) -> str:
    return as_(side, who).get(reverse("today")).content.decode()


def test_tomas_finds_work_to_score_on_his_day(home):
    assert "Portfolio work to score" not in today(home, "tomas")
    seat = ask(home, "tomas")
    shown = today(home, "tomas")
    assert reverse("portfolio-score", args=[seat.pk]) in shown
    assert reverse("portfolio-desk", args=[home.school.pk]) in shown
    assert "Portfolio work to score" not in today(home, "daniel")
    read(home, seat, 3, 3, 3)
    assert "Portfolio work to score" not in today(home, "tomas")


def test_both_find_it_again_when_they_are_to_talk(home):
    seats = [ask(home, who) for who in ("tomas", "daniel")]
    read(home, seats[0], 3, 3, 3)
    read(home, seats[1], 4, 3, 3)
    for who in ("tomas", "daniel"):
        assert "discuss with the other scorer" in today(home, who)


def test_ines_who_leads_finds_hers_on_the_school_s_page(home):
    seat = ask(home, "ines")
    shown = as_(home, "ines").get(reverse("school", args=[home.school.pk])).content.decode()
    assert reverse("portfolio-score", args=[seat.pk]) in shown


def test_one_mail_says_how_much_waits_and_names_nobody(home):
    with_mail(home, "tomas")
    ask(home, "tomas")
    ask(home, "tomas", "oral")
    assert (goes_out(), goes_out(), goes_out(days=1)) == (1, 0, 0)
    sent = mail.outbox[-1]
    assert sent.to == ["tomas@mail.example"]
    assert "2 parts of portfolios to score or discuss" in sent.body
    assert quote(reverse("portfolio-desk", args=[home.school.pk]), safe="") in sent.body
    assert "Amina" not in sent.subject + sent.body


def test_who_has_read_or_was_taken_off_or_has_no_address_gets_none(home):
    with_mail(home, "tomas")
    with_mail(home, "daniel")
    read(home, ask(home, "tomas"), 3, 3, 3)
    scorer_requests.remove_scorer(ask(home, "daniel"), home.ines.pk)
    ask(home, "noor", "oral")
    assert goes_out() == 0


def test_a_talk_is_word_anew_and_a_first_score_is_none(home):
    for who in ("tomas", "daniel"):
        with_mail(home, who)
    seats = [ask(home, who) for who in ("tomas", "daniel")]
    assert goes_out() == 2
    read(home, seats[0], 3, 3, 3)
    assert goes_out(days=1) == 0
    read(home, seats[1], 4, 3, 3)
    assert goes_out(days=2) == 2
    assert not Scorer.objects.unscoped(TEXT).filter(notified_at=None).exists()


def test_an_evaluator_is_told_what_is_so_of_any_task(home):
    baker(home)
    assert "graduation" not in mail.outbox[-1].body
    assert "/portfolio-reading/" in mail.outbox[-1].body
