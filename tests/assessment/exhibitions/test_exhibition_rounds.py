"""A round of exhibitions: Ines names days and rooms, people say when they can come, times are found for all."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from tests.html import shown_link

from trellis.assessment.exhibitions import round_views, scheduling
from trellis.assessment.exhibitions.models import Attendee, Exhibition, Panelist, Round
from trellis.assessment.exhibitions.rounds import HOURS_LINK_PURPOSE
from trellis.core.community import links
from trellis.core.community.models import Person, Role
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
DAY = date.today() + timedelta(days=7)
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def home() -> Side:
    """Two students of Daniel's advisory, one room, one day of three hours, and a baker who comes at eleven."""
    side = make_world().home
    for model in (Exhibition, Attendee):
        model.objects.unscoped(TEXT).all().delete()
    tie(side.bea, Role.STUDENT, side.rows["Advisory"])
    Round.objects.unscoped(TEXT).filter(school=side.school).update(
        days=[DAY.isoformat()], opens=time(9), closes=time(12), minutes=45, buffer=15
    )
    side.carmen.email = "carmen@home.example"
    side.carmen.save()
    return side


def get_round(side: Side) -> Round:
    return Round.objects.unscoped(TEXT).get(school=side.school)


def ines(side: Side) -> Client:
    client = Client()
    client.force_login(side.ines.account)
    return client


def ask_baker(side: Side, begin: str, end: str) -> None:
    fields = {"part": "outside", "name": "The baker"}
    shown = (
        ines(side)
        .post(reverse("exhibition-round-invite", args=[get_round(side).pk]), fields)
        .content.decode()
    )
    link = shown_link(shown)
    fields = {f"from-{DAY}": begin, f"to-{DAY}": end}
    assert Client().post(link, fields).status_code == 200


def find(side: Side) -> dict[str, str]:
    """Find times; gives who begins when, on the school's clock."""
    ines(side).post(reverse("exhibition-round-times", args=[get_round(side).pk]))
    rows = Exhibition.objects.unscoped(TEXT).filter(starts__isnull=False).select_related("student")
    return {
        exhibition.student.first_name: f"{exhibition.starts.astimezone(NEW_YORK):%H:%M}"
        for exhibition in rows
    }


def panel(name: str) -> set[tuple[str, str]]:
    seats = Panelist.objects.unscoped(TEXT).filter(exhibition__student__given_name=name, deleted_at=None)
    return {(seat.part, seat.display_name) for seat in seats.select_related("person")}


def test_everybody_gets_a_time_a_room_and_a_panel(home):
    ask_baker(home, "10:00", "12:00")
    assert sorted(find(home).values()) == ["10:00", "11:00"]
    assert panel("Amina") == {
        ("student", "Amina Diallo"),
        ("advisor", "Daniel Osei"),
        ("family", "Carmen Diallo"),
        ("outside", "The baker"),
        ("peer", "Bea Lopez"),
    }


def test_finding_times_twice_changes_nothing(home):
    ask_baker(home, "10:00", "12:00")
    first = find(home), panel("Amina")
    assert (find(home), panel("Amina")) == first


def test_what_was_set_by_hand_holds(home):
    ask_baker(home, "09:00", "12:00")
    find(home)
    exhibition = Exhibition.objects.unscoped(TEXT).get(student=home.amina)
    daniel = Client()
    daniel.force_login(home.daniel.account)
    daniel.post(
        reverse("exhibition-time", args=[exhibition.pk]), {"starts": f"{DAY}T11:15", "room": "Commons"}
    )
    times = find(home)
    assert times["Amina"] == "11:15"
    assert times["Bea"] < "10:30"


def test_a_time_that_somebody_said_yes_to_holds_when_others_move(home):
    ask_baker(home, "09:00", "12:00")
    before = find(home)
    Panelist.objects.unscoped(TEXT).filter(part="outside", exhibition__student=home.amina).update(
        accepted_at=datetime.now(tz=NEW_YORK)
    )
    Round.objects.unscoped(TEXT).update(opens=time(8))
    assert find(home)["Amina"] == before["Amina"]


