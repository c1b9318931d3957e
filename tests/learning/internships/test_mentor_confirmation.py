"""Rosa confirms by a link: no account, one purpose, a press; forged, expired, settled and foreign links refused."""

from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community import links
from trellis.core.community.models import Link, Person, Role
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.models import Act
from trellis.learning.internships import confirming
from trellis.learning.internships.models import Concern, InternshipDay, Placement
from world import Side, make_world, tie

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def home() -> Side:
    side = make_world().home
    Concern.objects.unscoped(TEXT).delete()
    placement = side.rows["Placement"]
    InternshipDay.objects.unscoped(TEXT).filter(placement=placement).delete()
    for back in (2, 4):
        InternshipDay.objects.create(
            placement=placement,
            date=date.today() - timedelta(days=back),
            arrived=time(9),
            left=time(14),
            minutes=300,
            goal="Watch an intake",
        )
    side.rosa.email = "rosa@clinic.example"
    side.rosa.save()
    return side


def days(side: Side) -> list[InternshipDay]:
    return list(
        InternshipDay.objects.unscoped(TEXT).filter(placement=side.rows["Placement"]).order_by("date")
    )


def form(side: Side, **more) -> dict:
    fields = {}
    for day in days(side):
        fields |= {f"there-{day.pk}": "on", f"from-{day.pk}": "09:00", f"to-{day.pk}": "14:00"}
    return {**fields, **more}


def page(side: Side) -> str:
    return reverse("confirm-days", args=[side.tokens["confirm-days"]])


def test_daniel_asks_and_rosa_finds_the_link_in_her_mail(client, home):
    client.force_login(home.daniel.account)
    shown = client.post(reverse("ask-mentor", args=[home.rows["Placement"].pk])).content.decode()
    assert mail.outbox[0].to == ["rosa@clinic.example"]
    link = next(word for word in mail.outbox[0].body.split() if word.startswith("http"))
    assert link in shown
    assert "Diallo" not in mail.outbox[0].body
    read = Client().get(link).content.decode()
    assert "Watch an intake" in read
    assert "Diallo" not in read


def test_opening_a_link_changes_nothing(home):
    scanner = Client()
    for _each in range(3):
        assert scanner.get(page(home)).status_code == 200
        scanner.head(page(home))
    assert all(day.confirmed_at is None for day in days(home))


def test_one_press_confirms_the_week(home):
    assert "You confirmed 2 days for Amina" in Client().post(page(home), form(home)).content.decode()
    assert [(day.minutes, day.confirmed_by_id) for day in days(home)] == [(300, home.rosa.pk)] * 2
    assert Act.objects.unscoped(TEXT).get(verb="confirm days").person_id == home.rosa.pk


def test_times_can_be_put_right(home):
    first = days(home)[0]
    Client().post(page(home), form(home, **{f"from-{first.pk}": "09:30"}))
    assert (days(home)[0].arrived, days(home)[0].minutes) == (time(9, 30), 270)


def test_absent_days_do_not_count_and_the_advisor_is_told(home, client):
    first = days(home)[0]
    fields = form(home)
    del fields[f"there-{first.pk}"]
    Client().post(page(home), fields)
    assert [bool(day.confirmed_at) for day in days(home)] == [False, True]
    client.force_login(home.daniel.account)
    seen = client.get(reverse("placement", args=[home.rows["Placement"].pk])).content.decode()
    assert "Not at the site on:" in seen


def test_a_concern_reaches_staff_and_not_the_student_or_family(home, client):
    Client().post(page(home), form(home, concern="She seems very tired."))
    address = reverse("placement", args=[home.rows["Placement"].pk])
    for who, sees in (("daniel", True), ("noor", True), ("amina", False), ("carmen", False)):
        client.force_login(home.people[who].account)
        assert ("very tired" in client.get(address).content.decode()) is sees, who


def test_a_concern_is_heard_once(home, client):
    Client().post(page(home), form(home, concern="She seems very tired."))
    concern = Concern.objects.unscoped(TEXT).get()
    assert confirming.mark_concern_heard(concern, home.daniel.pk)
    assert not confirming.mark_concern_heard(concern, home.noor.pk)
    concern.refresh_from_db()
    assert concern.heard_by_id == home.daniel.pk


def test_a_link_is_settled_by_its_first_press(home):
    browser, second = Client(), Client()
    browser.post(page(home), form(home))
    again = second.post(page(home), form(home, concern="once more"))
    assert again.status_code == 410
    assert "already done" in again.content.decode()
    assert not Concern.objects.unscoped(TEXT).exists()
    assert second.get(page(home)).status_code == 410


