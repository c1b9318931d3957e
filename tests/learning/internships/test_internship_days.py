"""A day at the site, as Amina's phone sends it: once, late, with a wrong clock, by two students, in bad shape."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.models import Act, Change
from trellis.learning.internships.days import minutes_between
from trellis.learning.internships.entry_parsing import EntryFields
from trellis.learning.internships.models import DayEntry, InternshipDay, Placement
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def home(settings, tmp_path) -> Side:
    settings.MEDIA_ROOT = tmp_path
    side = make_world().home
    InternshipDay.objects.unscoped(TEXT).filter(placement__student=side.amina).delete()
    DayEntry.objects.unscoped(TEXT).delete()
    return side


@pytest.fixture
def phone(home) -> Client:
    client = Client()
    client.force_login(home.amina.account)
    return client


@pytest.fixture
def noon(monkeypatch):
    """It is noon in New York, today."""
    now = datetime.combine(date.today(), time(12), tzinfo=NEW_YORK)
    monkeypatch.setattr("trellis.learning.internships.phone.timezone.now", lambda: now)
    return now


def entry(side: Side, kind: str, **more) -> dict:
    return {"id": str(uuid4()), "student": str(side.amina.pk), "kind": kind, **more}


def send(phone: Client, fields: dict, status: int = 200) -> dict:
    answer = phone.post(reverse("day-entries"), fields)
    assert answer.status_code == status, answer.content
    return answer.json()


def at(moment: datetime, hour: int, minute: int = 0) -> str:
    return moment.replace(hour=hour, minute=minute).isoformat()


def only_day(side: Side) -> InternshipDay:
    return InternshipDay.objects.unscoped(TEXT).get(placement__student=side.amina)


def test_amina_arrives_and_leaves_and_says_a_sentence(home, phone, noon):
    send(phone, entry(home, "arrived", made_at=at(noon, 9, 5), sent_at=at(noon, 12)))
    send(phone, entry(home, "goal", words="Put the visit card into French"))
    send(phone, entry(home, "said", words="On a ri. لقد تعلمت"))
    reply = send(phone, entry(home, "left", made_at=at(noon, 11, 35), sent_at=at(noon, 12)))
    assert reply["day"]["arrived"] == "09:05"
    assert reply["day"]["shown"]["arrived"].replace("\u202f", " ") == "9:05 AM"
    day = only_day(home)
    assert (day.minutes, day.late, day.summary) == (150, False, "On a ri. لقد تعلمت")


def test_an_entry_sent_twice_is_kept_once(home, phone):
    fields = entry(home, "goal", words="Meet everybody")
    first = send(phone, fields)
    assert send(phone, fields) == first
    assert DayEntry.objects.unscoped(TEXT).count() == 1
    assert Act.objects.unscoped(TEXT).filter(verb="log goal").count() == 1


def test_other_words_under_the_same_number_are_refused(home, phone):
    fields = entry(home, "goal", words="Meet everybody")
    send(phone, fields)
    assert (
        "We could not save this entry because another one has the same ID. Enter it again."
        in send(phone, {**fields, "words": "Something else"}, 422)["sentence"]
    )
    assert only_day(home).goal == "Meet everybody"


def test_a_phone_used_by_two_students_never_sends_one_as_the_other(home, phone):
    of_bea = {**entry(home, "goal", words="Mine"), "student": str(home.bea.pk)}
    assert (
        "This entry belongs to someone else. It will be sent when they sign in."
        in send(phone, of_bea, 409)["sentence"]
    )
    assert not DayEntry.objects.unscoped(TEXT).exists()


def test_a_clock_that_is_three_hours_ahead_is_put_right(home, phone, noon):
    ahead = timedelta(hours=3)
    made_at, sent_at = noon.replace(hour=9) + ahead, noon + ahead
    send(phone, entry(home, "arrived", made_at=made_at.isoformat(), sent_at=sent_at.isoformat()))
    assert only_day(home).arrived == time(9)
    assert DayEntry.objects.unscoped(TEXT).get().clock_off == 3 * 3600


def test_a_clock_in_the_year_2000_is_put_right_too(home, phone, noon):
    sent = datetime(2000, 1, 1, 0, 40, tzinfo=NEW_YORK)
    send(
        phone,
        entry(home, "arrived", made_at=(sent - timedelta(hours=2)).isoformat(), sent_at=sent.isoformat()),
    )
    assert only_day(home).date == noon.date()
    assert only_day(home).arrived == time(10)


def test_offline_entry_belongs_to_its_own_day(home, phone, noon):
    yesterday = noon - timedelta(days=1)
    send(phone, entry(home, "arrived", made_at=at(yesterday, 9), sent_at=noon.isoformat()))
    assert (only_day(home).date, only_day(home).late) == (yesterday.date(), True)


def test_a_day_that_was_forgotten_is_written_down_with_its_times_and_marked(home, phone, noon):
    day = (noon.date() - timedelta(days=6)).isoformat()
    for kind, hour in (("arrived", "09:00"), ("left", "14:30")):
        send(phone, entry(home, kind, date=day, at=hour))
    assert (only_day(home).minutes, only_day(home).late) == (330, True)


def test_entries_that_come_out_of_order_leave_the_newest_words(home, phone, noon):
    send(phone, entry(home, "goal", words="newer", made_at=at(noon, 11), sent_at=noon.isoformat()))
    send(phone, entry(home, "goal", words="older", made_at=at(noon, 9), sent_at=noon.isoformat()))
    assert only_day(home).goal == "newer"


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"kind": "dance"}, "We could not read this entry. Enter it again."),
        ({"kind": "goal", "words": "  "}, "This is empty. Write one sentence."),
        ({"kind": "goal", "words": "x" * 241}, "241 characters"),
        (
            {"kind": "arrived", "date": "2199-01-01", "at": "09:00"},
            "This day is in the future. Choose today or an earlier day.",
        ),
        ({"kind": "arrived", "date": "2020-01-01", "at": "09:00"}, "more than 30 days"),
        ({"kind": "arrived", "date": "31.12.", "at": "09:00"}, "not a date"),
        ({"kind": "arrived", "date": "2026-02-31", "at": "09:00"}, "not a date"),
        ({"kind": "arrived", "at": "25:99"}, "not a time"),
        ({"kind": "goal", "words": "x", "id": "7"}, "Something went wrong with this entry. Enter it again."),
        ({"kind": "file"}, "The photo or voice note did not upload. Choose it again."),
    ],
)
def test_invalid_entries_get_a_sentence_and_change_nothing(home, phone, fields, word):
    assert word in send(phone, {**entry(home, "goal"), **fields}, 422)["sentence"]
    assert not DayEntry.objects.unscoped(TEXT).exists()
    assert not InternshipDay.objects.unscoped(TEXT).filter(placement__student=home.amina).exists()


def test_a_day_that_is_over_wants_its_time_as_well(home, phone, noon):
    day = (noon.date() - timedelta(days=2)).isoformat()
    assert (
        "For a past day, enter the time too."
        in send(phone, entry(home, "arrived", date=day), 422)["sentence"]
    )


def test_leaving_before_arriving_is_asked_about(home, phone, noon):
    send(phone, entry(home, "arrived", at="10:00"))
    sentence = send(phone, entry(home, "left", at="09:00"), 422)["sentence"]
    assert "is before the arrival time, 10:00 AM" in sentence.replace("\u202f", " ")
    assert only_day(home).left is None


def test_a_day_before_the_internship_cannot_be_logged(home, phone, noon):
    Placement.objects.unscoped(TEXT).filter(student=home.amina).update(starts=noon.date())
    day = (noon.date() - timedelta(days=1)).isoformat()
    assert (
        "You did not have an internship on this day."
        in send(phone, entry(home, "arrived", date=day, at="9:00"), 422)["sentence"]
    )


def test_hours_that_rosa_confirmed_stay_while_the_words_still_come(home, phone, noon):
    send(phone, entry(home, "arrived", at="09:00"))
    InternshipDay.objects.unscoped(TEXT).update(confirmed_at=timezone.now(), left=time(14), minutes=300)
    send(phone, entry(home, "arrived", at="08:00"))
    send(phone, entry(home, "said", words="A good day"))
    day = only_day(home)
    assert (day.arrived, day.minutes, day.summary) == (time(9), 300, "A good day")


def photo(**more) -> SimpleUploadedFile:
    drawn = BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (2400, 1200), "teal").save(drawn, "JPEG", exif=exif)
    return SimpleUploadedFile("IMG_0001.jpg", drawn.getvalue(), content_type="image/jpeg")


def test_a_photo_is_kept_smaller_and_without_where_it_was_taken(home, phone):
    send(phone, entry(home, "file", file=photo()))
    row = DayEntry.objects.unscoped(TEXT).get()
    with Image.open(row.file) as image:
        assert image.size == (1600, 800)
        assert not image.getexif()


def test_voice_note_is_heard_by_staff_and_not_the_mentor(home, phone, client):
    note = SimpleUploadedFile("a.webm", b"\x1aE\xdf\xa3 spoken", content_type="audio/webm")
    send(phone, entry(home, "file", file=note))
    address = reverse("day-file", args=[DayEntry.objects.unscoped(TEXT).get().pk])
    for who, status in (("daniel", 200), ("carmen", 200), ("rosa", 404)):
        client.force_login(home.people[who].account)
        answer = client.get(address)
        assert answer.status_code == status, who
    client.force_login(home.daniel.account)
    assert client.get(address)["Content-Type"] == "audio/webm"


@pytest.mark.parametrize(
    "body", [b"<svg onload=alert(1)>", b"%PDF-1.7", b"\xff\xd8\xff broken", b"GIF89a", b""]
)
def test_only_photos_and_voice_notes_are_accepted(home, phone, body, tmp_path):
    before = set(tmp_path.rglob("*"))
    sent = SimpleUploadedFile("photo.jpg", body, content_type="image/jpeg")
    send(phone, entry(home, "file", file=sent), 422)
    assert not DayEntry.objects.unscoped(TEXT).exists()
    assert set(tmp_path.rglob("*")) == before


def test_the_plain_form_works_without_script(home, phone):
    answer = phone.post(reverse("my-day"), entry(home, "goal", words="Meet everybody"), follow=True)
    assert "Saved." in answer.content.decode()
    assert only_day(home).goal == "Meet everybody"


def test_each_entry_is_one_act_in_the_ledger(home, phone):
    send(phone, entry(home, "said", words="A good day"))
    act = Act.objects.unscoped(TEXT).get(verb="log said")
    assert act.person_id == home.amina.pk
    tables = Change.objects.unscoped(TEXT).filter(act_id=act.pk).values_list("table", flat=True)
    assert set(tables) == {"internships_dayentry", "internships_internshipday"}


def test_no_field_keeps_where_somebody_was():
    names = {field.name for model in (DayEntry, InternshipDay) for field in model._meta.get_fields()}
    assert not {
        name for name in names if any(word in name for word in ("lat", "lon", "place_", "geo", "where"))
    } - {"late"}


@given(st.times(), st.times())
def test_minutes_are_never_negative_and_never_more_than_a_day(arrived, left):
    try:
        assert 0 <= minutes_between(arrived, left) < 24 * 60
    except ActionError:
        assert left < arrived


FIELDS = ["id", "student", "kind", "words", "date", "at", "made_at", "sent_at"]


@settings(max_examples=60)
@given(st.dictionaries(st.sampled_from(FIELDS), st.text()))
def test_whatever_a_phone_sends_is_read_or_refused_in_words(fields):
    now = timezone.now()
    entry = EntryFields(fields)
    if entry.is_valid():
        assert entry.payload(now).made_at <= now
    else:
        assert all(entry.errors.values())


def moved(noon, minutes: int) -> str:
    return (noon + timedelta(minutes=minutes)).isoformat()


def test_leaving_is_undone_and_one_leaves_again_later(phone, home, noon):
    sent_at = noon.isoformat()
    send(phone, entry(home, "arrived", made_at=moved(noon, -180), sent_at=sent_at))
    send(phone, entry(home, "left", made_at=moved(noon, -60), sent_at=sent_at))
    assert send(phone, entry(home, "back", made_at=moved(noon, -50), sent_at=sent_at))["day"]["left"] == ""
    assert (
        send(phone, entry(home, "left", made_at=moved(noon, -10), sent_at=sent_at))["day"]["left"] == "11:50"
    )


def test_a_leaving_that_was_undone_and_arrives_late_stays_undone(phone, home, noon):
    sent_at = noon.isoformat()
    send(phone, entry(home, "arrived", made_at=moved(noon, -180), sent_at=sent_at))
    send(phone, entry(home, "back", made_at=moved(noon, -50), sent_at=sent_at))
    assert send(phone, entry(home, "left", made_at=moved(noon, -60), sent_at=sent_at))["day"]["left"] == ""


def test_hours_that_the_mentor_confirmed_are_not_undone(phone, home, noon):
    sent_at = noon.isoformat()
    send(phone, entry(home, "arrived", made_at=moved(noon, -180), sent_at=sent_at))
    send(phone, entry(home, "left", made_at=moved(noon, -60), sent_at=sent_at))
    InternshipDay.objects.unscoped(TEXT).update(confirmed_at=noon)
    assert (
        send(phone, entry(home, "back", made_at=moved(noon, -50), sent_at=sent_at))["day"]["left"] == "11:00"
    )
