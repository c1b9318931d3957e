"""An adult learns beside a leader of another school: asked for, signed, approved, worked and confirmed."""

from __future__ import annotations

import html
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.models import Role, School, Tie
from trellis.core.foundation.measures import MEASURES, Year
from trellis.learning.internships.apprenticeships import selectors
from trellis.learning.internships.models import (
    Agreement,
    Concern,
    InternshipDay,
    Placement,
    PlacementSearch,
    Reservation,
    Signature,
)
from trellis.web.notifications.sources.apprenticeships import apprenticeship_news
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
EVERYBODY = ("amina", "carmen", "daniel", "rosa", "tomas", "noor", "ines", "imani", "kofi")


@pytest.fixture
def world():
    """Daniel's school, and a school of the same network that Kofi leads. Nobody is an apprentice."""
    both = make_world()
    side = both.home
    for model in (Signature, Agreement, Reservation):
        path = {"Signature": "agreement__hold__search", "Agreement": "hold__search", "Reservation": "search"}
        rows = model.objects.unscoped(TEXT).filter(**{f"{path[model.__name__]}__host_school__isnull": False})
        rows.delete()
    PlacementSearch.objects.unscoped(TEXT).filter(host_school__isnull=False).delete()
    Placement.objects.unscoped(TEXT).filter(host_school__isnull=False).delete()
    side.elsewhere = School.objects.create(network=side.network, name="Harbor", time_zone="America/Denver")
    tie(side.kofi, Role.LEADER, side.elsewhere)
    return both


@pytest.fixture
def home(world) -> Side:
    return world.home


def as_(side: Side, name: str) -> Client:
    client = Client()
    client.force_login(side.people[name].account)
    return client


def ask(side: Side, who: str = "daniel", status: int = 302, **other: object) -> str:
    start = timezone.now().date() + timedelta(days=3)
    sent = {
        "do": "ask",
        "mentor": f"{side.elsewhere.pk}:{side.kofi.pk}",
        "starts": start.isoformat(),
        "ends": (start + timedelta(days=60)).isoformat(),
        "days": ["1", "2", "3", "4", "5", "6", "7"],
        "from": "09:00",
        "to": "12:00",
        "hours": "40",
        "work": "How a leader hires, and I can run the advisor meetings.",
    }
    answer = as_(side, who).post(reverse("apprenticeships"), sent | other)
    assert answer.status_code == status, html.unescape(answer.content.decode())
    return html.unescape(answer.content.decode())


def request_of(side: Side, who: str = "daniel") -> PlacementSearch:
    return PlacementSearch.objects.unscoped(TEXT).get(student=side.people[who], host_school=side.elsewhere)


def press(side: Side, who: str, do: str, status: int = 302, **sent: object) -> str:
    page = reverse("apprenticeship", args=[request_of(side).pk])
    answer = as_(side, who).post(page, {"do": do} | sent)
    assert answer.status_code == status, html.unescape(answer.content.decode())
    return html.unescape(answer.content.decode())


def sign(side: Side, who: str = "kofi", status: int = 302) -> None:
    card = selectors.apprenticeship_or_404(side.viewer("daniel"), request_of(side).pk)
    read = selectors.services.terms_hash(card.agreement)
    press(side, who, "sign", status, name=side.people[who].name, read=read)


def placement_of(side: Side) -> Placement | None:
    rows = Placement.objects.unscoped(TEXT).filter(student=side.daniel, host_school__isnull=False)
    return rows.select_related("host_school").first()


def started(side: Side) -> Placement:
    """Asked for, signed and approved, and under way since three days ago."""
    ask(side)
    sign(side)
    press(side, "imani", "approve")
    placement = placement_of(side)
    assert placement
    placement.starts = date.today() - timedelta(days=3)
    placement.save()
    return placement


def told(side: Side, who: str) -> list[str]:
    since = timezone.now() - timedelta(hours=1)
    return [item.text for item in apprenticeship_news(side.viewer(who), since)]


def test_it_starts_once_the_leader_has_signed_and_the_network_has_approved(home):
    ask(home)
    assert placement_of(home) is None
    sign(home)
    assert placement_of(home) is None
    press(home, "imani", "approve")
    placement = placement_of(home)
    assert placement.host_school == home.elsewhere
    assert (placement.mentor_id, placement.site_id, placement.hours_agreed) == (home.kofi.pk, None, 40)
    assert not Tie.objects.unscoped(TEXT).filter(role=Role.MENTOR, to_person=home.daniel).exists()


