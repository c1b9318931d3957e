"""A plan, feedback and a narrative are read in the family's language, with the original one press away."""

import pytest
from django.test import Client
from django.urls import reverse

from trellis.assessment.evidence.models import Narrative
from trellis.core.community.models import Person
from trellis.core.translations import translation_services
from trellis.core.translations.models import Translation
from trellis.learning.plans.models import Goal, Plan
from trellis.learning.projects.models import Feedback
from world import Side, World, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def home(world) -> Side:
    side = world.home
    Person.objects.unscoped(TEXT).filter(pk__in=[side.amina.pk, side.carmen.pk]).update(
        language="es", home_languages=["es", "en"]
    )
    Goal.objects.unscoped(TEXT).update(evidence_wanted="Six samples")
    return side


def client(side: Side, who: str) -> Client:
    browser = Client()
    browser.force_login(side.people[who].account)
    return browser


def where(side: Side, target: str = "es") -> str:
    return f"{reverse('student-translations', args=[side.amina.pk])}?in={target}"


def give(side: Side, text: str, words: str, status: int = 302, do: str = "translate", **more) -> None:
    sent = {"do": do, "text": translation_services.text_digest(text), "words": words, **more}
    assert client(side, "daniel").post(where(side), sent).status_code == status


def test_daniel_finds_all_that_was_written_of_amina_on_one_page(home):
    Narrative.objects.unscoped(TEXT).update(words="She asks.", given_at="2026-11-01T12:00Z")
    shown = client(home, "daniel").get(where(home)).content.decode()
    for words in (
        "Test six homes",
        "Six samples",
        "Which home was first?",
        "She asks.",
        "We close early on Friday.",
    ):
        assert words in shown
    chips = shown[shown.index('aria-label="Languages"') :]
    assert chips.index("?in=es") < chips.index("?in=fr")


def test_feedback_is_read_in_aminas_language_with_the_original_beside_it(home):
    give(home, "Which home was first?", "¿Cuál casa fue la primera?")
    step = reverse("project-step", args=[home.rows["Project"].pk, home.rows["Step"].pk])
    amina = client(home, "amina")
    amina.cookies.clear()
    amina.force_login(home.amina.account)
    shown = amina.get(step).content.decode()
    assert "¿Cuál casa fue la primera?" in shown
    assert "Which home was first?" in shown
    assert "Which home was first?" in client(home, "tomas").get(step).content.decode()
    assert "¿Cuál casa" not in client(home, "tomas").get(step).content.decode()


def test_carmen_reads_the_plan_translated_by_a_person(home):
    give(home, "Test six homes", "Probar seis casas")
    shown = client(home, "carmen").get(reverse("plan", args=[home.amina.pk])).content.decode()
    assert "Probar seis casas" in shown
    assert "Test six homes" in shown
    assert 'lang="en"' in shown


def test_feedback_keeps_the_language_it_was_written_in(home):
    tomas = client(home, "tomas")
    Person.objects.unscoped(TEXT).filter(pk=home.tomas.pk).update(language="es")
    step = reverse("project-step", args=[home.rows["Project"].pk, home.rows["Step"].pk])
    tomas.post(step, {"do": "say", "piece": home.rows["StepSubmission"].pk, "words": "¿Y la segunda?"})
    assert Feedback.objects.unscoped(TEXT).get(words="¿Y la segunda?").language == "es"


def test_a_text_that_changes_has_no_translation_yet(home):
    give(home, "Test six homes", "Probar seis casas")
    Goal.objects.unscoped(TEXT).update(title="Test seven homes")
    assert "Probar" not in client(home, "carmen").get(reverse("plan", args=[home.amina.pk])).content.decode()


def test_only_a_text_that_stands_on_the_page_is_translated(home):
    give(home, "Something that nobody wrote", "Algo", 422)
    give(home, "Test six homes", "x", 404, do="shout")
    give(home, "Test six homes", " ", 422)
    give(home, "Test six homes", "x" * 8001, 422)
    assert not Translation.objects.exists()


def test_another_network_reads_its_own_words_for_the_same_sentence(world, home):
    give(home, "Test six homes", "Probar seis casas")
    translations_by_text = translation_services.translations_of(
        world.other.network.pk, ["Test six homes"], "es"
    )
    assert translations_by_text == {}
    assert translation_services.translations_of(home.network.pk, ["Test six homes"], "es")


def test_amina_and_her_mother_translate_nothing(home):
    for who in ("amina", "carmen", "rosa", "kofi"):
        assert client(home, who).get(where(home)).status_code == 404


def test_without_a_machine_nothing_can_be_asked_of_one(home):
    give(home, "Test six homes", "", 422, do="machine")
    assert "Use machine translation" not in client(home, "daniel").get(where(home)).content.decode()


def test_the_plan_says_in_which_language_it_was_written(home):
    plan = Plan.objects.unscoped(TEXT).get(student=home.amina)
    assert plan.language == ""
    tomas = client(home, "daniel")
    tomas.post(
        reverse("plan-meeting", args=[home.amina.pk]), {"revision": plan.revision, "note-discuss": "Water."}
    )
    plan.refresh_from_db()
    assert plan.language in ("en", "")
