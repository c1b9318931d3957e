"""When a round may open: the cases of the Protection of Pupil Rights Amendment, one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from trellis.improvement.surveys.opening import (
    NOTICE_DAYS,
    Duty,
    Obstacle,
    RoundFacts,
    duty_of,
    is_adult,
    may_answer,
    obstacles,
)

TODAY = date(2026, 12, 1)
AREAS = (
    "political",
    "mental-health",
    "sex",
    "illegal-behavior",
    "family-appraisal",
    "privileged",
    "religion",
    "income",
)
PLAIN = RoundFacts(
    asks_students=True,
    areas=frozenset(),
    is_required=False,
    federally_funded=False,
    third_party=False,
    opens=TODAY,
    closes=TODAY + timedelta(days=10),
)


def why(facts: RoundFacts, today: date = TODAY) -> list[Obstacle]:
    return list(obstacles(facts, today))


def tagged(**values: object) -> RoundFacts:
    return replace(PLAIN, areas=frozenset({"religion"}), **values)


def test_a_survey_without_protected_questions_opens_on_its_first_day():
    assert duty_of(PLAIN) is Duty.NONE
    assert why(PLAIN) == []
    assert why(PLAIN, TODAY - timedelta(days=1)) == [Obstacle.NOT_YET]
    assert why(PLAIN, TODAY + timedelta(days=11)) == [Obstacle.OVER]


@pytest.mark.parametrize("area", AREAS)
def test_each_protected_area_needs_consent_where_it_is_required_and_federally_funded(area):
    facts = replace(PLAIN, areas=frozenset({area}), is_required=True, federally_funded=True)
    assert duty_of(facts) is Duty.CONSENT
    assert why(facts) == [Obstacle.NOT_ASKED_FOR_CONSENT]
    assert why(replace(facts, notice_on=TODAY)) == [Obstacle.NO_CONSENT]
    assert why(replace(facts, notice_on=TODAY, consents=1)) == []


@pytest.mark.parametrize(("required", "funded"), [(True, False), (False, True), (False, False)])
def test_otherwise_a_protected_area_needs_notice_and_time_to_opt_out(required, funded):
    facts = tagged(is_required=required, federally_funded=funded)
    assert duty_of(facts) is Duty.NOTICE
    assert why(facts) == [Obstacle.NO_NOTICE]
    late = replace(facts, notice_on=TODAY - timedelta(days=NOTICE_DAYS - 1))
    assert why(late) == [Obstacle.NOTICE_TOO_LATE]
    assert why(late, TODAY + timedelta(days=1)) == []
    assert why(replace(facts, notice_on=TODAY - timedelta(days=NOTICE_DAYS))) == []


def test_a_survey_from_outside_opens_once_families_could_read_it():
    facts = replace(PLAIN, third_party=True)
    assert duty_of(facts) is Duty.PREVIEW
    assert why(facts) == [Obstacle.NO_PREVIEW]
    assert why(replace(facts, notice_on=TODAY)) == []


def test_a_survey_of_adults_has_no_such_duty():
    assert duty_of(replace(tagged(is_required=True, federally_funded=True), asks_students=False)) is Duty.NONE


def test_consent_lets_a_student_answer_and_silence_does_not():
    assert may_answer(Duty.CONSENT, False, "consent", "")
    assert not may_answer(Duty.CONSENT, False, "", "")
    assert not may_answer(Duty.CONSENT, False, "opt-out", "")


@pytest.mark.parametrize("duty", [Duty.NONE, Duty.PREVIEW, Duty.NOTICE])
def test_otherwise_only_opting_out_keeps_a_student_from_answering(duty):
    assert may_answer(duty, False, "", "")
    assert not may_answer(duty, False, "opt-out", "")


def test_at_18_the_student_decides_and_the_family_no_longer():
    assert not may_answer(Duty.CONSENT, True, "consent", "")
    assert may_answer(Duty.CONSENT, True, "opt-out", "consent")
    assert may_answer(Duty.NOTICE, True, "opt-out", "")
    assert not may_answer(Duty.NOTICE, True, "consent", "opt-out")


def test_a_student_is_18_on_the_birthday_and_never_without_a_date_of_birth():
    assert is_adult(date(2008, 12, 1), TODAY)
    assert not is_adult(date(2008, 12, 2), TODAY)
    assert not is_adult(None, TODAY)
