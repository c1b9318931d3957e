"""Amina's exhibition: planned, its panel asked by link, read by everybody on one rubric, talked over, agreed."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from tests.html import shown_link

from trellis.assessment.evidence.models import Score, Work
from trellis.assessment.exhibitions.models import AgreedLevel, Exhibition, PanelComment, Panelist, PanelScore
from trellis.assessment.exhibitions.rubric import get_protocol, rows_far_apart
from trellis.assessment.exhibitions.services import PANEL_LINK_PURPOSE
from trellis.core.community import links
from trellis.core.community.models import Person
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.credit import compute_crosswalk
from trellis.design.frameworks.models import Framework, Outcome
from trellis.learning.plans.carry_over import carried_over_items
from world import MODEL, Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
ROWS = ("vision", "learning", "influence")
PACKAGE = Package.model_validate(MODEL)


@pytest.fixture
def home() -> Side:
    """Ten minutes into the exhibition: Amina, Daniel and a baker from outside sit at the table."""
    side = make_world().home
    exhibition = side.rows["Exhibition"]
    for model in (PanelScore, AgreedLevel, PanelComment):
        model.objects.unscoped(TEXT).all().delete()
    Exhibition.objects.unscoped(TEXT).filter(pk=exhibition.pk).update(
        starts=timezone.now() - timedelta(minutes=10)
    )
    now = timezone.now()
    Panelist.objects.unscoped(TEXT).filter(exhibition=exhibition).update(accepted_at=now)
    Panelist.objects.create(exhibition=exhibition, person=side.amina, part="student", accepted_at=now)
    side.rows["Baker"] = Panelist.objects.create(
        exhibition=exhibition, name="The baker", part="outside", accepted_at=now
    )
    for key in ("personal-qualities", "empirical-reasoning", "social-reasoning"):
        framework = Framework.objects.get(key=side.network.slug)
        Outcome.objects.create(framework=framework, key=key, title=key, statement=".")
    return side


def page(side: Side, name: str = "exhibition") -> str:
    return reverse(name, args=[side.rows["Exhibition"].pk])


def seat_page(seat: Panelist) -> str:
    return reverse("exhibition-panelist", args=[seat.pk])


def as_(side: Side, who: str) -> Client:
    client = Client()
    client.force_login(side.people[who].account)
    return client


def levels(*chosen: int) -> dict:
    return {f"level-{key}": level for key, level in zip(ROWS, chosen, strict=False)}


def link_of(seat: Panelist) -> str:
    return reverse("panel", args=[links.issue_link(PANEL_LINK_PURPOSE, seat.pk, seat.person, 7, None)])


def everybody_reads(side: Side, baker=(3, 3, 3)) -> None:
    as_(side, "daniel").post(page(side, "exhibition-scores"), levels(2, 3, 3))
    as_(side, "amina").post(page(side, "exhibition-scores"), levels(2, 2, 3))
    Client().post(link_of(side.rows["Baker"]), levels(*baker))


def agree(side: Side, status: int = 302, **more) -> str:
    fields = {**levels(2, 3, 3), "remarks-recommendation": "Bring the numbers\n\nAsk the director", **more}
    answer = as_(side, "daniel").post(page(side, "exhibition-agreement"), fields)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def agreed(side: Side) -> dict[str, int]:
    rows = AgreedLevel.objects.unscoped(TEXT).filter(exhibition=side.rows["Exhibition"])
    return dict(rows.values_list("criterion", "level"))


def test_daniel_plans_one_and_amina_is_its_first_scorer(home):
    Exhibition.objects.unscoped(TEXT).filter(student=home.amina).delete()
    for _twice in range(2):
        as_(home, "daniel").post(reverse("student-exhibitions", args=[home.amina.pk]), {"kind": "gateway"})
    exhibition = Exhibition.objects.unscoped(TEXT).get(student=home.amina)
    assert (exhibition.kind, exhibition.minutes) == ("gateway", 60)
    assert list(
        Panelist.objects.unscoped(TEXT).filter(exhibition=exhibition).values_list("part", flat=True)
    ) == ["student"]


def test_graduation_and_cycle_stand_side_by_side_in_one_term(home):
    as_(home, "daniel").post(reverse("student-exhibitions", args=[home.amina.pk]), {"kind": "graduation"})
    kinds = Exhibition.objects.unscoped(TEXT).filter(student=home.amina).values_list("kind", flat=True)
    assert sorted(kinds) == ["cycle", "graduation"]


def test_the_panel_is_chosen_by_who_scores(home):
    assert "Who scores:" in as_(home, "daniel").get(page(home)).content.decode()


def test_panelist_link_shows_only_the_first_name(home):
    fields = {"name": "A neighbor", "email": "n@street.example", "part": "outside"}
    as_(home, "daniel").post(page(home, "exhibition-invite"), fields)
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    shown = Client().get(link).content.decode()
    assert "Amina presents what they learned" in shown
    assert "Diallo" not in shown + mail.outbox[0].body


def test_opening_the_link_is_not_yet_an_answer(home):
    Exhibition.objects.unscoped(TEXT).update(starts=timezone.now() + timedelta(days=3))
    seat = Panelist.objects.create(exhibition=home.rows["Exhibition"], name="A neighbor", part="outside")
    link = link_of(seat)
    Client().get(link)
    seat.refresh_from_db()
    assert seat.accepted_at is None
    Client().post(link, {"do": "come"})
    seat.refresh_from_db()
    assert seat.accepted_at


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"part": "outside", "name": " "}, "Enter the name"),
        ({"part": "outside", "name": "N", "email": "not mail"}, "” is not an email address."),
        ({"part": "judge", "name": "N"}, "Choose this person’s role on the panel."),
        ({"part": "student", "name": "N"}, "Choose this person’s role on the panel."),
    ],
)
def test_somebody_who_cannot_be_asked_is_asked_about(home, fields, sentence):
    answer = as_(home, "daniel").post(page(home, "exhibition-invite"), fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_same_person_asked_twice_keeps_one_seat_and_the_newest_link(home):
    links_given = []
    for _twice in range(2):
        shown = as_(home, "daniel").post(page(home, "exhibition-invite"), {"part": "outside", "name": "N"})
        links_given.append(shown_link(shown.content.decode()))
    assert Panelist.objects.unscoped(TEXT).filter(name="N").count() == 1
    assert [Client().get(link).status_code for link in links_given] == [410, 200]


def test_nobody_reads_before_it_begins(home):
    Exhibition.objects.unscoped(TEXT).update(starts=timezone.now() + timedelta(days=1))
    answer = as_(home, "amina").post(page(home, "exhibition-scores"), levels(2, 2, 2))
    assert "Scoring opens one hour before the exhibition starts." in answer.content.decode()
    assert not PanelScore.objects.unscoped(TEXT).exists()


@pytest.mark.parametrize("chosen", [(2, 2), (2, 2, 6), (2, 2, 0), (), (2, 2, -1)])
def test_a_row_without_a_level_is_asked_about_and_nothing_is_kept(home, chosen):
    answer = Client().post(link_of(home.rows["Baker"]), levels(*chosen))
    assert answer.status_code == 422
    assert "has no level yet" in answer.content.decode()
    assert not PanelScore.objects.unscoped(TEXT).exists()


def test_nobody_sees_anothers_scores_before_everybody_who_came_has_scored(home):
    as_(home, "daniel").post(page(home, "exhibition-scores"), levels(2, 3, 3))
    shown = as_(home, "amina").get(page(home)).content.decode()
    assert "Side by side" not in shown
    assert "Still scoring" in shown
    everybody_reads(home)
    assert "Side by side" in as_(home, "amina").get(page(home)).content.decode()


def test_a_score_sent_twice_is_one_until_agreed(home):
    link = link_of(home.rows["Baker"])
    for chosen in ((3, 3, 3), (3, 3, 3), (4, 3, 3)):
        Client().post(link, levels(*chosen))
    scores = PanelScore.objects.unscoped(TEXT).filter(panelist=home.rows["Baker"])
    assert dict(scores.values_list("criterion", "level")) == {"vision": 4, "learning": 3, "influence": 3}


def test_scores_two_levels_apart_must_be_talked_about(home):
    everybody_reads(home, baker=(4, 3, 3))
    assert "talk about this one" in as_(home, "daniel").get(page(home)).content.decode()
    assert "are far apart" in agree(home, 422)
    assert agreed(home) == {}
    agree(home, **{"talk-vision": "The baker saw the second visit; we had not."})
    assert agreed(home) == {"vision": 2, "learning": 3, "influence": 3}


def test_one_level_apart_needs_no_talk(home):
    everybody_reads(home)
    agree(home)
    assert agreed(home) == {"vision": 2, "learning": 3, "influence": 3}


def test_a_panel_agrees_only_when_everybody_who_came_has_read(home):
    as_(home, "daniel").post(page(home, "exhibition-scores"), levels(2, 3, 3))
    as_(home, "amina").post(page(home, "exhibition-scores"), levels(2, 3, 3))
    assert "The baker" in agree(home, 422)
    as_(home, "daniel").post(seat_page(home.rows["Baker"]), {"do": "remove"})
    agree(home)


def test_without_the_students_own_scores_nothing_is_agreed(home):
    Panelist.objects.unscoped(TEXT).filter(part="student").delete()
    as_(home, "daniel").post(page(home, "exhibition-scores"), levels(2, 3, 3))
    Client().post(link_of(home.rows["Baker"]), levels(2, 3, 3))
    assert "A panel needs the student and at least one other person to score the work." in agree(home, 422)


def test_what_was_agreed_stays(home):
    everybody_reads(home)
    agree(home)
    assert "The panel already agreed on this. The results are below." in agree(home, 422, **levels(5, 5, 5))
    Client().post(link_of(home.rows["Baker"]), levels(5, 5, 5))
    as_(home, "daniel").post(page(home, "exhibition-time"), {"starts": "2027-01-01T10:00"})
    assert agreed(home)["vision"] == 2
    assert PanelScore.objects.unscoped(TEXT).get(panelist=home.rows["Baker"], criterion="vision").level == 3


def test_recommendations_go_into_the_next_plan(home):
    everybody_reads(home)
    agree(home, **{"remarks-commendation": "Her patience"})
    assert [each["text"] for each in carried_over_items(home.amina.pk)] == [
        "Bring the numbers",
        "Ask the director",
    ]


def test_the_agreed_levels_become_evidence_once(home):
    everybody_reads(home)
    agree(home)
    agree(home, 422)
    work = Work.objects.unscoped(TEXT).get(title__startswith="Exhibition, ")
    scores = Score.objects.unscoped(TEXT).filter(work=work).select_related("outcome")
    assert {score.outcome.key: score.level for score in scores} == {
        "personal-qualities": 2,
        "empirical-reasoning": 3,
        "social-reasoning": 3,
    }


def test_family_reads_results_and_the_mentor_does_not(home):
    everybody_reads(home)
    agree(home)
    assert "Bring the numbers" in as_(home, "carmen").get(page(home)).content.decode()
    assert as_(home, "rosa").get(page(home)).status_code == 404


def test_a_link_of_another_purpose_or_a_forged_one_opens_no_panel(home):
    for token in (home.tokens["confirm-days"], "x", home.tokens["panel"][:-1]):
        assert Client().get(reverse("panel", args=[token])).status_code == 404


def test_a_panelist_taken_off_has_no_page(home):
    link = link_of(home.rows["Baker"])
    as_(home, "daniel").post(seat_page(home.rows["Baker"]), {"do": "remove"})
    assert Client().get(link).status_code == 410


def test_amina_is_never_taken_off_her_own_panel(home):
    seat = Panelist.objects.unscoped(TEXT).get(part="student")
    as_(home, "daniel").post(seat_page(seat), {"do": "remove"})
    seat.refresh_from_db()
    assert seat.deleted_at is None


def test_crosswalk_credit_is_120_points_with_80_at_level_two():
    goals = list(PACKAGE.credit.outcomes)
    reached = dict.fromkeys(goals[:2], 1) | dict.fromkeys(goals[2:], 2)
    credit = compute_crosswalk(PACKAGE.credit, reached)
    assert (credit.total, credit.points["level-2-up"], credit.met) == (120, 80, True)
    assert not compute_crosswalk(PACKAGE.credit, {**reached, goals[2]: 1}).met


HOW = get_protocol(PACKAGE, "cycle")
SCORES = st.lists(st.fixed_dictionaries({key: st.integers(1, 5) for key in ROWS}), min_size=1, max_size=6)


@given(SCORES)
def test_far_apart_is_exactly_two_levels_or_more_whoever_scores_first(scores):
    keys_apart = rows_far_apart(HOW, scores)
    assert keys_apart == rows_far_apart(HOW, scores[::-1])
    for key in ROWS:
        widest = max(abs(a[key] - b[key]) for a in scores for b in scores)
        assert (key in keys_apart) == (widest >= 2)


@pytest.mark.parametrize("child", ["Bea Lopez", "bea  LOPEZ"])
def test_a_child_sits_on_no_panel_as_interpreter(home, child):
    fields = {"part": "interpreter", "name": child}
    shown = as_(home, "daniel").post(page(home, "exhibition-invite"), fields, follow=True)
    assert "A child cannot be the interpreter. Enter an adult’s name." in shown.content.decode()
    assert not Panelist.objects.unscoped(TEXT).filter(part="interpreter").exists()


def test_who_sits_on_a_panel_is_said_in_the_readers_language(home):
    Person.objects.unscoped(TEXT).filter(pk=home.daniel.pk).update(language="ar")
    client = Client()
    client.force_login(home.daniel.account)
    page = client.get(reverse("exhibition", args=[home.rows["Exhibition"].pk])).text
    assert "راشد من خارج المدرسة" in page
    assert "outside adult" not in page


def ask_baker(side: Side, status: int = 200, **more) -> str:
    fields = {"name": "A neighbor", "part": "outside", "email": "", **more}
    answer = as_(side, "daniel").post(page(side, "exhibition-invite"), fields)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def test_a_colleagues_move_is_shown_before_mine(home):
    ask_baker(home, part="outside", email="n@street.example", shown="")
    ask_baker(home, part="outside", shown="")
    html = ask_baker(home, 409, part="interpreter", shown="")
    seat = Panelist.objects.unscoped(TEXT).get(name="A neighbor")
    now = f"{seat.pk}:{seat.revision}"
    assert (seat.part, seat.email) == ("outside", "n@street.example")
    assert f'name="shown" value="{now}"' in html
    assert f'name="shown" value="{now}"' in as_(home, "daniel").get(page(home)).content.decode()
    ask_baker(home, part="interpreter", shown=["", now])
    seat.refresh_from_db()
    assert (seat.part, seat.email) == ("interpreter", "n@street.example")


def test_words_of_a_second_agreement_are_shown_beside_what_the_panel_agreed(home):
    everybody_reads(home)
    agree(home)
    html = agree(home, 422, **{"remarks-commendation": "Brave questions.", "talk-vision": "We disagreed."})
    assert "The panel already agreed on this. The results are below." in html
    for words in ("Brave questions.", "We disagreed.", "Bring the numbers"):
        assert words in html
    assert not PanelComment.objects.unscoped(TEXT).filter(words="Brave questions.").exists()


def test_a_panelist_removed_by_mistake_comes_back_with_their_scores_and_a_new_link(home):
    everybody_reads(home)
    baker = home.rows["Baker"]
    daniel = as_(home, "daniel")
    assert "The baker" in daniel.post(seat_page(baker), {"do": "remove"}, follow=True).text
    restored = daniel.post(seat_page(baker), {"do": "restore"}).text
    assert "Levels" not in restored
    assert "You can change your scores" not in Client().get(shown_link(restored)).text
    assert "Side by side" in daniel.get(page(home)).text
    assert PanelScore.objects.unscoped(TEXT).filter(panelist=baker).count() == 3


def test_somebody_invited_again_is_not_restored_beside_themselves(home):
    baker, daniel = home.rows["Baker"], as_(home, "daniel")
    daniel.post(seat_page(baker), {"do": "remove"})
    daniel.post(page(home, "exhibition-invite"), {"name": "The baker", "part": "outside"})
    answer = daniel.post(seat_page(baker), {"do": "restore"})
    assert (answer.status_code, "is already on the panel." in answer.text) == (422, True)


def test_a_time_set_by_hand_can_be_undone_until_somebody_changes_it_again(home):
    exhibition, daniel = home.rows["Exhibition"], as_(home, "daniel")
    exhibition.refresh_from_db()
    before = (exhibition.starts, exhibition.room, exhibition.by_hand)
    sent = {"starts": "2027-01-01T10:00", "room": "Lab"}
    assert (
        "You changed the time or the room."
        in daniel.post(page(home, "exhibition-time"), sent, follow=True).text
    )
    daniel.post(page(home, "exhibition-time"), {"do": "undo"})
    exhibition.refresh_from_db()
    assert (exhibition.starts, exhibition.room, exhibition.by_hand) == before
    daniel.post(page(home, "exhibition-time"), sent)
    as_(home, "noor").post(page(home, "exhibition-time"), {**sent, "room": "Commons"})
    assert daniel.post(page(home, "exhibition-time"), {"do": "undo"}).status_code == 422
    exhibition.refresh_from_db()
    assert exhibition.room == "Commons"


def test_a_seat_is_filled_when_its_panelist_accepts_not_when_they_are_invited(home):
    Exhibition.objects.unscoped(TEXT).update(starts=timezone.now() + timedelta(days=3))
    baker, daniel = home.rows["Baker"], as_(home, "daniel")
    link = link_of(baker)

    def outside_seats_taken() -> int:
        seats = daniel.get(page(home)).context["seats"]
        return sum(taken for seat, taken in seats if seat.outside)

    for answer, taken, status in (
        ("cannot", 0, "can’t come"),
        ("come", 1, "coming"),
        ("cannot", 0, "can’t come"),
    ):
        Client().post(link, {"do": answer})
        assert outside_seats_taken() == taken
        assert status in daniel.get(page(home)).text
    assert "Yes, I’ll come" in Client().get(link).text


def test_a_panelist_with_an_account_answers_on_the_exhibition_page(home):
    Exhibition.objects.unscoped(TEXT).update(starts=timezone.now() + timedelta(days=3))
    seat = Panelist.objects.create(exhibition=home.rows["Exhibition"], person=home.tomas, part="school")
    tomas = as_(home, "tomas")
    assert "Will you come?" in tomas.get(page(home)).text
    tomas.post(page(home, "exhibition-scores"), {"do": "come"})
    seat.refresh_from_db()
    assert seat.accepted_at


def test_a_reminder_is_emailed_and_both_links_open(home):
    daniel = as_(home, "daniel")
    fields = {"name": "A neighbor", "email": "n@street.example", "part": "outside"}
    first = shown_link(daniel.post(page(home, "exhibition-invite"), fields).text)
    seat = Panelist.objects.unscoped(TEXT).get(name="A neighbor")
    second = shown_link(daniel.post(seat_page(seat), {"do": "remind"}).text)
    assert [message.to for message in mail.outbox] == [["n@street.example"]] * 2
    assert [Client().get(link).status_code for link in (first, second)] == [200, 200]


@pytest.mark.parametrize("who", ["carmen", "amina"])
def test_only_staff_of_the_student_change_the_panel(home, who):
    for do in ("remove", "restore", "remind"):
        assert as_(home, who).post(seat_page(home.rows["Baker"]), {"do": do}).status_code in (403, 404)


def test_rows_are_saved_as_they_are_chosen_and_count_when_all_are_saved(home):
    link = link_of(home.rows["Baker"])
    for chosen in ((3,), (3, 4), (3, 4), (3, 4, 9)):
        assert Client().post(link, {"do": "row", **levels(*chosen)}).status_code == 200
    scores = PanelScore.objects.unscoped(TEXT).filter(panelist=home.rows["Baker"])
    assert dict(scores.values_list("criterion", "level")) == {"vision": 3, "learning": 4}
    assert re.search(r'value="4"\s+required checked', Client().get(link).text)
    Client().post(link, {"do": "row", **levels(3, 4, 3)})
    as_(home, "daniel").post(page(home, "exhibition-scores"), levels(2, 3, 3))
    as_(home, "amina").post(page(home, "exhibition-scores"), levels(2, 2, 3))
    assert "Side by side" not in as_(home, "daniel").get(page(home)).text
    Client().post(link, levels(3, 4, 3))
    assert "Side by side" in as_(home, "daniel").get(page(home)).text


def test_no_row_is_saved_before_the_exhibition_or_after_the_panel_agreed(home):
    everybody_reads(home)
    agree(home)
    answer = Client().post(link_of(home.rows["Baker"]), {"do": "row", **levels(5)})
    assert (answer.status_code, "already agreed" in answer.text) == (422, True)


def test_two_presses_from_today_invite_a_panelist(home):
    Exhibition.objects.unscoped(TEXT).update(starts=timezone.now() + timedelta(days=3))
    answer = as_(home, "daniel").get(reverse("panel-invite", args=[home.amina.pk]))
    assert answer.url == f"{page(home)}#invite"
