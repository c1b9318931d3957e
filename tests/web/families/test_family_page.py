"""Carmen opens one link, in her language: where Amina is, what comes next; she answers, and sees who has looked."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import CalendarDay, Person, Tie
from trellis.core.foundation.errors import ActionError
from trellis.learning.internships.models import Placement
from trellis.learning.supports import partner_services
from trellis.learning.supports.models import Consent
from trellis.web.families import pages, services
from trellis.web.families.middleware import STUDENT_PATHS
from trellis.web.families.models import Contact, Notice, RecordAccess, Reply
from walk.test_every_page_as_every_role import ROUTES
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
VOICE = b"\x1aE\xdf\xa3" + b"0" * 40


@pytest.fixture
def home() -> Side:
    side = make_world().home
    Reply.objects.unscoped(TEXT).all().delete()
    RecordAccess.objects.unscoped(TEXT).all().delete()
    CalendarDay.objects.unscoped(TEXT).all().delete()
    return side


def link(side: Side) -> str:
    return reverse("family-link", args=[side.tokens["family-link"]])


def opened(side: Side, who: str, address: str = "", status: int = 200) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    answer = client.get(address or reverse("family", args=[side.amina.pk]))
    assert answer.status_code == status
    return answer.content.decode()


def press(side: Side, who: str, status: int = 302, **sent) -> str:
    client = Client()
    client.force_login(side.people[who].account)
    answer = client.post(reverse("family", args=[side.amina.pk]), sent)
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def test_carmen_sees_where_amina_is_and_what_comes(home):
    today = school_local_time(home.school, timezone.now()).date()
    Placement.objects.unscoped(TEXT).update(weekdays=[today.isoweekday()])
    shown = Client().get(link(home)).content.decode()
    assert "Hope Clinic" in shown
    assert "Is it safe?" in shown
    Placement.objects.unscoped(TEXT).update(weekdays=[today.isoweekday() % 7 + 1])
    assert "At school." in Client().get(link(home)).content.decode()
    CalendarDay.objects.create(school=home.school, date=today, kind=CalendarDay.Kind.CLOSED)
    assert "There is no school today." in Client().get(link(home)).content.decode()


def test_the_link_opens_in_her_language_whatever_the_browser_says(home):
    Person.objects.unscoped(TEXT).filter(pk=home.carmen.pk).update(language="ar")
    shown = Client(headers={"accept-language": "en"}).get(link(home)).content.decode()
    assert 'lang="ar"' in shown
    assert 'dir="rtl"' in shown


def test_opening_changes_nothing_and_a_link_ends_with_the_tie(home):
    for _time in range(2):
        assert Client().get(link(home)).status_code == 200
    assert not RecordAccess.objects.unscoped(TEXT).exists()
    Tie.objects.unscoped(TEXT).filter(person=home.carmen).update(ends=timezone.now() - timedelta(hours=1))
    assert Client().get(link(home)).status_code == 410


def test_a_new_link_takes_the_old_one_back(home):
    token = services.issue_family_link(home.amina, home.carmen, home.daniel.pk)
    assert Client().get(reverse("family-link", args=[token])).status_code == 200
    again = services.issue_family_link(home.amina, home.carmen, home.daniel.pk)
    assert Client().get(reverse("family-link", args=[token])).status_code == 410
    assert Client().get(reverse("family-link", args=[again])).status_code == 200
    with pytest.raises(ActionError, match="Rosa Herrera is not listed as family of this student\\."):
        services.issue_family_link(home.amina, home.rosa, home.daniel.pk)


def test_she_answers_in_words_or_by_voice_and_twice_is_once(home):
    key = uuid4()
    for _press in range(2):
        answer = Client().post(link(home), {"key": key, "words": "Llego a las ocho."})
        assert answer.status_code == 302
    voice = SimpleUploadedFile("note.webm", VOICE, "audio/webm")
    assert Client().post(link(home), {"key": uuid4(), "voice": voice}).status_code == 302
    replies = Reply.objects.unscoped(TEXT).order_by("created")
    assert [(reply.words, bool(reply.file), reply.by_id) for reply in replies] == [
        ("Llego a las ocho.", False, home.carmen.pk),
        ("", True, home.carmen.pk),
    ]
    assert "Llego a las ocho." in opened(home, "daniel")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"key": "x", "words": "Hi"}, "This page did not load completely. Open it again."),
        ({"words": " "}, "Write a message or record your voice first."),
        ({"words": "a" * 4001}, "The limit is 4,000 characters"),
        ({"voice": SimpleUploadedFile("a.webm", b"<script>", "audio/webm")}, "photo"),
    ],
)
def test_what_cannot_be_kept_is_answered_with_a_sentence(home, sent, sentence):
    answer = Client().post(link(home), {"key": uuid4(), **sent})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Reply.objects.unscoped(TEXT).exists()


def test_somebody_elses_key_is_nobody_elses_answer(home):
    key = uuid4()
    services.save_reply(home.amina, home.carmen, key, "Hola", "es", None)
    with pytest.raises(ActionError):
        services.save_reply(home.amina, home.rosa, key, "Hola", "es", None)


def test_daniel_hears_an_answer_once(home):
    reply = services.save_reply(home.amina, home.carmen, uuid4(), "Hola", "es", None)
    press(home, "daniel", do="hear", reply=reply.pk)
    press(home, "ines", do="hear", reply=reply.pk)
    assert Reply.objects.unscoped(TEXT).get().heard_by_id == home.daniel.pk


def test_carmen_reads_who_has_opened_aminas_record_and_which_pages(home):
    for _time in range(2):
        opened(home, "tomas", reverse("student", args=[home.amina.pk]))
    opened(home, "tomas", reverse("narrative", args=[home.amina.pk]))
    opened(home, "carmen", reverse("student", args=[home.amina.pk]))
    opened(home, "amina", reverse("student", args=[home.amina.pk]))
    assert RecordAccess.objects.unscoped(TEXT).count() == 2
    shown = Client().get(link(home)).content.decode()
    assert "Tomas Silva" in shown
    assert "student page" in shown
    assert "narrative report" in shown


def test_a_page_that_does_not_open_is_no_look(home):
    opened(home, "kofi", reverse("student", args=[home.amina.pk]), 404)
    assert not RecordAccess.objects.unscoped(TEXT).exists()


def test_every_page_about_a_student_has_a_name_that_a_family_can_read():
    one_students = {"student_id", *STUDENT_PATHS}
    named = {name for name, route in ROUTES.items() if one_students & set(route.pattern.converters)}
    assert named - set(pages.PAGE_NAMES) == set()


def test_who_opens_a_placement_or_an_exhibition_of_aminas_is_noted_too(home):
    opened(home, "tomas", reverse("placement", args=[home.rows["Placement"].pk]))
    opened(home, "noor", reverse("exhibition", args=[home.rows["Exhibition"].pk]))
    opened(home, "carmen", reverse("exhibition", args=[home.rows["Exhibition"].pk]))
    noted = RecordAccess.objects.unscoped(TEXT).values_list("person__given_name", "page", "student")
    assert set(noted) == {("Tomas", "placement", home.amina.pk), ("Noor", "exhibition", home.amina.pk)}


def test_amina_reads_the_page_and_the_answer_is_her_familys(home):
    opened(home, "amina")
    press(home, "amina", 404, key=uuid4(), words="From me")
    assert not Reply.objects.unscoped(TEXT).exists()


def test_a_double_press_tells_and_notes_once(home):
    for _time in range(2):
        press(home, "daniel", do="tell", words="No school on Monday.")
        press(home, "daniel", do="contact", date="2026-01-12", how="call", language="es")
    assert Notice.objects.unscoped(TEXT).filter(words="No school on Monday.").count() == 1
    assert Contact.objects.unscoped(TEXT).filter(date="2026-01-12").count() == 1


def test_a_contact_is_written_down_and_a_child_never_interprets(home):
    today = timezone.localdate().isoformat()
    sent = {"do": "contact", "date": today, "how": "call", "language": "es", "words": "About Friday."}
    for child in ("Bea Lopez", "amina  DIALLO"):
        assert "A child cannot be the interpreter. Enter an adult’s name, or leave it blank." in press(
            home, "daniel", 422, **sent, interpreter=child
        )
    press(home, "daniel", **sent, interpreter="Rosa Herrera")
    assert Contact.objects.unscoped(TEXT).filter(interpreter="Rosa Herrera", language="es").exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"date": "2026-02-31"}, "is not a date"),
        ({"date": "2999-01-01"}, "Choose the day"),
        ({"how": "pigeon"}, "Choose how you spoke with them."),
        ({"language": "klingonese"}, "Choose one from the list, or enter its code."),
    ],
)
def test_a_contact_that_cannot_be_is_refused(home, sent, sentence):
    whole = {"do": "contact", "date": timezone.localdate().isoformat(), "how": "call", "language": "es"}
    assert sentence in press(home, "daniel", 422, **(whole | sent))


def test_rosa_who_mentors_her_and_charlie_get_in_nowhere(home):
    opened(home, "rosa", status=404)
    opened(home, "kofi", status=404)
    client = Client()
    client.force_login(make_world_other().account)
    assert client.get(reverse("family", args=[home.amina.pk])).status_code == 404


def make_world_other() -> Person:
    """Charlie: the leader of another network's school."""
    return Person.objects.unscoped(TEXT).get(network__slug="summit", given_name="Ines")


