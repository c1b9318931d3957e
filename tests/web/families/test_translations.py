"""What a school tells is read in the family's language: a person's words, or a machine's, always named; what is vital
waits for a person."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.html import compact

from trellis.core.foundation.errors import ActionError
from trellis.core.translations import translation_services
from trellis.core.translations.models import Translation
from trellis.web.families.models import Notice
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
WORDS = "We close early on Friday."
SAID = "El viernes cerramos temprano."


def machine(text: str, source: str, target: str) -> str:
    return f"[{source}>{target}] {text}"


def broken(text: str, source: str, target: str) -> str:
    raise OSError("no line")


@pytest.fixture
def home() -> Side:
    return make_world().home


@pytest.fixture
def plugged(settings):
    settings.TRELLIS_TRANSLATOR = f"{__name__}:machine"


def get_translation(side: Side, text: str = WORDS, vital: bool = False) -> translation_services.TextForReader:
    with translation.override("es"):
        return translation_services.text_for_reader(side.network.pk, text, "en", vital)


def press(side: Side, status: int = 302, **sent) -> str:
    client = Client()
    client.force_login(side.daniel.account)
    notice = Notice.objects.unscoped(TEXT).get(student=side.amina).pk
    answer = client.post(reverse("family", args=[side.amina.pk]), {"notice": notice, "target": "es", **sent})
    assert answer.status_code == status, answer.content.decode()[:1500]
    return answer.content.decode()


def test_without_a_translation_the_original_stands_and_nothing_is_claimed(home):
    assert get_translation(home) == translation_services.TextForReader(WORDS, "en", untranslated=True)


def test_a_persons_words_are_read_with_the_original_one_press_away(home):
    press(home, do="translate", words=SAID)
    assert get_translation(home) == translation_services.TextForReader(SAID, "es", WORDS, "en", "person")
    client = Client()
    client.force_login(home.carmen.account)
    session = client.session
    session["language"] = "es"
    session.save()
    shown = client.get(reverse("family", args=[home.amina.pk])).content.decode()
    assert SAID in shown
    assert "<details><summary>" in compact(shown)
    assert WORDS in shown


def test_a_text_that_changes_has_no_translation_any_more(home):
    press(home, do="translate", words=SAID)
    assert get_translation(home, "We close early on Monday.").origin == ""


def test_none_is_plugged_in_by_default(home):
    assert "Write the translation, or ask someone who can." in press(home, 422, do="machine")


def test_a_machines_words_are_named_as_such(home, plugged):
    press(home, do="machine")
    assert get_translation(home) == translation_services.TextForReader(
        f"[en>es] {WORDS}", "es", WORDS, "en", "machine"
    )


def test_important_machine_translation_waits_for_approval(home, plugged):
    press(home, do="machine")
    assert get_translation(home, vital=True) == translation_services.TextForReader(
        WORDS, "en", awaiting_approval=True
    )
    press(home, do="approve")
    assert get_translation(home, vital=True).origin == "machine"


def test_asking_the_machine_anew_wants_a_new_approval(home, plugged):
    press(home, do="machine")
    press(home, do="approve")
    press(home, do="machine")
    assert get_translation(home, vital=True).awaiting_approval


def test_a_machine_never_takes_the_place_of_a_person(home, plugged):
    press(home, do="translate", words=SAID)
    assert "A person has already translated this. Their translation stays." in press(home, 422, do="machine")
    assert get_translation(home).words == SAID


def test_a_translator_that_fails_leaves_everything_as_it_was(home, settings):
    settings.TRELLIS_TRANSLATOR = f"{__name__}:broken"
    assert "did not answer" in press(home, 422, do="machine")
    settings.TRELLIS_TRANSLATOR = "nowhere.at.all:translate"
    assert "cannot be found" in press(home, 422, do="machine")
    assert not Translation.objects.exists()


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"do": "translate", "words": " "}, "Write the translation"),
        ({"do": "translate", "words": "a" * 8001}, "The limit is 8,000 characters"),
        ({"do": "translate", "words": "x", "target": "tlh"}, "Choose a language from the list."),
        ({"do": "approve"}, "no translation to approve"),
    ],
)
def test_what_cannot_be_is_said(home, sent, sentence):
    assert sentence in press(home, 422, **sent)


def test_nobody_translates_another_students_notice(home):
    with pytest.raises(ActionError):
        translation_services.approve_translation(
            home.network.pk, "A text that nobody wrote", "es", home.daniel.pk
        )
    other = Notice.objects.create(student=home.bea, words="Else", language="en")
    press(home, 404, do="translate", words="x", notice=other.pk)
