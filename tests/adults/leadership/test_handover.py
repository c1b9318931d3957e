"""A leader leaves, and the next one comes: the packet, who sees what of it, and when access moves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.adults.coaching.models import CoachVisit
from trellis.adults.leadership.continuity import leader_years
from trellis.adults.leadership.handover_sources import coaching
from trellis.adults.leadership.handover_wording import plain_sentence
from trellis.adults.leadership.models import HandoverItem, HandoverQuestion, LeaderHandover
from trellis.adults.leadership.scheduled_tasks import close_finished_handovers
from trellis.adults.organizations.models import Relationship
from trellis.core.community.clock import zone_named
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.measures import MEASURES, Year
from web.notifications.letters import address, email_to, give_email, run_daily
from world import Side, account, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home() -> Side:
    return make_world().home


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client


def packet(side: Side) -> LeaderHandover:
    rows = LeaderHandover.objects.unscoped(TEXT).select_related("school")
    return rows.get(pk=side.rows["LeaderHandover"].pk)


def page(side: Side, who: str, status: int = 200) -> str:
    response = browser(side.people[who]).get(reverse("leader-handover", args=[packet(side).pk]))
    assert response.status_code == status
    return response.content.decode()


def press(side: Side, who: str, do: str, status: int = 302, /, **sent: object) -> str:
    url = reverse("leader-handover", args=[packet(side).pk])
    response = browser(side.people[who]).post(url, {"do": do} | sent)
    assert response.status_code == status, response.content.decode()
    return response.content.decode()


def item(side: Side, **where: object) -> HandoverItem:
    return HandoverItem.objects.unscoped(TEXT).get(handover=packet(side), **where)


def keys_item(side: Side) -> HandoverItem:
    return item(side, pk=side.rows["HandoverItem"].pk)


def on(row: HandoverItem, **more: object) -> dict[str, object]:
    return {"item": row.pk, "revision": row.revision} | more


def leads(person: Person, school: School, moment: datetime) -> bool:
    return school.pk in Viewer.of(person, moment).to("school", Role.LEADER)


def set_days(side: Side, who: str, last: int, first: int, status: int = 302) -> None:
    today = timezone.localdate()
    sent = {
        "handover": packet(side).pk,
        "revision": packet(side).revision,
        "successor": side.kofi.pk,
        "last_day": (today + timedelta(days=last)).isoformat(),
        "first_day": (today + timedelta(days=first)).isoformat(),
    }
    press(side, who, "details", status, **sent)


def test_trellis_gathers_what_the_school_has_and_keeps_words_when_it_gathers_again(home):
    press(home, "ines", "gather")
    partner, waiver = item(home, kind="relationship"), item(home, kind="waiver")
    assert (partner.section, waiver.section) == ("partners", "agreements")
    assert home.rows["Organization"].name in page(home, "ines")
    press(home, "ines", "words", **on(partner, words="Call on Mondays."))
    Relationship.objects.unscoped(TEXT).all().delete()
    press(home, "ines", "gather")
    press(home, "ines", "gather")
    gone = item(home, pk=partner.pk)
    assert (gone.words, gone.gone_on is not None) == ("Call on Mondays.", True)
    assert "No longer in Trellis" in page(home, "kofi")
    assert HandoverItem.objects.unscoped(TEXT).filter(handover=packet(home), kind="waiver").count() == 1
    press(home, "ines", "remove", item=gone.pk)
    assert "Call on Mondays." not in page(home, "ines")


def test_the_successor_confirms_each_open_item_and_then_the_packet_is_confirmed(home):
    row = keys_item(home)
    press(home, "ines", "words", **on(row, words="In the safe."))
    press(home, "ines", "finish")
    press(home, "kofi", "confirm", 422, **on(row))  # the words came after the page was opened
    press(home, "imani", "confirm", 404, **on(keys_item(home)))
    press(home, "kofi", "confirm", **on(keys_item(home)))
    press(home, "kofi", "confirm", **on(row))
    assert packet(home).status == LeaderHandover.Status.CONFIRMED
    press(home, "ines", "words", **on(keys_item(home), words="In the safe, behind the printer."))
    assert packet(home).status == LeaderHandover.Status.FINISHED
    press(home, "kofi", "unknown", item=row.pk)
    assert packet(home).status == LeaderHandover.Status.CONFIRMED
    press(home, "kofi", "reopen", item=row.pk)
    assert keys_item(home).state == HandoverItem.State.FINISHED


def test_questions_and_answers_stay_and_are_not_for_the_network(home):
    row = keys_item(home)
    question = home.rows["HandoverQuestion"]
    press(home, "kofi", "ask", item=row.pk, words="And on holidays?")
    press(home, "kofi", "ask", item=row.pk, words="And on holidays?")
    assert HandoverQuestion.objects.unscoped(TEXT).filter(item=row).count() == 2
    press(home, "ines", "answer", question=question.pk, answer="The custodian.")
    press(home, "ines", "answer", question=question.pk, answer="The custodian.")
    assert "an answer already" in press(home, "ines", "answer", 422, question=question.pk, answer="Nobody.")
    assert "The custodian." in page(home, "kofi")
    for_network = page(home, "imani")
    assert "boiler room" in for_network
    assert "Sundays" not in for_network
    assert "The custodian." not in for_network


def test_notes_name_no_student_and_no_immigration_status_and_what_was_typed_stays(home):
    row = keys_item(home)
    for words in ("Ask AMINA  Diallo, she knows.", "Half of them are undocumented."):
        assert words in press(home, "ines", "words", 422, **on(row, words=words))
    sent = {"key": "0199c0de-0000-7000-8000-000000000001", "part": "other", "title": "Bea Lopez is late"}
    press(home, "ines", "add", 422, **sent)
    sent |= {"title": "Bea has the alarm code"}  # a first name may be anybody's
    press(home, "ines", "add", **sent)
    press(home, "ines", "add", **sent)
    assert item(home, pk=sent["key"]).title["text"] == "Bea has the alarm code"


def test_access_moves_at_midnight_at_the_school(home):
    School.objects.unscoped(TEXT).filter(pk=home.school.pk).update(time_zone="Australia/Hobart")
    set_days(home, "ines", last=10, first=11)
    last = packet(home).last_day
    midnight = datetime(last.year, last.month, last.day, tzinfo=zone_named("Australia/Hobart")) + timedelta(
        days=1
    )
    before, after = midnight - timedelta(minutes=1), midnight + timedelta(minutes=1)
    assert [leads(person, home.school, before) for person in (home.ines, home.kofi)] == [True, False]
    assert [leads(person, home.school, after) for person in (home.ines, home.kofi)] == [False, True]
    set_days(home, "ines", last=20, first=21)
    assert [leads(person, home.school, after) for person in (home.ines, home.kofi)] == [True, False]
    assert Tie.objects.unscoped(TEXT).filter(person=home.kofi, role=Role.LEADER).count() == 1


def test_only_the_leaver_or_the_network_ends_a_leaders_access(home):
    tie(home.noor, Role.LEADER, home.school)
    set_days(home, "noor", last=1, first=2, status=404)
    LeaderHandover.objects.unscoped(TEXT).all().delete()
    start = reverse("school-handover", args=[home.school.pk])
    today = timezone.localdate()
    sent = {"do": "start", "leaver": home.ines.pk, "last_day": today - timedelta(days=1)}
    browser(home.noor).post(start, sent)
    browser(home.noor).post(start, sent)
    handover = LeaderHandover.objects.unscoped(TEXT).get()
    assert leads(home.ines, home.school, timezone.now())
    browser(home.ines).post(reverse("leader-handover", args=[handover.pk]), {"do": "finish"})
    assert not leads(home.ines, home.school, timezone.now())


def test_a_leader_who_stays_cancels_and_keeps_her_access(home):
    set_days(home, "ines", last=10, first=11)
    cancel = reverse("cancel-leader-handover", args=[packet(home).pk])
    assert browser(home.kofi).get(cancel).status_code == 404
    assert browser(home.ines).post(cancel, {"do": "cancel"}).status_code == 302
    later = timezone.now() + timedelta(days=30)
    assert leads(home.ines, home.school, later)
    assert not leads(home.kofi, home.school, later)
    page(home, "ines", 404)


def test_somebody_new_sees_the_packet_before_the_first_day_and_nothing_else(home):
    LeaderHandover.objects.unscoped(TEXT).all().delete()
    today = timezone.localdate()
    sent = {
        "do": "start",
        "leaver": home.ines.pk,
        "last_day": today + timedelta(days=5),
        "first_day": today + timedelta(days=6),
        "successor_name": "Leah Abrams",
        "successor_email": "leah@school.example",
    }
    browser(home.ines).post(reverse("school-handover", args=[home.school.pk]), sent)
    leah = Person.objects.unscoped(TEXT).get(email="leah@school.example")
    account(leah, "leah")
    client, handover = browser(leah), LeaderHandover.objects.unscoped(TEXT).get()
    assert client.get("/")["Location"] == reverse("leader-handover", args=[handover.pk])
    assert client.get(reverse("leader-handover", args=[handover.pk])).status_code == 200
    for name in ("school-handover", "school", "school-students", "our-model"):
        url = reverse(name, args=[home.school.pk]) if name != "our-model" else "/today/"
        assert client.get(url).status_code == 404
    assert leads(leah, home.school, timezone.now() + timedelta(days=8))
    assert run_daily() == 1
    assert mail.outbox[0].to == ["leah@school.example"]


def test_a_closed_packet_is_the_schools_and_no_longer_the_leavers(home):
    press(home, "ines", "finish")
    press(home, "kofi", "confirm", **on(keys_item(home)))
    set_days(home, "ines", last=-2, first=-1)
    assert not leads(home.ines, home.school, timezone.now())
    page(home, "ines")
    assert close_finished_handovers(timezone.now(), address) == 1
    assert close_finished_handovers(timezone.now(), address) == 0
    page(home, "ines", 404)
    page(home, "kofi")  # who leads the school now
    press(home, "kofi", "reopen", 404, item=keys_item(home).pk)


def test_each_is_told_what_waits(home):
    for who in ("ines", "kofi"):
        give_email(home, who)
    run_daily()
    assert "there is a question about your handover" in email_to(home, "ines").body
    question = home.rows["HandoverQuestion"]
    press(home, "ines", "answer", question=question.pk, answer="The custodian.")
    press(home, "ines", "finish")
    run_daily(days=1)
    assert "your question about the handover has an answer" in email_to(home, "kofi").body
    assert "1 item of the handover waits for you" in email_to(home, "kofi").body


def test_today_tells_a_leader_of_the_packet_and_of_an_end_without_one(home):
    today = browser(home.ines).get(reverse("today")).content.decode()
    assert "Your handover packet is waiting" in today
    LeaderHandover.objects.unscoped(TEXT).all().delete()
    ends = timezone.now() + timedelta(days=40)
    Tie.objects.unscoped(TEXT).filter(person=home.ines, role=Role.LEADER).update(ends=ends)
    assert "Your access to this school ends" in browser(home.ines).get(reverse("today")).content.decode()


def test_a_second_person_is_named_and_the_network_sees_what_depends_on_one(home):
    school, network = (
        reverse("school-handover", args=[home.school.pk]),
        reverse("continuity", args=[home.network.pk]),
    )
    sent = {"do": "person", "responsibility": "week", "person": home.tomas.pk}
    for _time in range(2):
        assert browser(home.ines).post(school, sent).status_code == 302
    assert browser(home.imani).post(school, sent).status_code in (404, 422)
    seen = browser(home.imani).get(network).content.decode()
    assert seen.count("Only the school leader") == 3  # the model, agreements, exhibitions
    assert home.tomas.name not in seen


def test_leaders_who_stayed_moved_and_left_are_counted_as_the_federal_survey_does(home):
    now = datetime(2026, 12, 1, tzinfo=UTC)
    before, after = datetime(2022, 8, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)
    Tie.objects.unscoped(TEXT).filter(role=Role.LEADER).delete()
    other = School.objects.create(network=home.network, name="Other High")
    tie(home.ines, Role.LEADER, home.school, starts=before)
    tie(home.noor, Role.LEADER, home.school, starts=before, ends=after)
    tie(home.noor, Role.LEADER, other, starts=after)
    tie(home.daniel, Role.LEADER, home.school, starts=before, ends=after)
    tie(home.devi, Role.LEADER, home.school, starts=before, ends=after)
    year = leader_years(home.network, now)[0]
    assert (year.title, year.stayed, year.moved, year.left, year.unknown) == ("2025–26", 1, 1, 1, 1)


def test_a_student_counts_where_a_leader_has_stayed(home):
    day = timezone.localdate()
    year = Year(day - timedelta(days=90), day + timedelta(days=200), day.year)
    facts = {
        student: total for student, total, _base in MEASURES["leader-continuity"].facts(home.network, year)
    }
    assert facts == {home.amina.pk.hex: 1, home.bea.pk.hex: 1}
    Tie.objects.unscoped(TEXT).filter(person=home.ines).update(starts=timezone.now() - timedelta(days=5))
    facts = [total for _student, total, _base in MEASURES["leader-continuity"].facts(home.network, year)]
    assert facts == [0, 0]


def test_what_was_agreed_with_the_coach_and_is_not_done_is_handed_over(home):
    commitment = home.rows["VisitCommitment"]
    visit = CoachVisit.objects.create(
        school=home.school, coach=home.kofi, current_coach=home.kofi, day=date.today() + timedelta(days=9)
    )
    facts = {fact.kind: fact for fact in coaching.open_commitments(home.school, date.today())}
    assert plain_sentence(facts["coach-commitment"].title) == "Invite outside panelists"
    assert plain_sentence(facts["coach-commitment"].lines[0]) == home.ines.name
    (planned,) = coaching.planned_visits(home.school, date.today())
    assert planned.key == str(visit.pk)
    assert home.kofi.name in plain_sentence(planned.title)
    type(commitment).objects.unscoped(TEXT).filter(pk=commitment.pk).update(status="done")
    assert list(coaching.open_commitments(home.school, date.today())) == []