def test_a_forged_link_opens_nothing(home):
    link = Link.objects.unscoped(TEXT).get(about_id=home.rows["Placement"].pk)
    key, signature = home.tokens["confirm-days"].split(links.SEPARATOR)
    other = links.issue_link("another-purpose", home.rows["Placement"].pk, home.rosa, 7, None)
    for forged in (
        link.pk.hex,
        f"{link.pk.hex}{links.SEPARATOR}x",
        f"{link.pk.hex[::-1]}{links.SEPARATOR}{signature}",
        f"{key}{links.SEPARATOR}{signature[:-1]}",
        other,
        "x" * 4000,
    ):
        assert Client().get(reverse("confirm-days", args=[forged])).status_code == 404, forged
        assert Client().post(reverse("confirm-days", args=[forged]), form(home)).status_code == 404
    assert all(day.confirmed_at is None for day in days(home))


def test_a_link_that_has_run_out_is_refused(home):
    Link.objects.unscoped(TEXT).update(expires=timezone.now())
    answer = Client().post(page(home), form(home))
    assert answer.status_code == 410
    assert "has expired" in answer.content.decode()
    assert days(home)[0].confirmed_at is None


def test_asking_anew_takes_the_earlier_link_back(home):
    confirming.send_confirmation_request(home.rows["Placement"], home.daniel.pk, lambda token: token)
    answer = Client().get(page(home))
    assert answer.status_code == 410
    assert "The school canceled this link. Ask the school for a new one." in answer.content.decode()


def test_a_link_ends_with_its_mentor(home):
    Placement.objects.unscoped(TEXT).filter(pk=home.rows["Placement"].pk).update(mentor=home.tomas)
    assert Client().get(page(home)).status_code == 410


@pytest.mark.parametrize(
    ("edge", "value", "word"),
    [
        ("from", "", "both a start time and an end time"),
        ("to", "25:00", "is not a time"),
        ("from", "14:00", "the same"),
        ("to", "08:00", "before"),
    ],
)
def test_a_time_that_cannot_be_is_asked_about_and_the_link_still_works(home, edge, value, word):
    first = days(home)[0]
    refused = Client().post(page(home), form(home, **{f"{edge}-{first.pk}": value}))
    assert refused.status_code == 422
    assert word in refused.content.decode()
    assert all(day.confirmed_at is None for day in days(home))
    assert Client().post(page(home), form(home)).status_code == 200


def test_a_link_confirms_the_days_of_its_own_student_only(home):
    other = make_side_day(home)
    Client().post(page(home), form(home, **{f"there-{other.pk}": "on", f"from-{other.pk}": "9:00"}))
    other.refresh_from_db()
    assert other.confirmed_at is None


def make_side_day(side: Side) -> InternshipDay:
    place = Placement.objects.create(
        student=side.bea, site=side.rows["Site"], mentor=side.rosa, starts=date.today() - timedelta(days=9)
    )
    return InternshipDay.objects.create(placement=place, date=date.today(), minutes=60)


def test_rosa_who_has_an_account_confirms_on_her_own_page(home, client):
    client.force_login(home.rosa.account)
    address = reverse("placement", args=[home.rows["Placement"].pk])
    assert "2 days to confirm" in client.get(address).content.decode()
    client.post(reverse("confirm-signed-in", args=[home.rows["Placement"].pk]), form(home))
    assert all(day.confirmed_at for day in days(home))


def test_nobody_is_asked_when_nothing_waits(home):
    InternshipDay.objects.unscoped(TEXT).update(confirmed_at=timezone.now())
    with pytest.raises(ActionError, match="There are no days to confirm\\."):
        confirming.send_confirmation_request(home.rows["Placement"], home.daniel.pk, str)


def test_one_press_asks_every_mentor_of_the_advisory(home, client):
    tie(home.bea, Role.STUDENT, home.rows["Advisory"])
    make_side_day(home)
    client.force_login(home.daniel.account)
    answer = client.post(reverse("ask-mentors", args=[home.rows["Advisory"].pk]), follow=True)
    assert "Email sent to 2 mentors." in answer.content.decode()
    assert [letter.to for letter in mail.outbox] == [["rosa@clinic.example"]] * 2


def test_who_has_no_address_is_named_so_that_somebody_can_pass_a_link_on(home, client):
    Person.objects.unscoped(TEXT).filter(pk=home.rosa.pk).update(email="")
    client.force_login(home.daniel.account)
    answer = client.post(reverse("ask-mentors", args=[home.rows["Advisory"].pk]), follow=True)
    assert "Amina (Rosa Herrera)" in answer.content.decode()
    assert mail.outbox == []


def test_daniel_meets_a_concern_first_thing_in_the_morning(home, client):
    Client().post(page(home), form(home, concern="She seems very tired."))
    client.force_login(home.daniel.account)
    assert "A mentor has shared a concern" in client.get(reverse("today")).content.decode()
    confirming.mark_concern_heard(Concern.objects.unscoped(TEXT).get(), home.daniel.pk)
    assert "wants you to hear" not in client.get(reverse("today")).content.decode()


