"""The end of a term: the evidence laid out, Daniel writes, Amina and Carmen read; levels crossed over into credit."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.html import compact

from trellis.assessment.evidence.models import Narrative, Score, Work
from trellis.design.frameworks.models import Framework, Outcome
from world import Side, make_world

pytestmark = pytest.mark.django_db
TEXT = "the test looks"
SIX = [
    "empirical-reasoning",
    "quantitative-reasoning",
    "communication",
    "social-reasoning",
    "personal-qualities",
    "knowing-how-to-learn",
]


@pytest.fixture
def home() -> Side:
    side = make_world().home
    Narrative.objects.unscoped(TEXT).all().delete()
    return side


def as_(side: Side, who: str) -> Client:
    client = Client()
    client.force_login(side.people[who].account)
    return client


def page(side: Side, name: str = "narrative") -> str:
    return reverse(name, args=[side.amina.pk])


def get_narrative(side: Side) -> Narrative:
    return Narrative.objects.unscoped(TEXT).get(student=side.amina)


def test_the_page_lays_out_what_there_is_and_writes_nothing_by_itself(home):
    shown = as_(home, "daniel").get(page(home)).content.decode()
    for word in ("Water report", "Reasoning: 2", "Test six homes"):
        assert word in shown
    assert not Narrative.objects.unscoped(TEXT).exists()


def test_amina_and_carmen_read_it_once_it_is_given(home):
    words = "She asked a question nobody at the clinic had asked."
    as_(home, "daniel").post(page(home), {"words": words, "revision": "0"})
    assert words not in as_(home, "amina").get(page(home)).content.decode()
    as_(home, "daniel").post(page(home), {"words": words, "revision": "1", "do": "give"})
    for who in ("amina", "carmen", "noor"):
        assert words in as_(home, who).get(page(home)).content.decode(), who
    assert as_(home, "rosa").get(page(home)).status_code == 404


def test_two_who_write_at_once_do_not_lose_each_others_words(home):
    as_(home, "daniel").post(page(home), {"words": "Daniel's words", "revision": "0"})
    answer = as_(home, "tomas").post(page(home), {"words": "Words of Tomas", "revision": "0"})
    assert answer.status_code == 422
    shown = answer.content.decode()
    assert "Words of Tomas" in shown
    assert "Daniel&#x27;s words" in shown
    assert get_narrative(home).words == "Daniel's words"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"words": "x" * 12_001}, "12,001 characters"),
        (
            {"words": " x", "revision": "no"},
            "Someone else edited this while you had it open. Your text is below, next to theirs.",
        ),
    ],
)
def test_what_cannot_be_kept_is_answered_with_a_sentence(home, fields, sentence):
    answer = as_(home, "daniel").post(page(home), {"revision": "0", **fields})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_an_empty_narrative_is_not_given(home):
    as_(home, "daniel").post(page(home), {"words": "  ", "revision": "0", "do": "give"})
    assert not Narrative.objects.unscoped(TEXT).filter(given_at__isnull=False).exists()


def test_amina_does_not_write_her_own(home):
    assert as_(home, "amina").post(page(home), {"words": "I was great", "revision": "0"}).status_code == 404


def shown_levels(side: Side, *levels: int) -> None:
    framework = Framework.objects.get(key=side.network.slug)
    work = Work.objects.create(student=side.amina, title="Portfolio", shown_at=timezone.now())
    for key, level in zip(SIX, levels, strict=False):
        outcome, _created = Outcome.objects.get_or_create(
            framework=framework, key=key, title=key, statement="."
        )
        Score.objects.create(
            work=work, outcome=outcome, scorer=side.daniel, level=level, scored_at=timezone.now()
        )


def test_two_goals_at_one_and_four_above_make_120_points(home):
    shown_levels(home, 1, 1, 2, 3, 4, 5)
    shown = as_(home, "amina").get(page(home, "credit")).content.decode()
    assert "120 of 120" in shown
    assert "80 of 80" in shown
    assert compact(shown).count(">met<") == 2


def test_the_most_recent_score_counts(home):
    shown_levels(home, 1, 1, 1, 2, 2, 2)
    shown_levels(home, 1, 1, 2)
    shown = as_(home, "daniel").get(page(home, "credit")).content.decode()
    assert "80 of 80" in shown


def test_nothing_read_yet_is_no_credit_and_no_shame(home):
    shown = as_(home, "carmen").get(page(home, "credit")).content.decode()
    assert "0 of 120" in shown
    assert "in progress" in shown