def test_who_cannot_be_placed_is_told_with_what_blocks(home):
    ask_baker(home, "11:00", "11:45")
    assert len(find(home)) == 1
    unplaced = get_round(home).unplaced
    assert len(unplaced) == 1
    assert "outside adult" in unplaced[0]["why"]
    assert (
        unplaced[0]["name"]
        in ines(home).get(reverse("exhibition-round", args=[get_round(home).pk])).content.decode()
    )


def test_a_family_that_can_only_come_late_is_named(home):
    attendee = Attendee.objects.create(round=get_round(home), person=home.carmen, part="family")
    link = reverse(
        "attendee-hours", args=[links.issue_link(HOURS_LINK_PURPOSE, attendee.pk, home.carmen, 7, None)]
    )
    Client().post(link, {f"from-{DAY}": "18:00", f"to-{DAY}": "19:00"})
    find(home)
    assert get_round(home).unplaced[0]["name"] == "Amina Diallo"
    assert "family" in get_round(home).unplaced[0]["why"]


def test_an_interpreter_is_there_for_the_family_that_needs_one(home):
    Person.objects.unscoped(TEXT).filter(pk=home.amina.pk).update(home_languages=["fr", "en"])
    fields = {"part": "interpreter", "name": "Ms. Ba", "language": "French"}
    ines(home).post(reverse("exhibition-round-invite", args=[get_round(home).pk]), fields)
    find(home)
    assert ("interpreter", "Ms. Ba") in panel("Amina")
    assert ("interpreter", "Ms. Ba") not in panel("Bea")


def test_a_child_is_asked_to_interpret_by_nobody(home):
    fields = {"part": "interpreter", "name": "bea LOPEZ", "language": "fr"}
    answer = ines(home).post(
        reverse("exhibition-round-invite", args=[get_round(home).pk]), fields, follow=True
    )
    assert "A child cannot be the interpreter. Enter an adult’s name." in answer.content.decode()
    assert not Attendee.objects.unscoped(TEXT).filter(part="interpreter").exists()


def test_families_are_asked_by_mail_once_they_have_an_address(home):
    ines(home).post(reverse("exhibition-round-invite", args=[get_round(home).pk]), {"do": "families"})
    assert [letter.to for letter in mail.outbox] == [["carmen@home.example"]]
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    assert "When can you come?" in Client().get(link).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (
            {f"from-{DAY}": "12:00", f"to-{DAY}": "11:00"},
            "On each day, the start time must be before the end time.",
        ),
        ({f"from-{DAY}": "12:00", f"to-{DAY}": ""}, "Enter both times"),
        ({f"from-{DAY}": "noon", f"to-{DAY}": "one"}, "is not a time"),
    ],
)
def test_hours_that_cannot_be_are_asked_about(home, fields, sentence):
    attendee = Attendee.objects.create(round=get_round(home), name="The baker", part="outside")
    answer = Client().post(
        reverse("attendee-hours", args=[links.issue_link(HOURS_LINK_PURPOSE, attendee.pk, None, 7, None)]),
        fields,
    )
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    attendee.refresh_from_db()
    assert attendee.answered_at is None


GOOD = {
    "kind": "gateway",
    "days": "2026-12-14, 2026-12-15",
    "opens": "08:30",
    "closes": "18:00",
    "minutes": "60",
    "buffer": "15",
    "rooms": "Commons\nLab",
}


def test_a_round_is_opened_and_opened_again_is_the_same(home):
    for _twice in range(2):
        assert ines(home).post(reverse("exhibition-rounds", args=[home.school.pk]), GOOD).status_code == 302
    gateway_round = Round.objects.unscoped(TEXT).get(kind="gateway")
    assert (gateway_round.days, gateway_round.rooms) == (["2026-12-14", "2026-12-15"], ["Commons", "Lab"])