def test_carmen_says_yes_to_a_partner_by_her_link_and_takes_it_back(home):
    Consent.objects.unscoped(TEXT).all().delete()
    ends = timezone.localdate() + timedelta(days=90)
    consent = partner_services.ask_consent(home.amina, home.rows["Partner"], ends, home.noor.pk)
    shown = Client().get(link(home)).content.decode()
    assert "May the school tell Harbor Food Bank what Amina needs" in shown
    assert "A bus card." in shown
    assert "Sleeps badly." not in shown
    Client().post(link(home), {"do": "answer", "consent": consent.pk, "yes": "1"})
    consent.refresh_from_db()
    assert (bool(consent.given_at), consent.how, consent.given_by_id) == (True, "page", home.carmen.pk)
    Client().post(link(home), {"do": "withdraw", "consent": consent.pk})
    consent.refresh_from_db()
    assert consent.withdrawn_at


def test_a_consent_of_another_child_does_not_open_by_this_link(home):
    ends = timezone.localdate() + timedelta(days=90)
    consent = partner_services.ask_consent(home.bea, home.rows["Partner"], ends, home.noor.pk)
    assert Client().post(link(home), {"do": "answer", "consent": consent.pk, "yes": "1"}).status_code == 404
    assert Client().post(link(home), {"do": "answer", "consent": "x", "yes": "1"}).status_code == 404


