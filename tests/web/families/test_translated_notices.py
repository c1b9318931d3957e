"""The family reads who has looked, and who outside the school was shown something; a voice is heard by somebody."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from trellis.assessment.exhibitions.models import Panelist
from trellis.assessment.portfolios.models import Scorer, TaskPart
from trellis.core.community.models import Link, Network, Person, Role, Tie
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.files import clean_photo_or_voice_note
from trellis.core.foundation.models import Change
from trellis.core.translations import translation_services
from trellis.core.translations.models import Translation
from trellis.learning.supports import case_notes, retention
from trellis.learning.supports.models import Destroyed, Referral
from trellis.web.families import notices, services
from trellis.web.families.models import Contact, Notice, RecordAccess, Reply
from walk.test_every_page_as_every_role import address
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
BEYOND = "Shared outside the school"


def rows(model):
    return model.objects.unscoped(TEXT)


@pytest.fixture
def home() -> Side:
    side = make_world().home
    rows(Reply).all().delete()
    rows(RecordAccess).all().delete()
    return side


def beyond(side: Side) -> str:
    page = Client().get(address("family-link", side)).content.decode()
    return page.partition(BEYOND)[2].partition("</section>")[0]


def signed_in(side: Side, who: str) -> Client:
    client = Client()
    client.force_login(side.people[who].account)
    return client


def test_carmen_reads_which_partner_was_told_even_where_it_was_taken_back(home):
    assert "Harbor Food Bank" in beyond(home)
    rows(Referral).update(withdrawn_at=timezone.now())
    assert "Harbor Food Bank" in beyond(home)
    assert "A bus card" not in beyond(home)


def test_family_reads_who_outside_school_has_a_link(home):
    Panelist.objects.create(exhibition=home.rows["Exhibition"], part=Panelist.Part.OUTSIDE, name="Dr. Ode")
    rows(Link).exclude(person=home.carmen).delete()  # a mentor who signs in knows the days as well
    page_text = beyond(home)
    assert "Rosa" in page_text
    assert "internship" in page_text
    assert "Dr. Ode" in page_text


def test_evaluator_is_named_after_scoring_ends(home):
    task_part = rows(TaskPart).filter(task__student=home.amina).first()
    rows(TaskPart).filter(pk=task_part.pk).update(open_at=None, settled_at=None)
    seat = Scorer.objects.create(task_part=task_part, position=3, name="Dr. Baker-Nunez", email="b@x.example")
    assert "Baker-Nunez" not in beyond(home)
    assert "someone from outside the school" in beyond(home)
    rows(TaskPart).filter(pk=task_part.pk).update(open_at=timezone.now())
    assert "Baker-Nunez" in beyond(home)
    seat.delete()


def test_scorers_are_in_the_access_log_when_finished(home):
    task_part = rows(TaskPart).filter(task__student=home.amina).first()
    rows(Scorer).filter(task_part=task_part).delete()
    rows(TaskPart).filter(pk=task_part.pk).update(open_at=None, settled_at=None)
    Scorer.objects.create(task_part=task_part, position=1, person=home.tomas)
    page = address("family-link", home)
    assert "Tomas Silva" not in Client().get(page).content.decode()
    rows(TaskPart).filter(pk=task_part.pk).update(open_at=timezone.now())
    assert "Tomas Silva" in Client().get(page).content.decode()


def test_in_arabic_it_is_said_in_arabic(home):
    rows(Person).filter(pk=home.carmen.pk).update(language="ar")
    page = Client().get(address("family-link", home)).content.decode()
    assert "supports" not in page
    assert "Harbor Food Bank" in page


def test_a_notice_that_nobody_translated_says_so(home):
    rows(Person).filter(pk=home.carmen.pk).update(language="es")
    page = Client().get(address("family-link", home)).content.decode()
    assert "We close early on Friday." in page
    with translation.override("es"):
        assert translation_services.text_for_reader(
            home.amina.network_id, "We close early on Friday.", "en"
        ).untranslated
    translation_services.save_human_translation(
        home.amina.network_id, "We close early on Friday.", "es", "El viernes.", home.daniel.pk
    )
    with translation.override("es"):
        assert not translation_services.text_for_reader(
            home.amina.network_id, "We close early on Friday.", "en"
        ).untranslated


def test_the_question_why_is_no_look_at_the_sealed_notes(home):
    way = reverse("confidential-notes", args=[home.amina.pk])
    assert signed_in(home, "tomas").get(way).status_code == 200
    assert signed_in(home, "tomas").post(way, {"why": "short"}).status_code == 422
    assert not rows(RecordAccess).exists()
    case_notes.break_glass(home.amina, "She is in danger now, I think.", home.tomas, lambda: "x")
    assert signed_in(home, "tomas").get(way).status_code == 200
    assert rows(RecordAccess).get().page == "confidential-notes"


def test_only_the_counselors_link_shows_needs(home):
    for giver, shown in ((home.tomas, False), (home.noor, True)):
        token = services.issue_family_link(home.amina, home.carmen, giver.pk)
        page = Client().get(reverse("family-link", args=[token])).content.decode()
        assert ("A bus card." in page) is shown
        assert ("The counselor can show you what is needed and who is helping." in page) is not shown


def test_whoever_has_amina_in_their_group_hears_that_her_family_answered(home):
    reply = services.save_reply(home.amina, home.carmen, uuid4(), "Llego a las ocho.", "es", None)
    today = signed_in(home, "daniel").get(reverse("today"), follow=True).content.decode()
    assert "A family has replied" in today
    services.mark_reply_heard(reply, home.daniel.pk)
    assert (
        "A family has replied"
        not in signed_in(home, "daniel").get(reverse("today"), follow=True).content.decode()
    )


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\0\0\0\x1cftypM4A \0\0\0\0" + b"0" * 40, "audio/mp4"),
        (b"\0\0\0\x1cftypiso5\0\0\0\0" + b"0" * 40, "audio/mp4"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0" + b"0" * 40, "audio/mp4"),
        (b"\xff\xfb\x90\0" + b"0" * 40, "audio/mpeg"),
        (b"\xff\xf1\x50\x80" + b"0" * 40, "audio/aac"),
    ],
)
def test_a_phones_own_sound_is_a_voice_note(body, kind):
    assert clean_photo_or_voice_note(SimpleUploadedFile("note", body))[1] == kind


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\0\0\0\x18ftypmp42\0\0\0\0moov\0\0\0\x20hdlr\0\0\0\0\0\0\0\0vide" + b"0" * 40,
        b"\0" * 31_000_000,
    ],
)
def test_nothing_a_film_and_thirty_megabytes_are_refused_and_the_words_stay(home, body):
    with pytest.raises(ActionError):
        clean_photo_or_voice_note(SimpleUploadedFile("note", body))
    sent = {"key": uuid4(), "words": "Hola a todos", "voice": SimpleUploadedFile("note.m4a", body)}
    answer = Client().post(address("family-link", home), sent)
    assert answer.status_code == 422
    assert "Hola a todos" in answer.content.decode()


def test_a_year_after_amina_left_what_her_family_said_is_gone_from_disk_too(
    home, tmp_path, settings, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path
    voice = SimpleUploadedFile("note.webm", b"\x1aE\xdf\xa3" + b"0" * 40)
    services.save_reply(home.amina, home.carmen, uuid4(), "", "es", voice)
    words = "Come at eight on Friday, please."
    wrong = notices.send_notice(home.amina, "Come at nine on Friday, please.", "en", False, home.daniel.pk)
    translation_services.save_human_translation(
        home.amina.network_id, wrong.words, "es", "Venga a las nueve, ocho no.", home.daniel.pk
    )
    notices.correct_notice(wrong, words, "en", False, home.daniel.pk)
    translation_services.save_human_translation(
        home.amina.network_id, words, "es", "Venga a las ocho.", home.daniel.pk
    )
    elsewhere = Network.objects.create(name="Elsewhere", slug="elsewhere")
    other_translation = translation_services.save_human_translation(
        elsewhere.pk, words, "es", "Vengan el viernes.", home.daniel.pk
    )
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
    rows(Tie).filter(person=home.amina, role=Role.STUDENT).update(ends=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        retention.delete_past_retention(timezone.now() + timedelta(days=380), lambda *_parts: "")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    for model in (Reply, Contact, Notice):
        assert not rows(model).filter(student=home.amina).exists()
    assert list(Translation.objects.filter(digest=other_translation.digest)) == [
        other_translation
    ]  # the same words in another network
    assert not Translation.objects.filter(words__contains="nueve").exists()
    assert not [
        change
        for change in rows(Change).exclude(before=None)
        if "ocho" in str(change.before) or words in str(change.before)
    ]
    assert rows(Destroyed).filter(school=home.school, what="left").exists()


def test_a_machines_words_kept_as_they_are_stay_a_machines_and_are_approved(home, settings):
    settings.TRELLIS_TRANSLATOR = f"{__name__}:translate"
    notice = notices.send_notice(home.amina, "You may refuse.", "en", True, home.daniel.pk)
    network, by = home.amina.network_id, home.daniel.pk
    translation_services.save_machine_translation(network, notice.words, "en", "es", by)
    with translation.override("es"):
        assert translation_services.text_for_reader(network, notice.words, "en", vital=True).awaiting_approval
    translation_services.save_human_translation(network, notice.words, "es", "[es] You  may refuse.", by)
    spanish = Translation.objects.get(network=network, language="es")
    assert (spanish.origin, bool(spanish.approved_at)) == ("machine", True)


def translate(text: str, _source: str, target: str) -> str:
    return f"[{target}] {text}"


def test_nothing_on_a_page_comes_from_elsewhere(home):
    answer = Client().get(address("family-link", home))
    policy = answer["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert 'src="http' not in answer.content.decode()


def test_a_link_row_says_who_gave_it(home):
    services.issue_family_link(home.amina, home.carmen, home.noor.pk)
    assert rows(Link).filter(person=home.carmen, revoked_at=None, by=home.noor).exists()