def test_chosen_days_stay_after_an_error(home):
    where, picked = reverse("exhibition-rounds", args=[home.school.pk]), ["2026-12-14", "", "2026-12-16"]
    page = ines(home).post(where, {**GOOD, "days": picked, "rooms": ""}).content.decode()
    assert page.count('type="date" name="days"') == 12
    assert 'value="2026-12-16"' in page
    assert ines(home).post(where, {**GOOD, "days": picked}).status_code == 302
    assert Round.objects.unscoped(TEXT).get(kind="gateway").days == ["2026-12-14", "2026-12-16"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"days": ""}, "Choose at least one day and no more than 30."),
        ({"days": "Monday"}, "is not a date"),
        ({"days": "2026-02-30"}, "is not a date"),
        ({"closes": "08:00"}, "The start time must be before the end time. Check both times."),
        ({"rooms": " \n"}, "at least one room"),
        ({"minutes": "0"}, "5 to 600"),
        ({"minutes": "many"}, "Enter the start and end times like 8:30 AM."),
        (
            {"kind": "party"},
            "There is no active term, or your school’s model does not have this kind of exhibition.",
        ),
    ],
)
def test_a_round_that_cannot_be_is_asked_about(home, more, sentence):
    answer = ines(home).post(reverse("exhibition-rounds", args=[home.school.pk]), {**GOOD, **more})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Round.objects.unscoped(TEXT).filter(kind="gateway").exists()


def test_gateway_times_are_found_only_for_those_who_plan_one(home):
    ines(home).post(reverse("exhibition-rounds", args=[home.school.pk]), GOOD)
    Exhibition.objects.create(student=home.bea, term=home.rows["Term"], kind="gateway")
    ines(home).post(
        reverse("exhibition-round-times", args=[Round.objects.unscoped(TEXT).get(kind="gateway").pk])
    )
    timed = Exhibition.objects.unscoped(TEXT).filter(kind="gateway", starts__isnull=False)
    assert list(timed.values_list("student", flat=True)) == [home.bea.pk]


def send_hours_by_link(side: Side, begin: str, end: str, seen: str, status: int = 200) -> str:
    attendee = Attendee.objects.unscoped(TEXT).get()
    link = reverse("attendee-hours", args=[links.issue_link(HOURS_LINK_PURPOSE, attendee.pk, None, 7, None)])
    fields = {f"from-{DAY}": begin, f"to-{DAY}": end, "revision": seen}
    answer = Client().post(link, fields)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def revision_on(html: str) -> str:
    return html.split('name="revision" value="')[1].split('"')[0]


def test_hours_from_two_phones_are_shown_as_a_conflict(home):
    attendee = Attendee.objects.create(round=get_round(home), person=home.carmen, part="family")
    old = f"{attendee.pk}:0"
    for _press in range(2):
        page = send_hours_by_link(home, "15:00", "17:00", old)
    html = send_hours_by_link(home, "09:00", "10:00", old, 409)
    for hour in ("3:00 PM", "5:00 PM", "9:00 AM"):
        assert hour in html.replace("\u202f", " "), hour
    attendee.refresh_from_db()
    assert attendee.hours == {DAY.isoformat(): ["15:00", "17:00"]}
    send_hours_by_link(home, "09:00", "10:00", revision_on(html))
    page = send_hours_by_link(
        home, "09:00", "11:00", revision_on(send_hours_by_link(home, "09:00", "10:00", old))
    )
    send_hours_by_link(home, "", "", revision_on(page))
    attendee.refresh_from_db()
    assert attendee.hours == {}, "what was said can be canceled"


def test_a_colleagues_address_is_not_overwritten(home):
    where = reverse("exhibition-round-invite", args=[get_round(home).pk])
    fields = {"part": "outside", "name": "The baker", "shown": ""}
    assert ines(home).post(where, {**fields, "email": "one@bakery.example"}).status_code == 200
    answer = ines(home).post(where, {**fields, "email": "two@bakery.example"})
    assert answer.status_code == 409
    assert "one@bakery.example" in answer.content.decode()
    attendee = Attendee.objects.unscoped(TEXT).get()
    shown = ["", f"{attendee.pk}:{attendee.revision}"]
    assert (
        f'name="shown" value="{shown[1]}"'
        in ines(home).get(reverse("exhibition-round", args=[get_round(home).pk])).content.decode()
    )
    assert ines(home).post(where, {**fields, "shown": shown, "email": ""}).status_code == 200
    attendee.refresh_from_db()
    assert attendee.email == "one@bakery.example"
    shown = ["", f"{attendee.pk}:{attendee.revision}"]
    assert (
        ines(home).post(where, {**fields, "shown": shown, "email": "two@bakery.example"}).status_code == 200
    )
    attendee.refresh_from_db()
    assert attendee.email == "two@bakery.example"


