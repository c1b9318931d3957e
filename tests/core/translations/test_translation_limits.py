"""Translators that misbehave, and words on status in many languages."""

import sys
import types

import pytest
from django.urls import reverse

from learning.supports.asking import client, page
from trellis.core.foundation.content_guard import mentions_immigration_status
from trellis.core.translations import translation_services
from trellis.core.translations.models import Translation
from world import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return make_world().home


def where(side, target="es"):
    return f"{reverse('student-translations', args=[side.amina.pk])}?in={target}"


NOTICE = "We close early on Friday."


def give(side, words, do="translate", text=NOTICE, who="daniel"):
    return client(side, who, raise_request_exception=False).post(
        where(side), {"do": do, "text": translation_services.text_digest(text), "words": words}
    )


def test_a_translation_that_names_status_is_stopped(home):
    assert give(home, "Su familia está indocumentada.").status_code == 422
    assert not Translation.objects.exists()


@pytest.mark.parametrize("back", [None, 7, b"x", "\ud800", ["a"], "x" * 9000, "", "a\x00b"])
def test_whatever_a_machine_gives_back_the_page_stands(home, settings, monkeypatch, back):
    module = types.ModuleType("their_machine")
    module.translate = lambda text, source, target: back
    monkeypatch.setitem(sys.modules, "their_machine", module)
    settings.TRELLIS_TRANSLATOR = "their_machine:translate"
    assert give(home, "", "machine").status_code in (302, 422)
    assert client(home, "daniel").get(where(home)).status_code == 200


def test_a_translator_that_cannot_be_loaded_is_said(home, settings, tmp_path, monkeypatch):
    (tmp_path / "broken_machine.py").write_text("def translate(:\n")
    monkeypatch.syspath_prepend(tmp_path)
    settings.TRELLIS_TRANSLATOR = "broken_machine:translate"
    assert give(home, "", "machine").status_code == 422


@pytest.mark.parametrize("named", [":x", "a..b:c", ".a:b", "os:nothing", "os:path"])
def test_a_translator_that_is_badly_named_is_said(home, settings, named):
    settings.TRELLIS_TRANSLATOR = named
    assert give(home, "", "machine").status_code == 422


@pytest.mark.parametrize("language", ["\x00", "x" * 5000, "é", "../..", "es\n", "-" * 600, "a-" * 400])
def test_a_strange_language_is_no_fault(home, language):
    from django.test import Client

    c = Client(raise_request_exception=False)
    link = reverse("family-link", args=[home.tokens["family-link"]])
    assert c.get(link, {"language": language}).status_code == 200
    assert (
        client(home, "daniel", raise_request_exception=False)
        .get(reverse("student-translations", args=[home.amina.pk]), {"in": language})
        .status_code
        == 200
    )
    for do in ("translate", "approve", "machine", "contact"):
        sent = {
            "do": do,
            "notice": home.rows["Notice"].pk,
            "target": language,
            "words": "x",
            "language": language,
            "how": "call",
            "date": "2026-01-05",
        }
        answer = client(home, "daniel", raise_request_exception=False).post(
            reverse("family", args=[home.amina.pk]), sent
        )
        assert answer.status_code in (302, 422), (do, answer.status_code)
    assert page(home, "daniel", "family")
    assert page(home, "carmen", "family")


MISSED = [
    "They crossed the border last year.",
    "Her father was picked up by ICE.",
    "ICE came to her house.",
    "He is an illegal.",
    "Her mother doesn't have papers.",
    "They don't have papers.",
    "Her parents are illegal.",
    "Her dad is in ICE detention.",
    "La mamá no tiene papeles.",
    "Sus padres no tienen papeles.",
    "Cruzaron la frontera.",
    "Son ilegales.",
    "Sa mère n'a pas de papiers.",
    "A mãe não tem papéis.",
    "A mãe não tem documentos.",
    "والدها ليس لديه أوراق",
    "妈妈没有证件",
    "Mẹ em không có giấy tờ.",
    "Manman li pa gen papye.",
]


@pytest.mark.parametrize("text", MISSED)
def test_the_common_ways_of_saying_it_are_stopped(text):
    assert mentions_immigration_status(text)


FALSE = [
    "يحتاج إلى برنامج علاجي",  # needs a therapy programme
    "جلسة علاجية كل أسبوع",  # a therapy session each week
    "A professora tem visto progresso.",  # has been seeing progress
    "Es ilegal que trabaje doce horas.",
    "É ilegal trabalhar tantas horas.",
    "无证据表明她没交作业。",  # no evidence
    "Overstayed at the library and missed the bus.",
    "She needs new glasses; her visa gift card is spent.",
]


@pytest.mark.parametrize("text", FALSE)
def test_what_has_nothing_to_do_with_it_is_kept(text):
    assert not mentions_immigration_status(text)


def test_an_interpreters_field_holds_no_status(home):
    answer = client(home, "daniel").post(
        reverse("family", args=[home.amina.pk]),
        {
            "do": "contact",
            "date": "2026-01-05",
            "how": "call",
            "language": "es",
            "interpreter": "She is undocumented",
        },
    )
    assert answer.status_code == 422


def test_a_row_of_another_network_is_reached_by_no_id():
    world = make_world()
    home, other = world.home, world.other
    fields = {
        "need": "Need",
        "consent": "Consent",
        "referral": "Referral",
        "row": "Strength",
        "partner": "Partner",
    }
    for do in ("plan", "meet", "reopen", "serve", "away", "ask", "paper", "withdraw", "refer", "call-back"):
        sent = {key: other.rows[name].pk for key, name in fields.items()}
        answer = client(home, "noor", raise_request_exception=False).post(
            reverse("student-supports", args=[home.amina.pk]),
            {
                **sent,
                "do": do,
                "kind": "strength",
                "ends": "2026-12-01",
                "words": "x",
                "how": "paper",
                "look": "2099-01-01",
            },
        )
        assert answer.status_code == 404, do