def sent_note(side: Side, words: str = "She seems very tired.") -> Concern:
    """Rosa's note, sent by her link with the week."""
    thanks = Client().post(page(side), form(side, concern=words)).content.decode()
    assert "You can change or remove this note until someone at the school has read it." in thanks
    return Concern.objects.unscoped(TEXT).get()


def fields_of(note: Concern, do: str, words: str = "") -> dict:
    note.refresh_from_db()
    return {"do": do, "note": note.pk, "revision": f"{note.pk}:{note.revision}", "words": words}


def test_rosa_corrects_her_note_by_the_same_link(home, client):
    note = sent_note(home)
    assert "very tired" in Client().get(page(home)).content.decode()
    changed = Client().post(page(home), fields_of(note, "correct-note", "She works hard."), follow=True)
    assert "Saved." in changed.content.decode()
    client.force_login(home.daniel.account)
    shown = client.get(reverse("placement", args=[home.rows["Placement"].pk])).content.decode()
    assert "She works hard." in shown
    assert "very tired" not in shown


def test_rosa_takes_her_note_back_and_the_link_is_settled_again(home, client):
    note = sent_note(home)
    for _press in range(2):
        taken = Client().post(page(home), fields_of(note, "take-back-note"), follow=True)
        assert "Removed." in taken.content.decode()
    assert Client().get(page(home)).status_code == 410
    client.force_login(home.daniel.account)
    shown = client.get(reverse("placement", args=[home.rows["Placement"].pk])).content.decode()
    assert "very tired" not in shown
    assert all(day.confirmed_at for day in days(home))


def test_a_read_note_stays_and_rosa_keeps_her_text(home):
    note = sent_note(home)
    confirming.mark_concern_heard(note, home.daniel.pk)
    for do in ("correct-note", "take-back-note"):
        answer = Client().post(page(home), fields_of(note, do, "She works hard."))
        assert answer.status_code == 422
        assert "has read this already" in answer.content.decode()
        assert "She works hard." in answer.content.decode()
    note.refresh_from_db()
    assert (note.words, note.deleted_at) == ("She seems very tired.", None)
    assert Client().get(page(home)).status_code == 410


def test_daniel_does_not_mark_words_as_read_that_he_has_not_seen(home, client):
    note = sent_note(home)
    seen = f"{note.pk}:{note.revision}"
    Client().post(page(home), fields_of(note, "correct-note", "She works hard."))
    client.force_login(home.daniel.account)
    where = reverse("mark-concern-heard", args=[note.pk])
    shown = client.post(where, {"revision": seen}, follow=True).content.decode()
    assert "was changed while you had it open" in shown
    assert "She works hard." in shown
    note.refresh_from_db()
    assert note.heard_at is None
    client.post(where, {"revision": f"{note.pk}:{note.revision}"})
    note.refresh_from_db()
    assert note.heard_by_id == home.daniel.pk


def test_rosa_who_has_an_account_corrects_and_takes_back_on_her_own_page(home, client):
    note = sent_note(home)
    client.force_login(home.rosa.account)
    page_url = reverse("placement", args=[home.rows["Placement"].pk])
    where = reverse("confirm-signed-in", args=[home.rows["Placement"].pk])
    assert "Remove note" in client.get(page_url).content.decode()
    client.post(where, fields_of(note, "correct-note", "She works hard."))
    assert "She works hard." in client.get(page_url).content.decode()
    refused = client.post(where, fields_of(note, "correct-note", " "))
    assert refused.status_code == 422
    client.post(where, fields_of(note, "take-back-note"))
    assert "She works hard." not in client.get(page_url).content.decode()


def test_a_link_changes_no_note_of_another_mentor_or_another_student(home):
    sent_note(home)
    other = make_side_day(home).placement
    for facts in ({"placement": other, "raised_by": home.rosa}, {"raised_by": home.tomas}):
        note = Concern.objects.create(**{"placement": home.rows["Placement"], "words": "Not hers.", **facts})
        assert Client().post(page(home), fields_of(note, "correct-note", "Changed.")).status_code == 404
        assert Client().post(page(home), fields_of(note, "take-back-note")).status_code == 404
        note.refresh_from_db()
        assert (note.words, note.deleted_at) == ("Not hers.", None)
    for sent in ({"do": "correct-note", "note": "x"}, {"do": "other", "note": note.pk}, {"do": ""}):
        assert Client().post(page(home), sent).status_code == 404


def test_a_link_that_has_run_out_corrects_nothing(home):
    note = sent_note(home)
    Link.objects.unscoped(TEXT).update(expires=timezone.now())
    assert Client().post(page(home), fields_of(note, "take-back-note")).status_code == 410
    assert Client().get(page(home)).status_code == 410
