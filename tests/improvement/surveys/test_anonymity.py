"""Nothing in the database joins an answer with who gave it."""

from __future__ import annotations

from django.db.models import DateField, ForeignKey

from trellis.core.community.models import Person
from trellis.core.foundation.models import Act, Change
from trellis.improvement.surveys.models import SurveyRound, SurveyTally, SurveyTicket, SurveyWords
from trellis.improvement.surveys.services.answers import save_answer
from trellis.improvement.surveys.services.rounds import close_round, open_round

from .conftest import TEXT, add_round, add_students, reload

ANSWERS = (SurveyTally, SurveyWords)


def address(name: str, *parts: object) -> str:
    return "https://trellis.example.org/"


def test_an_answer_refers_to_its_round_and_to_nothing_else():
    for model in ANSWERS:
        targets = {f.related_model for f in model._meta.fields if isinstance(f, ForeignKey)}
        assert targets == {SurveyRound}
        assert not any(related.related_model in ANSWERS for related in Person._meta.related_objects)


def test_neither_an_answer_nor_a_ticket_says_when():
    for model in (*ANSWERS, SurveyTicket):
        assert not [f.name for f in model._meta.fields if isinstance(f, DateField)]


def test_the_ledger_does_not_note_answers_and_tickets(home):
    people = add_students(home, 2)
    row = add_round(home.school)
    open_round(row, home.ines.pk, address)
    acts, changes = Act.objects.unscoped(TEXT).count(), Change.objects.unscoped(TEXT).count()
    assert save_answer(reload(row), people[0], {"known": 3}, {"change": "More time."})
    assert Act.objects.unscoped(TEXT).count() == acts
    assert Change.objects.unscoped(TEXT).count() == changes


def test_ids_are_random_and_say_nothing_of_the_order(home):
    people = add_students(home, 12)
    row = add_round(home.school)
    open_round(row, home.ines.pk, address)
    for number, person in enumerate(people):
        save_answer(reload(row), person, {"known": 1}, {"change": f"Words {number}"})
    for model in (SurveyTally, SurveyTicket, SurveyWords):
        ids = model.objects.unscoped(TEXT).values_list("sourced_id", flat=True)
        assert {key.version for key in ids} == {4}
    before = list(SurveyWords.objects.unscoped(TEXT).values_list("sourced_id", flat=True))
    close_round(reload(row), home.ines.pk)
    after = set(SurveyWords.objects.unscoped(TEXT).values_list("sourced_id", flat=True))
    assert len(after) == 12
    assert after.isdisjoint(before)


def test_no_row_holds_all_answers_of_one_person_or_the_crossing_of_two_groups(home):
    person = add_students(home, 1, "black", multilingual_learner=True)[0]
    row = add_round(home.school)
    open_round(row, home.ines.pk, address)
    save_answer(reload(row), person, {"known": 3, "best": 0}, {})
    tallies = SurveyTally.objects.unscoped(TEXT).filter(round=row)
    assert {(t.facet, t.level) for t in tallies} == {
        ("all", "all"),
        ("grade", "09"),
        ("multilingual", "yes"),
        ("disability", ""),
        ("low_income", ""),
        ("race", "black"),
        ("sex", ""),
    }
    assert all(t.counts == {"known": [0, 0, 0, 1], "best": [1, 0]} for t in tallies)
