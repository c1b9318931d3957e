"""A coach's visits: planned, written down, agreed on, shared and handed over; and what stays with whom."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.adults.coaching import commitments
from trellis.adults.coaching.models import (
    CoachHandover,
    CoachVisit,
    PrivateNote,
    VisitCommitment,
    VisitNote,
    VisitSummary,
)
from trellis.adults.coaching.named_people import reject_names
from trellis.adults.coaching.selectors import propose_day
from trellis.adults.joining.capacity import current_year
from trellis.adults.joining.models import ContractedService
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.measures import MEASURES, Year
from world import Side, account, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home() -> Side:
    return make_world().home


def client_of(side: Side, name: str) -> Client:
    client = Client()
    client.force_login(side.people[name].account)
    return client


def visit_of(side: Side) -> CoachVisit:
    return CoachVisit.objects.unscoped(TEXT).get(pk=side.rows["CoachVisit"].pk)


def send(side: Side, who: str, status: int = 302, route: str = "coach-visit", **fields: Any) -> str:
    address = reverse(route, args=[side.rows["CoachVisit"].pk])
    response = client_of(side, who).post(address, fields)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def page(side: Side, who: str, route: str = "coach-visit", *parts: object) -> str:
    response = client_of(side, who).get(reverse(route, args=parts or [side.rows["CoachVisit"].pk]))
    assert response.status_code == 200
    return response.content.decode()


def note(row: str = "exhibitions", **fields: Any) -> dict[str, Any]:
    return {"do": "note", "id": new_id().hex, "row": row, "text": "", "level": "", "replaces": "", **fields}


def shown_key(side: Side) -> str:
    return side.rows["VisitNote"].pk.hex


def test_a_note_replaces_what_its_writer_saw_and_another_tab_keeps_both_texts(home):
    send(home, "kofi", **note(text="Three of four panels.", level="3", replaces=shown_key(home)))
    assert "data-versions" not in page(home, "kofi")
    send(home, "kofi", **note(text="Two panels had a mother.", level="2", replaces=shown_key(home)))
    both = page(home, "kofi")
    assert "data-versions" in both
    assert "Three of four panels." in both
    assert "Two panels had a mother." in both
    keys = [row.pk.hex for row in VisitNote.objects.unscoped(TEXT).filter(visit=visit_of(home))]
    send(home, "kofi", **note(text="Three of four, one a mother.", replaces=",".join(keys)))
    assert "data-versions" not in page(home, "kofi")
    assert "Three of four, one a mother." in page(home, "kofi")


def test_the_same_entry_sent_twice_is_one_and_other_words_under_its_id_are_refused(home):
    entry = note(text="Students named who would use their work.", replaces=shown_key(home))
    queued = {key: value for key, value in entry.items() if key != "do"}
    queued |= {"kind": "note", "person": str(home.kofi.pk)}
    count = VisitNote.objects.unscoped(TEXT).count()
    for _time in range(2):
        answer = client_of(home, "kofi").post(reverse("visit-entries", args=[visit_of(home).pk]), queued)
        assert answer.json() == {"divided": False, "keys": [entry["id"]]}
    assert VisitNote.objects.unscoped(TEXT).count() == count + 1
    send(home, "kofi", 422, "visit-entries", **(queued | {"text": "Something else."}))
    send(home, "kofi", 409, "visit-entries", **(queued | {"person": str(home.ines.pk)}))
    send(home, "ines", 404, "visit-entries", **queued)


@pytest.mark.parametrize(
    "text",
    [
        "Tomas Silva asked good questions.",
        "tomas  SILVA asked good questions",
        "I sat with Ms. Osei's group; Mr Silva led it.",
        "The group of Osei was quiet.",
        "Silva, Tomas: good questions.",
    ],
)
def test_a_note_that_names_a_teacher_is_refused_with_a_sentence_and_kept_on_the_page(home, text):
    answer = send(home, "kofi", 422, **note(text=text, replaces=shown_key(home)))
    assert "who works with students here. Write what you saw without the name" in answer
    assert "asked good questions" in answer or "group" in answer
    assert VisitNote.objects.unscoped(TEXT).filter(visit=visit_of(home)).count() == 1
    for form in ({"do": "share", "words": text}, {"do": "private", "id": new_id().hex, "text": text}):
        send(home, "kofi", 422, **form)


def test_a_word_that_is_also_a_family_name_stops_nobody(home):
    for given, family in (("Ann", "Young"), ("Bo", "Li"), ("Cleo", "Panel")):
        person = Person.objects.create(network=home.network, given_name=given, family_name=family)
        tie(person, Role.TEACHER, home.school)
    for text in ("Young people led it.", "Li-ion batteries", "Each panel had an adult.", "The team met."):
        assert reject_names(text, home.school.pk) == text
    for text in ("Ann Young led it.", "Dr. Young led it.", "Bo Li spoke", "The Panel family"):
        with pytest.raises(ActionError, match="This names"):
            reject_names(text, home.school.pk)


def test_notes_are_the_coachs_a_private_note_the_writers_and_a_summary_is_for_the_leader(home):
    send(home, "kofi", do="share", words="Look for two scorers next time.")
    for who in ("ines", "imani"):
        seen = page(home, who)
        assert "Look for two scorers next time." in seen
        assert "Two panels had an outside adult." not in seen
        assert "Ask about the schedule." not in seen
    assert "Ask about the schedule." in page(home, "kofi")
    summary = VisitSummary.objects.unscoped(TEXT).filter(visit=visit_of(home)).latest("version")
    send(home, "ines", do="read", summary=summary.pk)
    send(home, "imani", 404, do="read", summary=summary.pk)
    assert "Ines Duarte read it" in " ".join(page(home, "kofi").split()).replace("<bdi>", "").replace(
        "</bdi>", ""
    )
    send(home, "kofi", do="share", words="Look for two scorers next time.")
    assert VisitSummary.objects.unscoped(TEXT).filter(visit=visit_of(home)).count() == summary.version


def test_a_commitment_is_added_once_checked_by_its_owner_and_can_be_brought_back(home):
    entry = {
        "do": "commitment",
        "id": new_id().hex,
        "text": "Two scorers for each exhibition",
        "owner": f"person:{home.tomas.pk}",
        "due": (date.today() + timedelta(days=2)).isoformat(),
    }
    for _time in range(2):
        send(home, "kofi", **entry)
    row = VisitCommitment.objects.unscoped(TEXT).get(text=entry["text"])
    assert row.owner_id == home.tomas.pk
    tomas = client_of(home, "tomas")
    assert entry["text"] in tomas.get(reverse("own-commitments")).content.decode()
    assert entry["text"] not in client_of(home, "daniel").get(reverse("own-commitments")).content.decode()
    tomas.post(reverse("own-commitments"), {"do": "check", "commitment": row.pk, "status": "partly"})
    send(home, "kofi", do="remove-commitment", commitment=row.pk)
    assert entry["text"] not in tomas.get(reverse("own-commitments")).content.decode()
    send(home, "kofi", do="restore-commitment", commitment=row.pk)
    row.refresh_from_db()
    assert (row.status, row.checked_by_id, row.removed_at) == ("partly", home.tomas.pk, None)


def test_of_two_checks_the_one_that_was_written_last_counts_in_whatever_order_they_come(home):
    row, now = home.rows["VisitCommitment"], timezone.now()
    checks = [("done", now), ("partly", now - timedelta(hours=1)), ("not-yet", now - timedelta(hours=2))]
    for order in (checks, checks[::-1], [*checks, *checks]):
        VisitCommitment.objects.unscoped(TEXT).filter(pk=row.pk).update(status="open", checked_at=None)
        for status, at in order:
            commitments.check_commitment(row, status, at, home.kofi.pk)
        assert VisitCommitment.objects.unscoped(TEXT).get(pk=row.pk).status == "done"


def test_a_visit_is_planned_in_one_press_logged_on_its_day_and_counted_against_the_contract(home):
    plan = {"do": "plan", "school": home.school.pk, "id": new_id().hex, "place": "on-site"}
    plan |= {"day": (date.today() + timedelta(days=1)).isoformat(), "starts": "9 am", "ends": "12:00"}
    for _time in range(2):
        client_of(home, "kofi").post(reverse("coaching"), plan)
    visit = CoachVisit.objects.unscoped(TEXT).get(status="planned", school=home.school)
    assert (visit.coach_id, visit.focus) == (home.kofi.pk, ["exhibitions"])
    wrong = client_of(home, "kofi").post(reverse("coaching"), plan | {"id": new_id().hex, "ends": "8:00"})
    assert "The end time is before the start time" in wrong.content.decode()
    home.rows["CoachVisit"] = visit
    log = {"do": "log", "visit": visit.pk, "visit_minutes": "180", "travel_minutes": "60", "revision": "0"}
    assert "Log it on its day" in send(home, "kofi", 422, **log)
    CoachVisit.objects.unscoped(TEXT).filter(pk=visit.pk).update(day=date.today())
    year = current_year(home.network)
    ContractedService.objects.unscoped(TEXT).filter(joining__school=home.school).update(school_year=year)
    send(home, "kofi", **log)
    visit.refresh_from_db()
    assert (visit.status, visit.contract_minutes) == ("made", 180)
    assert "of 60 hours used" in " ".join(page(home, "kofi").split())


def test_a_canceled_visit_can_be_brought_back(home):
    visit = visit_of(home)
    CoachVisit.objects.unscoped(TEXT).filter(pk=visit.pk).update(status="planned")
    send(home, "kofi", do="cancel", visit=visit.pk)
    assert "This visit was canceled." in page(home, "kofi")
    send(home, "kofi", do="restore", visit=visit.pk)
    assert visit_of(home).status == "planned"


def test_a_coach_who_leaves_hands_over_everything_but_the_private_note(home):
    lena = Person.objects.create(network=home.network, given_name="Lena", family_name="Park")
    account(lena, "lena")
    home.people["lena"] = lena
    tie(lena, Role.COACH, School.objects.create(network=home.network, name="Elsewhere High"))
    planned = CoachVisit.objects.create(
        school=home.school, coach=home.kofi, current_coach=home.kofi, day=date.today() + timedelta(days=5)
    )
    VisitCommitment.objects.unscoped(TEXT).filter(visit=visit_of(home)).update(owner=home.kofi)
    form = {"do": "hand-over", "from_coach": home.kofi.pk, "to_coach": lena.pk, "note": "Ask for the panels."}
    address = reverse("coach-handover", args=[home.network.pk])
    imani = client_of(home, "imani")
    assert imani.post(address, form).status_code == 302
    assert imani.post(address, form).status_code == 422
    planned.refresh_from_db()
    past = visit_of(home)
    assert (planned.coach_id, past.coach_id, past.current_coach_id) == (lena.pk, home.kofi.pk, lena.pk)
    assert VisitCommitment.objects.unscoped(TEXT).get(visit=past).owner_id == lena.pk
    seen = page(home, "lena")
    assert "Two panels had an outside adult." in seen
    assert "Ask for the panels." in seen
    assert "Ask about the schedule." not in seen
    assert client_of(home, "kofi").get(reverse("coach-visit", args=[planned.pk])).status_code == 404
    assert not PrivateNote.objects.seen_by(home.viewer("kofi")).exists()
    assert CoachHandover.objects.unscoped(TEXT).filter(to_coach=lena).count() == 1


def test_visits_of_a_coach_whose_access_ended_without_a_handover_can_still_be_handed_over(home):
    lena = Person.objects.create(network=home.network, given_name="Lena", family_name="Park")
    account(lena, "lena")
    home.people["lena"] = lena
    tie(lena, Role.COACH, home.school)
    assert "Two panels had an outside adult." not in page(home, "lena")  # they are Kofi's
    Tie.objects.unscoped(TEXT).filter(person=home.kofi, role=Role.COACH).update(ends=timezone.now())
    form = {"do": "hand-over", "from_coach": home.kofi.pk, "to_coach": lena.pk}
    assert (
        client_of(home, "imani").post(reverse("coach-handover", args=[home.network.pk]), form).status_code
        == 302
    )
    assert "Two panels had an outside adult." in page(home, "lena")


def test_the_network_sees_hours_pauses_and_commitments_and_its_file_names_nobody(home):
    seen = page(home, "imani", "network-coaching", home.network.pk)
    assert "Kofi Mensah" in seen
    assert "0 schools were not visited in the last 60 days." in " ".join(seen.split())
    CoachVisit.objects.unscoped(TEXT).update(day=date.today() - timedelta(days=61))
    assert "61 days ago" in " ".join(page(home, "imani", "network-coaching", home.network.pk).split())
    file = page(home, "imani", "network-coaching-csv", home.network.pk)
    assert home.school.name in file
    assert not any(person.family_name in file for person in home.people.values())


def test_the_coach_sees_their_day_and_the_principal_the_visit(home):
    visit = visit_of(home)
    CoachVisit.objects.create(
        school=home.school, coach=home.kofi, current_coach=home.kofi, day=date.today() + timedelta(days=3)
    )
    mine = client_of(home, "kofi").get("/", follow=True)
    assert mine.request["PATH_INFO"] == reverse("today")
    assert home.school.name in mine.content.decode()
    assert home.rows["VisitCommitment"].text in mine.content.decode()
    leader = client_of(home, "ines").get(reverse("today")).content.decode()
    assert "The coach shared a visit with you" in leader
    assert reverse("coach-visit", args=[visit.pk]) in leader
    assert leader.count("Coach visits") > 1


def test_measures_give_each_student_the_value_of_the_school(home):
    today = date.today()
    year = Year(today - timedelta(days=90), today + timedelta(days=200), today.year)
    hours = {key: (total, base) for key, total, base in MEASURES["coach-hours"].facts(home.network, year)}
    assert hours[home.amina.pk.hex] == (5, 1)
    commitment_facts = {
        key: (total, base)
        for key, total, base in MEASURES["coach-commitments-kept"].facts(home.network, year)
    }
    assert commitment_facts[home.amina.pk.hex] == (0, 1)
    pause = {key: total for key, total, _base in MEASURES["days-since-coach-visit"].facts(home.network, year)}
    assert pause[home.amina.pk.hex] == 20


def test_a_new_visit_is_offered_four_weeks_after_the_last_on_a_weekday():
    assert propose_day(date(2026, 11, 14), date(2026, 12, 1)) == date(2026, 12, 14)
    assert propose_day(date(2026, 10, 1), date(2026, 12, 4)) == date(2026, 12, 7)