def while_looking(monkeypatch, what) -> None:
    """Do something in the middle of a look for times."""
    solve = scheduling.timetable.schedule

    def slowly(*args, **kwargs):
        what()
        return solve(*args, **kwargs)

    monkeypatch.setattr(scheduling.timetable, "schedule", slowly)


def test_a_time_set_during_the_search_stops_it(home, monkeypatch):
    exhibition = Exhibition.objects.create(student=home.amina, term=home.rows["Term"], kind="cycle")
    room = Exhibition.objects.unscoped(TEXT).filter(pk=exhibition.pk)
    while_looking(monkeypatch, lambda: room.update(room="Roof", by_hand=True))
    assert find(home) == {}
    assert "Someone set a time by hand while we were finding times." in get_round(home).search_error
    assert room.get().room == "Roof"


def test_a_packet_that_somebody_wrote_while_times_were_looked_for_stays(home, monkeypatch):
    exhibition = Exhibition.objects.create(student=home.amina, term=home.rows["Term"], kind="cycle")
    row = Exhibition.objects.unscoped(TEXT).filter(pk=exhibition.pk)
    while_looking(monkeypatch, lambda: row.update(packet="Four pages."))
    assert "Amina" in find(home)
    assert row.get().packet == "Four pages."
    assert row.get().revision == 1, "an old tab does not write over the time that was found"


def test_a_visitor_asked_by_mistake_is_removed_and_the_removal_is_undone(home):
    ask_baker(home, "10:00", "11:00")
    where = reverse("exhibition-round-invite", args=[get_round(home).pk])
    baker = Attendee.objects.unscoped(TEXT).get(name="The baker")
    ines(home).post(where, {"do": "remove", "attendee": baker.pk})
    baker.refresh_from_db()
    assert baker.deleted_at
    shown = ines(home).post(where, {"do": "restore", "attendee": baker.pk}, follow=True).text
    assert "The baker" in shown
    baker.refresh_from_db()
    assert (baker.deleted_at, list(baker.hours)) == (None, [DAY.isoformat()])


def test_the_round_says_which_panels_still_need_somebody_from_outside(home):
    starts = datetime.combine(DAY, time(10), NEW_YORK)
    exhibition = Exhibition.objects.create(
        student=home.amina, term_id=get_round(home).term_id, kind=get_round(home).kind, starts=starts
    )
    seat = Panelist.objects.create(exhibition=exhibition, name="The baker", part="outside")
    page = reverse("exhibition-round", args=[get_round(home).pk])
    assert "needs someone from outside the school" in ines(home).get(page).text
    Panelist.objects.unscoped(TEXT).filter(pk=seat.pk).update(accepted_at=starts)
    assert "needs someone from outside the school" not in ines(home).get(page).text


def test_a_round_with_many_times_shows_one_day_and_links_to_the_others(home, monkeypatch):
    monkeypatch.setattr(round_views, "MANY_TIMES", 1)
    place = get_round(home)
    for student, day in ((home.amina, DAY), (home.bea, DAY + timedelta(days=1))):
        starts = datetime.combine(day, time(9), tzinfo=NEW_YORK)
        Exhibition.objects.create(student=student, term_id=place.term_id, kind=place.kind, starts=starts)
    where = reverse("exhibition-round", args=[place.pk])
    first = ines(home).get(where).content.decode()
    assert home.amina.name in first
    assert home.bea.name not in first
    second = ines(home).get(f"{where}?day={DAY + timedelta(days=1)}").content.decode()
    assert home.bea.name in second
    assert home.amina.name not in second
    assert home.amina.name in ines(home).get(f"{where}?day=never").content.decode()


def test_a_school_without_a_schedule_is_told_how_to_make_the_first(home):
    Round.objects.unscoped(TEXT).filter(school=home.school).delete()
    page = ines(home).get(reverse("exhibition-rounds", args=[home.school.pk])).content.decode()
    assert "No schedule yet. Make the first one here." in page
