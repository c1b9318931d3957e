"""A graduation panel has many seats and a packet in hand a week before; it goes out by itself, once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.assessment.exhibitions import seats
from trellis.assessment.exhibitions.models import Attendee, Exhibition, Panelist, Round
from trellis.assessment.exhibitions.scheduled_tasks import send_packets
from trellis.assessment.exhibitions.scheduling_problem import build_problem
from trellis.core.community.models import Role
from trellis.design.blueprint.package import Package
from world import MODEL, Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
PACKAGE = Package.model_validate(MODEL)
KINDS = {kind.key: kind for kind in PACKAGE.exhibition.kinds}


@pytest.fixture
def home() -> Side:
    side = make_world().home
    Exhibition.objects.unscoped(TEXT).filter(student=side.amina).update(
        kind="graduation", starts=timezone.now() + timedelta(days=6), packet="Four years, in four pages."
    )
    Panelist.objects.unscoped(TEXT).update(email="daniel@school.example")
    return side


def address(name: str, token: str) -> str:
    return "https://trellis.example.org" + reverse(name, args=[token])


def send() -> int:
    return send_packets(timezone.now(), address)


def test_the_packet_goes_to_the_panel_a_week_before_and_only_once(home):
    assert send() == 1
    letter = mail.outbox[0]
    assert letter.to == ["daniel@school.example"]
    assert "Four years, in four pages." in letter.body
    assert send() == 0


def test_the_link_in_the_letter_opens_the_panelist_s_page(home):
    send()
    link = next(word for word in mail.outbox[0].body.split() if "/panel/" in word)
    assert Client().get(link.removeprefix("https://trellis.example.org")).status_code == 200


def test_a_packet_that_reached_nobody_is_sent_at_the_next_run(home, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(mail.EmailMessage, "send", refuse)
        assert send() == 0
    assert send() == 1


def refuse(*_args, **_more):
    raise OSError("the mail server is down")


@pytest.mark.parametrize(
    "facts",
    [
        {"starts": timezone.now() + timedelta(days=12)},
        {"starts": timezone.now() - timedelta(days=1)},
        {"packet": ""},
        {"kind": "cycle"},
        {"kind": "of another model"},
    ],
)
def test_packets_go_out_only_when_due(home, facts):
    Exhibition.objects.unscoped(TEXT).filter(student=home.amina).update(**facts)
    assert send() == 0


def test_daniel_hears_of_a_packet_that_is_not_written(home):
    Exhibition.objects.unscoped(TEXT).filter(student=home.amina).update(packet="")
    client = Client()
    client.force_login(home.daniel.account)
    assert "1 packet to write" in client.get(reverse("today")).content.decode()


def set_round_kind(side: Side, kind: str) -> Round:
    Round.objects.unscoped(TEXT).filter(school=side.school).update(kind=kind)
    return Round.objects.unscoped(TEXT).select_related("school", "term").get(school=side.school)


def count_needs(side: Side, strangers: int) -> dict[str, int]:
    """What the timetable is asked for Amina's graduation, by part."""
    Attendee.objects.unscoped(TEXT).all().delete()
    exhibition_round = set_round_kind(side, "graduation")
    for number in range(strangers):
        Attendee.objects.create(round=exhibition_round, name=f"Neighbor {number}", part="outside")
    problem = build_problem(exhibition_round, PACKAGE)
    amina = next(each for each in problem.requests if each.key == str(side.amina.pk))
    return {need.part: need.count for need in amina.needs}


def test_graduation_panel_needs_four_outside_adults(home):
    tie(home.bea, Role.STUDENT, home.rows["Advisory"])
    needs = count_needs(home, 6)
    assert needs == {"school:principal": 1, "school:counselor": 1, "family": 1, "outside": 4, "peer": 1}


def test_with_fewer_known_than_seats_those_are_asked_for(home):
    assert count_needs(home, 2)["outside"] == 2
    assert "outside" not in count_needs(home, 0)


def test_the_panel_s_page_says_how_many_of_each_are_there(home):
    filled_seats = seats.count_filled_seats(KINDS["graduation"], ["advisor", "outside", "outside", "school"])
    counts = {seat.key: taken for seat, taken in filled_seats}
    assert counts == {
        "advisor": 1,
        "principal": 1,
        "counselor": 0,
        "family": 0,
        "outside": 2,
        "advocate": 0,
    }


def test_a_second_advisor_takes_the_second_advisor_s_seat(home):
    filled_seats = seats.count_filled_seats(KINDS["gateway"], ["advisor", "advisor"])
    assert {seat.key: taken for seat, taken in filled_seats}["next-advisor"] == 1


def test_while_times_are_looked_for_nobody_starts_a_second_look(home):
    exhibition_round = set_round_kind(home, "cycle")
    Round.objects.unscoped(TEXT).filter(pk=exhibition_round.pk).update(search_started_at=timezone.now())
    client = Client()
    client.force_login(home.ines.account)
    shown = client.post(
        reverse("exhibition-round-times", args=[exhibition_round.pk]), follow=True
    ).content.decode()
    assert "We are already finding times. They will be here in a minute." in shown
    assert "Finding times" in shown


def test_a_look_that_the_machine_forgot_can_be_started_again(home):
    exhibition_round = set_round_kind(home, "cycle")
    long_ago = timezone.now() - timedelta(minutes=11)
    Round.objects.unscoped(TEXT).filter(pk=exhibition_round.pk).update(search_started_at=long_ago)
    client = Client()
    client.force_login(home.ines.account)
    client.post(reverse("exhibition-round-times", args=[exhibition_round.pk]))
    assert set_round_kind(home, "cycle").search_started_at is None
    assert set_round_kind(home, "cycle").times_found_at