def test_a_familys_words_on_status_are_not_kept_and_it_is_told_whom_to_tell(home):
    answer = Client().post(link(home), {"key": uuid4(), "words": "Mi esposo fue deportado."})
    assert answer.status_code == 422
    assert (
        "Please tell someone you trust at the school, and write here only what your child needs."
        in answer.content.decode()
    )
    assert not Reply.objects.unscoped(TEXT).exists()


def test_carmen_reads_where_a_task_of_the_portfolio_stands(home):
    task = home.rows["Task"]
    assert task.student_id == home.amina.pk
    shown = Client().get(link(home)).content.decode()
    assert "Portfolio" in shown
    assert "turned in" in shown or "being scored" in shown


def test_she_takes_an_answer_back_until_somebody_has_read_it(home):
    press(home, "carmen", key=uuid4(), words="Ella no viene el martes.")
    reply = Reply.objects.unscoped(TEXT).get()
    again = press(home, "carmen", 200, do="take-back", reply=reply.pk)
    assert "Ella no viene el martes.</textarea>" in again
    assert Reply.objects.unscoped(TEXT).get().deleted_at
    press(home, "carmen", key=uuid4(), words="Ella no viene el jueves.")
    reply = Reply.objects.unscoped(TEXT).get(deleted_at=None)
    press(home, "daniel", do="hear", reply=reply.pk)
    assert "Cancel request" not in opened(home, "carmen")
    press(home, "carmen", 422, do="take-back", reply=reply.pk)
    assert Reply.objects.unscoped(TEXT).filter(deleted_at=None).exists()
