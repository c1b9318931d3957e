"""Whom a round asks, and in which groups of the opportunity page a student is counted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from trellis.core.community.clock import zone_named
from trellis.core.community.models import Demographics, Person, Role, School, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, active_at

from . import opening
from .models import SurveyDecision, SurveyRound

REASON = "find whom a survey asks; nobody learns what they answered"
YES_NO = {True: "yes", False: "no", None: ""}
FACETS = ("grade", "multilingual", "disability", "low_income", "race", "sex")
"""The groups that students' answers are counted by, as the opportunity page does."""


def today_of(school: School) -> date:
    """Today on the school's own clock."""
    return timezone.localdate(timezone=zone_named(school.time_zone))


def students_of(school: School) -> set[UUID]:
    """The students who go to the school now."""
    return _people(Q(role=Role.STUDENT, to_school=school.pk))


def guardians_of(school: School) -> set[UUID]:
    """The adults at home with its students."""
    return _people(Q(role=Role.GUARDIAN, to_person__in=students_of(school)))


def staff_of(school: School) -> set[UUID]:
    """Who works at the school: at it, or with one of its groups."""
    return _people(Q(role__in=SCHOOL_ROLES) & (Q(to_school=school.pk) | Q(to_group__school=school.pk)))


def _people(ties: Q) -> set[UUID]:
    rows = Tie.objects.unscoped(REASON).filter(active_at(timezone.now()) & ties)
    return set(rows.values_list("person", flat=True))


def invited_people(survey_round: SurveyRound) -> set[UUID]:
    """Who may answer a round now."""
    school = survey_round.school
    if survey_round.audience == SurveyRound.Audience.FAMILIES:
        return guardians_of(school)
    if survey_round.audience == SurveyRound.Audience.STAFF:
        return staff_of(school)
    return allowed_students(survey_round, students_of(school))


def allowed_students(survey_round: SurveyRound, students: Iterable[UUID]) -> set[UUID]:
    """Of these students, those who may answer: by the rule, by their families' choice, or their own at 18."""
    students, today = set(students), today_of(survey_round.school)
    duty = opening.duty_of(facts_of(survey_round))
    born = dict(
        Demographics.objects.unscoped(REASON)
        .filter(student__in=students, deleted_at=None)
        .values_list("student", "birth_date")
    )
    decisions = SurveyDecision.objects.unscoped(REASON).filter(round=survey_round, deleted_at=None)
    choices = {
        (student, by_student): kind
        for student, by_student, kind in decisions.values_list("student", "by_student", "kind")
    }
    return {
        student
        for student in students
        if opening.may_answer(
            duty,
            opening.is_adult(born.get(student), today),
            choices.get((student, False), ""),
            choices.get((student, True), ""),
        )
    }


def decides_alone(student: Person, school: School) -> bool:
    """Whether a student is 18 and decides in place of the family."""
    born = Demographics.objects.unscoped(REASON).filter(student=student, deleted_at=None)
    return opening.is_adult(born.values_list("birth_date", flat=True).first(), today_of(school))


def facts_of(survey_round: SurveyRound, consents: int = 0) -> opening.RoundFacts:
    """What the rule of opening looks at."""
    return opening.RoundFacts(
        asks_students=survey_round.audience == SurveyRound.Audience.STUDENTS,
        areas=survey_round.areas,
        is_required=survey_round.is_required,
        federally_funded=survey_round.federally_funded,
        third_party=survey_round.is_third_party,
        opens=survey_round.opens,
        closes=survey_round.closes,
        notice_on=survey_round.notice_on,
        consents=consents,
    )


def obstacles_of(survey_round: SurveyRound) -> list[opening.Obstacle]:
    """Why a round may not open today."""
    facts = facts_of(survey_round)
    if opening.duty_of(facts) is opening.Duty.CONSENT:
        facts = facts_of(survey_round, len(invited_people(survey_round)))
    return list(opening.obstacles(facts, today_of(survey_round.school)))


def groups_of(survey_round: SurveyRound, person: Person) -> list[tuple[str, str]]:
    """The groups that a student's answer is counted in, each apart from the others; of adults none but all."""
    groups = [("all", "all")]
    if survey_round.audience != SurveyRound.Audience.STUDENTS:
        return groups
    row = Demographics.objects.unscoped(REASON).filter(student=person, deleted_at=None).first()
    levels = {
        "grade": person.grade,
        "multilingual": YES_NO[row.multilingual_learner if row else None],
        "disability": YES_NO[row.disability if row else None],
        "low_income": YES_NO[row.low_income if row else None],
        "race": row.race if row else "",
        "sex": row.sex if row else "",
    }
    return [*groups, *((facet, levels[facet]) for facet in FACETS)]