def test_the_order_of_the_answers_does_not_matter(home):
    ask(home)
    press(home, "imani", "approve")
    assert placement_of(home) is None
    sign(home)
    assert placement_of(home)


def test_a_network_without_program_staff_needs_the_leader_alone(home):
    Tie.objects.unscoped(TEXT).filter(role=Role.NETWORK_STAFF).delete()
    ask(home)
    sign(home)
    assert placement_of(home)


def test_exactly_those_see_it_whom_its_page_names(world):
    home = world.home
    placement = started(home)
    day = InternshipDay.objects.create(placement=placement, date=date.today(), minutes=60)
    page = reverse("apprenticeship", args=[request_of(home).pk])
    readers = {name for name in EVERYBODY if as_(home, name).get(page).status_code == 200}
    assert readers == {"daniel", "kofi", "imani"}
    for model, row in ((Placement, placement), (InternshipDay, day)):
        seeing = {n for n in EVERYBODY if model.objects.seen_by(home.viewer(n)).filter(pk=row.pk).exists()}
        assert seeing == {"daniel", "kofi", "imani"}
    assert as_(world.other, "ines").get(page).status_code == 404
    shown = html.unescape(as_(home, "daniel").get(page).content.decode())
    assert "The leaders of Harbor" in shown
    assert "The network’s program staff" in shown


def test_no_page_of_students_internships_opens_it(home):
    placement = started(home)
    for name in ("daniel", "kofi", "imani", "ines"):
        assert as_(home, name).get(reverse("placement", args=[placement.pk])).status_code == 404


def test_the_same_request_sent_twice_is_one_and_another_has_to_wait(home):
    ask(home)
    ask(home)
    assert PlacementSearch.objects.unscoped(TEXT).filter(host_school=home.elsewhere).count() == 1
    page = ask(home, status=422, work="Something else.")
    assert "Withdraw it first, or wait." in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("starts", date.today().isoformat(), "Choose a first day after today"),
        ("ends", "2020-01-01", "The last day cannot be before the first day"),
        ("to", "08:00", "The end time is before the start time."),
        ("mentor", "nobody", "is not one of the available choices"),
        ("work", "", "Write what you would like to learn."),
        ("days", [], "Choose days"),
        ("hours", "0", "Enter the agreed hours"),
    ],
)
def test_what_is_wrong_with_a_request_is_said(home, field, value, sentence):
    assert sentence in ask(home, status=422, **{field: value})
    assert not PlacementSearch.objects.unscoped(TEXT).filter(host_school=home.elsewhere).exists()


def test_only_leaders_of_other_schools_can_be_asked(home):
    offered = {choice.person.pk for choice in selectors.possible_mentors(home.viewer("daniel"))}
    assert offered == {home.kofi.pk}  # not Ines, who leads his own school
    assert "is not one of the available choices" in ask(
        home, status=422, mentor=f"{home.school.pk}:{home.ines.pk}"
    )


def test_a_declined_request_says_why_and_frees_the_person_to_ask_again(home):
    ask(home)
    assert "Write a sentence that says why." in press(home, "kofi", "decline", 422, reason="")
    press(home, "kofi", "decline", reason="I am away this spring. Ask me in the fall.")
    page = as_(home, "daniel").get(reverse("apprenticeship", args=[request_of(home).pk]))
    assert "Ask me in the fall." in page.content.decode()
    assert told(home, "daniel") == ["Your request for an apprenticeship was declined"]
    ask(home, work="How a leader listens.")


def test_who_asked_withdraws_and_nobody_can_answer_any_more(home):
    ask(home)
    press(home, "daniel", "withdraw")
    press(home, "imani", "approve", 404)
    assert selectors.waiting_for(home.viewer("kofi")).requests == []


def test_nobody_answers_for_another(home):
    ask(home)
    press(home, "daniel", "approve", 404)
    press(home, "kofi", "approve", 404)
    press(home, "kofi", "withdraw", 404)
    sign(home, "daniel", 404)
    sign(home, "imani", 404)
    assert placement_of(home) is None


def test_today_tells_the_leader_and_the_network_until_they_answered(home):
    ask(home)
    for name in ("kofi", "imani"):
        assert "asks for an apprenticeship" in as_(home, name).get(reverse("today")).content.decode()
        assert told(home, name) == ["A request for an apprenticeship waits for your answer"]
    sign(home)
    assert told(home, "kofi") == []
    press(home, "imani", "approve")
    assert told(home, "imani") == []
    assert told(home, "daniel") == ["Your apprenticeship is set"]


