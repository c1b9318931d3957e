"""Two read Amina's experiment, each for themselves: they agree, talk, or a third reads; evidence is written once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from assessment.portfolios.scene import (
    ROWS,
    TEXT,
    ask,
    baker,
    evidence,
    fresh,
    ground,
    hand_in,
    read,
    task_part,
    two_read,
)
from trellis.assessment.evidence.models import Score, Work
from trellis.assessment.portfolios import score_resolution, scorer_requests, scoring
from trellis.assessment.portfolios.models import FinalLevel, Scorer, ScorerFeedback, ScorerLevel, TaskPart
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import ABSENT, EditConflict
from trellis.learning.languages.models import LanguageProfile, Proficiency
from world import Side

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Side:
    return fresh()


def settled(side: Side, part: str = "written") -> dict[str, tuple[int, str]]:
    rows = FinalLevel.objects.unscoped(TEXT).filter(task_part__task__student=side.amina, task_part__part=part)
    return {row: (level, how) for row, level, how in rows.values_list("row", "level", "how")}


def refused(sentence: str):
    return pytest.raises(ActionError, match=sentence)


def test_where_both_read_the_same_it_is_settled_at_once(home):
    two_read(home, (2, 3, 4), (2, 3, 4))
    assert settled(home) == {"vision": (2, "agreed"), "learning": (3, "agreed"), "influence": (4, "agreed")}
    assert task_part(home).passed is True


def test_one_score_settles_nothing_and_is_no_evidence(home):
    hand_in(home)
    read(home, ask(home, "tomas"), 2, 2, 2)
    now = task_part(home)
    assert (now.open_at, now.third_at, now.settled_at) == (None, None, None)
    assert not Score.objects.unscoped(TEXT).exists()


def test_a_score_may_be_changed_until_both_have_read(home):
    hand_in(home)
    tomas, daniel = ask(home, "tomas"), ask(home, "daniel")
    read(home, tomas, 1, 1, 1)
    read(home, tomas, 3, 3, 3)
    read(home, daniel, 3, 3, 3)
    assert settled(home)["vision"] == (3, "agreed")
    with refused("Your scores cannot be changed now"):
        read(home, tomas, 4, 4, 4)
    assert settled(home)["vision"] == (3, "agreed")


def test_the_same_score_sent_twice_is_once(home):
    _tomas, daniel = two_read(home, (3, 3, 3), (3, 3, 3))
    read(home, daniel, 3, 3, 3)
    assert FinalLevel.objects.unscoped(TEXT).count() == 3
    assert Work.objects.unscoped(TEXT).count() == 1


@pytest.mark.parametrize("levels", [(2, 2), (2, 2, 0), (2, 2, 6), ()])
def test_every_row_needs_a_level_of_its_scale(home, levels):
    hand_in(home)
    with refused("Influence|Vision|has no level yet"):
        read(home, ask(home, "tomas"), *levels)
    assert not ScorerFeedback.objects.unscoped(TEXT).exists()


def test_scorers_one_level_apart_agree_with_a_sentence(home):
    tomas, _daniel = two_read(home, (3, 3, 3), (4, 3, 3))
    assert (task_part(home).settled_at, settled(home)) == (None, {})
    with refused("Write one sentence about what you discussed\\."):
        score_resolution.save_discussion(tomas, ground(home), {"vision": 4}, " ", home.tomas.pk)
    with refused("”, choose a level that one of you gave, or one in between\\."):
        score_resolution.save_discussion(
            tomas, ground(home), {"vision": 1}, "We looked again.", home.tomas.pk
        )
    score_resolution.save_discussion(
        tomas, ground(home), {"vision": 4, "learning": 1}, "We looked again.", home.tomas.pk
    )
    assert settled(home) == {"vision": (4, "talk"), "learning": (3, "agreed"), "influence": (3, "agreed")}
    with refused("This is already final\\. The result is below\\."):
        score_resolution.save_discussion(tomas, ground(home), {"vision": 3}, "Once more.", home.tomas.pk)


def test_nobody_writes_an_agreed_level_before_both_have_read(home):
    hand_in(home)
    tomas = ask(home, "tomas")
    read(home, tomas, 3, 3, 3)
    with refused("You can discuss it after both of you have scored it\\."):
        score_resolution.save_discussion(tomas, ground(home), {"vision": 4}, "I say so.", home.tomas.pk)


def test_scores_around_the_passing_level_need_a_third(home):
    tomas, daniel = two_read(home, (1, 3, 3), (2, 3, 4))
    assert task_part(home).third_at
    assert task_part(home).open_at is None
    for seat in (tomas, daniel):
        with refused("Your scores cannot be changed now"):
            read(home, seat, 2, 2, 2)
    with refused("You can discuss it after both of you have scored it\\."):
        score_resolution.save_discussion(tomas, ground(home), {"vision": 2}, "We say so.", home.tomas.pk)
    read(home, ask(home, "noor"), 1, 4, 4)
    assert settled(home) == {"vision": (1, "third"), "learning": (3, "agreed"), "influence": (4, "third")}
    assert task_part(home).passed is False


def test_a_third_is_asked_once_and_only_where_one_is_wanted(home):
    hand_in(home)
    ask(home, "tomas")
    ask(home, "daniel")
    with refused("This part already has its scorers\\. Remove one before you add someone else\\."):
        ask(home, "noor")
    for who, levels in (("tomas", (1, 1, 1)), ("daniel", (4, 4, 4))):
        read(home, ask(home, who), *levels)
    assert ask(home, "noor").position == 3
    with refused("This part already has its scorers\\. Remove one before you add someone else\\."):
        ask(home, "ines")


def test_evidence_takes_the_lower_of_two_rows(home):
    two_read(home, (2, 3, 4), (2, 3, 4))
    rows = {row.key: row.outcome for row in ground(home).rows}
    lowest: dict[str, int] = {}
    for key, level in zip(rows, (2, 3, 4), strict=True):
        lowest[rows[key]] = min(level, lowest.get(rows[key], level))
    assert evidence(home) == lowest
    assert Work.objects.unscoped(TEXT).get().title == "Lead in six homes (written)"


def test_one_person_scores_a_part_once(home):
    hand_in(home)
    assert ask(home, "tomas").pk == ask(home, "tomas").pk
    assert Scorer.objects.unscoped(TEXT).count() == 1
    assert ask(home, "tomas", "oral").task_part.part == "oral"
    with pytest.raises(IntegrityError), transaction.atomic():
        Scorer.objects.create(task_part=task_part(home), position=2, person=home.tomas)


def test_her_advisor_may_score_and_her_mother_may_not(home):
    hand_in(home)
    assert ask(home, "daniel").position == 1
    for who in ("amina", "bea", "carmen", "rosa", "imani"):
        with refused("Choose an adult at the school who is not in the student’s family\\."):
            ask(home, who)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"name": " "}, "Enter the name of the person"),
        ({"name": "x" * 121}, "This is too long\\. The limit is 120 characters\\."),
        ({"email": ""}, "Enter an email address, so that we can send the link\\."),
        ({"email": "not mail"}, "“not mail” is not an email address\\."),
        (
            {"language": "tlhhh"},
            "“tlhhh” is not a language on the list\\. Choose one from the list, or enter its code\\.",
        ),
        ({"name": "Bea Lopez"}, "a student’s name"),
    ],
)
def test_an_evaluator_who_cannot_be_asked_is_refused_and_nothing_is_kept(home, more, sentence):
    hand_in(home)
    with refused(sentence):
        baker(home, **more)
    assert not Scorer.objects.unscoped(TEXT).exists()


def test_evaluator_with_a_scorers_or_family_email_is_refused(home):
    hand_in(home)
    for who in ("tomas", "carmen"):
        home.people[who].email = f"{who}@mail.example"
        home.people[who].save()
    ask(home, "tomas")
    with refused("Tomas Silva is already a scorer for this part\\."):
        baker(home, email="Tomas@mail.example")
    with refused("The student’s family and other students cannot score this\\. Ask someone else\\."):
        baker(home, email="carmen@mail.example")


def test_two_adults_of_one_name_are_two_scorers(home):
    hand_in(home)
    daniel, tomas = home.people["daniel"], home.people["tomas"]
    tomas.given_name, tomas.family_name = daniel.given_name, daniel.family_name
    tomas.save()
    assert {ask(home, "daniel").person_id, ask(home, "tomas").person_id} == {daniel.pk, tomas.pk}


def test_an_adult_who_was_asked_by_link_already_is_not_asked_twice(home):
    hand_in(home)
    baker(home, name=home.people["tomas"].name)
    with refused("Tomas Silva is already a scorer for this part\\."):
        ask(home, "tomas")


def test_an_evaluator_asked_again_keeps_the_place_and_the_old_link_stops(home):
    hand_in(home)
    first, _link = baker(home)
    second, _link = baker(home)
    assert first.pk == second.pk
    assert Scorer.objects.unscoped(TEXT).count() == 1


def test_a_scorer_who_is_taken_off_takes_the_score_along(home):
    hand_in(home)
    tomas = ask(home, "tomas")
    read(home, tomas, 1, 1, 1)
    scorer_requests.remove_scorer(tomas, home.ines.pk)
    read(home, ask(home, "noor"), 3, 3, 3)
    read(home, ask(home, "daniel"), 3, 3, 3)
    assert settled(home)["vision"] == (3, "agreed")
    with refused("Someone else is scoring this now\\. Thank you\\."):
        read(home, tomas, 3, 3, 3)
    with refused("The scorers cannot be changed now"):
        scorer_requests.remove_scorer(Scorer.objects.unscoped(TEXT).get(person=home.noor), home.ines.pk)


def test_language_is_kept_apart_and_the_lower_of_both_stands(home):
    LanguageProfile.objects.unscoped(TEXT).update(scale="nyseslat")
    hand_in(home)
    read(home, ask(home, "tomas"), 4, 4, 4, language="3")
    assert not Proficiency.objects.unscoped(TEXT).exists()
    read(home, ask(home, "daniel"), 4, 4, 4, language="2")
    proficiency = Proficiency.objects.unscoped(TEXT).get()
    assert (proficiency.scale, proficiency.domain, proficiency.level, proficiency.source) == (
        "nyseslat",
        "writing",
        2,
        "work",
    )
    assert proficiency.at == date.today()
    assert settled(home)["vision"] == (4, "agreed")


def test_what_is_said_of_language_never_moves_a_level_of_content(home):
    hand_in(home)
    read(home, ask(home, "tomas"), 3, 3, 3, language="1")
    read(home, ask(home, "daniel"), 3, 3, 3, language="6")
    assert {level for level, _how in settled(home).values()} == {3}
    assert not task_part(home).third_at


@pytest.mark.parametrize("typed", ["0", "7", "two", "２", "9" * 9])
def test_a_level_of_language_that_is_none_is_refused(home, typed):
    hand_in(home)
    with refused("whole number from 1"):
        read(home, ask(home, "tomas"), 3, 3, 3, language=typed)
    assert not ScorerFeedback.objects.unscoped(TEXT).exists()


def test_nothing_of_language_is_kept_where_nobody_gave_a_level(home):
    two_read(home, (3, 3, 3), (3, 3, 3))
    assert not Proficiency.objects.unscoped(TEXT).exists()


def test_a_task_part_that_is_settled_lies_open_and_says_whether_it_is_enough(home):
    hand_in(home)
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskPart.objects.unscoped(TEXT).update(settled_at="2026-01-01T00:00Z")


def at_revision(side: Side, seat: Scorer, seen: int, *levels: int, comment: str = "", language: str = ""):
    sent_scores = scoring.SubmittedScores(dict(zip(ROWS, levels, strict=True)), comment, language)
    return scoring.save_scores(seat, ground(side, seat.task_part.part), sent_scores, seat.person_id, seen)


def test_old_page_does_not_overwrite_newer_scores(home):
    hand_in(home)
    tomas = ask(home, "tomas")
    at_revision(home, tomas, ABSENT, 2, 2, 2, comment="From the laptop.")
    at_revision(home, tomas, ABSENT, 2, 2, 2, comment="From the laptop.")  # the same press once more
    with pytest.raises(EditConflict) as raised:
        at_revision(home, tomas, ABSENT, 2, 3, 2, comment="From the phone.", language="2")
    texts_by_field = {
        difference.name: (difference.saved, difference.sent) for difference in raised.value.differences
    }
    assert texts_by_field["comment"] == ("From the laptop.", "From the phone.")
    assert set(texts_by_field) == {"level-learning", "comment", "language"}
    assert raised.value.same_person
    own_feedback = ScorerFeedback.objects.unscoped(TEXT).get(scorer=tomas)
    rows = ScorerLevel.objects.unscoped(TEXT).filter(feedback=own_feedback).values_list("row", "level")
    assert (own_feedback.comment, own_feedback.language, dict(rows)) == (
        "From the laptop.",
        None,
        dict.fromkeys(ROWS, 2),
    )
    at_revision(home, tomas, raised.value.revision, 2, 3, 2, comment="From the phone.")
    assert ScorerFeedback.objects.unscoped(TEXT).get(scorer=tomas).comment == "From the phone."