def test_a_day_is_logged_on_the_phone_and_confirmed_by_the_leader(home):
    placement = started(home)
    phone = as_(home, "daniel")
    assert phone.get(reverse("my-day")).status_code == 200
    for kind, at in (("arrived", "09:00"), ("left", "11:30")):
        sent = {
            "id": f"0192f0c0-0000-7000-8000-00000000000{len(kind)}",
            "student": home.daniel.pk,
            "kind": "late",
        }
        yesterday = date.today() - timedelta(days=1)
        sent |= {"kind": kind, "date": yesterday.isoformat(), "at": at}
        assert phone.post(reverse("my-day"), sent).status_code == 302
    day = InternshipDay.objects.unscoped(TEXT).get(placement=placement)
    assert day.minutes == 150
    assert "has 1 day to confirm" in as_(home, "kofi").get(reverse("today")).content.decode()
    fields = {f"there-{day.pk}": "on", f"from-{day.pk}": "09:00", f"to-{day.pk}": "11:00"}
    press(home, "kofi", "confirm", **fields)
    day.refresh_from_db()
    assert (day.minutes, day.confirmed_by_id) == (120, home.kofi.pk)
    hours = selectors.apprenticeship_or_404(home.viewer("daniel"), request_of(home).pk).hours
    assert (hours.confirmed, hours.waiting) == (2, 0)
    table = as_(home, "daniel").get(reverse("apprenticeship-hours", args=[request_of(home).pk]))
    assert f"Harbor,{day.date},120,{home.kofi.name}" in table.content.decode()


def test_a_day_off_stays_unconfirmed_and_the_apprentice_reads_the_note(home):
    placement = started(home)
    day = InternshipDay.objects.create(placement=placement, date=date.today(), minutes=60)
    press(
        home,
        "kofi",
        "confirm",
        **{f"from-{day.pk}": "09:00", f"to-{day.pk}": "10:00", "concern": "We missed you."},
    )
    note = Concern.objects.unscoped(TEXT).get(placement=placement)
    page = as_(home, "daniel").get(reverse("apprenticeship", args=[request_of(home).pk])).content.decode()
    assert "We missed you." in page
    press(home, "kofi", "seen", 404, note=note.pk, revision=note.revision)
    press(home, "daniel", "seen", note=note.pk, revision=note.revision)
    note.refresh_from_db()
    assert note.heard_by_id == home.daniel.pk


def test_the_next_leader_of_the_school_goes_on_with_it(home):
    placement = started(home)
    Tie.objects.unscoped(TEXT).filter(person=home.kofi, role=Role.LEADER).update(ends=timezone.now())
    tie(home.tomas, Role.LEADER, home.elsewhere)
    day = InternshipDay.objects.create(placement=placement, date=date.today(), minutes=60)
    press(home, "kofi", "confirm", 404)
    press(
        home,
        "tomas",
        "confirm",
        **{f"there-{day.pk}": "on", f"from-{day.pk}": "09:00", f"to-{day.pk}": "10:00"},
    )
    day.refresh_from_db()
    assert day.confirmed_by_id == home.tomas.pk


def test_days_and_hours_change_and_a_last_day_ends_it(home):
    placement = started(home)
    placement.refresh_from_db()
    sent = {
        "starts": placement.starts.isoformat(),
        "days": ["2"],
        "from": "13:00",
        "to": "15:00",
        "hours": "30",
    }
    press(home, "kofi", "schedule", **sent, revision=placement.revision)
    placement.refresh_from_db()
    assert (placement.weekdays, placement.hours_agreed) == ([2], 30)
    press(home, "imani", "end", 404, last=date.today().isoformat())
    press(home, "daniel", "end", last=date.today().isoformat())
    placement.refresh_from_db()
    assert placement.ends == date.today()


def test_an_adult_without_an_apprenticeship_has_no_page_of_the_day(home):
    assert as_(home, "tomas").get(reverse("my-day")).status_code == 404


def test_no_measure_of_students_counts_it(home):
    placement = started(home)
    InternshipDay.objects.create(
        placement=placement,
        date=date.today(),
        minutes=1400,
        confirmed_at=timezone.now(),
        confirmed_by=home.kofi,
    )
    today = date.today()
    year = Year(today - timedelta(days=90), today + timedelta(days=90), today.year)
    for key in ("internship-now", "internship-hours", "days-to-internship", "mentor-contact"):
        counted = {student for student, *_rest in MEASURES[key].facts(home.network, year)}
        assert home.daniel.pk.hex not in counted
