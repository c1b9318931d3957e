"""Reading rounds: the list of a school, one round, the sums of a network, and what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Network, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.prepared_queries import PreparedQuery

from . import opening, results
from .content import Questionnaire, questionnaire_of
from .models import SurveyDecision, SurveyRound, SurveyTicket, SurveyWords
from .obstacle_words import duty_sentence, obstacle_sentence
from .people import decides_alone, facts_of, invited_people, obstacles_of
from .permissions import leads_surveys
from .results import ItemResult
from .services.decisions import decision_of

LIMIT = 60
FEWEST_SCHOOLS = 2
"""A network sees sums over so many schools or more."""
ONE_YEAR = timedelta(days=365)
_OPEN = PreparedQuery(
    SurveyRound, lambda rows: rows.select_related("school").order_by("closes", "pk")[:LIMIT]
)
_TICKETS = PreparedQuery(SurveyTicket, lambda rows: rows.values_list("round", flat=True))


def rounds_of_school(viewer: Viewer, school: School) -> list[SurveyRound]:
    """The rounds of a school, the newest first."""
    rows = SurveyRound.objects.seen_by(viewer).filter(school=school).select_related("school")
    return list(rows.order_by("-opens", "-pk")[:LIMIT])


def open_surveys(viewer: Viewer) -> list[SurveyRound]:
    """What the viewer may still answer, the first to close first."""
    reason = "find the surveys that wait for the viewer's own answer"
    rounds = set(_TICKETS.unscoped(reason, person=viewer.person_id, is_used=False, round__closed_on=None))
    return _OPEN.seen_by(viewer, pk__in=rounds) if rounds else []


@dataclass(frozen=True)
class WordsResult:
    """Free words to one question, in a random order. texts: None where there are too few to show."""

    question: str
    texts: list[str] | None


@dataclass(frozen=True)
class RoundPage:
    """A round for the staff of its school. leads: the viewer runs it. invited: how many may answer."""

    row: SurveyRound
    questionnaire: Questionnaire
    leads: bool
    duty: str
    needs_notice: bool
    obstacles: list[str]
    can_open: bool
    invited: int
    answered: int | None
    decisions: list[SurveyDecision]
    items: list[ItemResult]
    words: list[WordsResult]


def round_page_or_404(viewer: Viewer, round_id: UUID) -> RoundPage:
    """One round, for who works at its school."""
    rows = SurveyRound.objects.seen_by(viewer).filter(school__in=viewer.staff_schools)
    row = get_object_or_404(rows.select_related("school__network"), pk=round_id)
    leads, questionnaire = leads_surveys(viewer, row.school_id), questionnaire_of(row)
    duty = opening.duty_of(facts_of(row))
    obstacles = [] if row.opened_on else obstacles_of(row)
    tallies = results.tallies_of([row])
    return RoundPage(
        row,
        questionnaire,
        leads,
        duty_sentence(duty, row.audience == SurveyRound.Audience.STUDENTS),
        duty is not opening.Duty.NONE and row.notice_on is None,
        [obstacle_sentence(each, row) for each in obstacles if each is not opening.Obstacle.NOT_YET],
        not row.opened_on and not obstacles,
        _count_invited(row),
        results.answered(tallies[0]) if row.closed_on else None,
        _decisions(viewer, row) if leads else [],
        _compared_items(viewer, row, questionnaire, tallies),
        _words(row, questionnaire) if leads and row.closed_on else [],
    )


def _count_invited(row: SurveyRound) -> int:
    if not row.opened_on:
        return len(invited_people(row))
    return SurveyTicket.objects.unscoped("count whom a survey asked").filter(round=row).count()


def _decisions(viewer: Viewer, row: SurveyRound) -> list[SurveyDecision]:
    rows = SurveyDecision.objects.seen_by(viewer).filter(round=row).select_related("student")
    decisions = list(rows.order_by("kind", "student__family_name", "student__given_name", "pk"))
    add_distinctions([decision.student for decision in decisions])
    return decisions


def _compared_items(
    viewer: Viewer, row: SurveyRound, questionnaire: Questionnaire, tallies: list[results.Tallies]
) -> list[ItemResult]:
    """The results of a closed round, each beside the round before."""
    if not row.closed_on:
        return []
    items = results.item_results(questionnaire.counted, tallies, row.min_group)
    before = SurveyRound.objects.seen_by(viewer).filter(
        school=row.school_id, survey=row.survey, opens__lt=row.opens
    )
    earlier = before.exclude(closed_on=None).order_by("-opens", "-pk").first()
    if earlier is None:
        return items
    then = results.item_results(
        questionnaire.counted, results.tallies_of([earlier]), earlier.min_group, False
    )
    shares = {item.question.key: item.share for item in then}
    return [replace(item, earlier=shares.get(item.question.key, "")) for item in items]


def _words(row: SurveyRound, questionnaire: Questionnaire) -> list[WordsResult]:
    rows = SurveyWords.objects.unscoped("show the school's leaders free words, without anything beside them")
    texts: dict[str, list[str]] = {}
    for item, text in rows.filter(round=row).order_by("pk").values_list("item", "text"):
        texts.setdefault(item, []).append(text)
    return [
        WordsResult(
            question.text,
            texts[question.key] if len(texts.get(question.key, ())) >= row.min_group else None,
        )
        for question in questionnaire.in_words
    ]


@dataclass(frozen=True)
class NetworkSurvey:
    """The newest closed rounds of one survey, over the schools that asked it in the last year."""

    questionnaire: Questionnaire
    audience: str
    schools: int
    items: list[ItemResult]


def network_surveys(network: Network, today: date) -> list[NetworkSurvey]:
    """Sums over schools: never one school, and no words. Small groups are hidden over all schools at once."""
    reason = "sum closed surveys over the schools of a network; small groups are hidden"
    rows = SurveyRound.objects.unscoped(reason).filter(
        school__network=network, closed_on__gte=today - ONE_YEAR, deleted_at=None
    )
    newest: dict[str, dict[UUID, SurveyRound]] = {}
    for row in rows.select_related("school").order_by("-opens", "-pk"):
        newest.setdefault(row.survey, {}).setdefault(row.school_id, row)
    return [_network_survey(list(by_school.values())) for by_school in newest.values()]


def _network_survey(rows: list[SurveyRound]) -> NetworkSurvey:
    questionnaire = questionnaire_of(rows[0])
    tallies = results.tallies_of(rows)
    items = []
    if len(rows) >= FEWEST_SCHOOLS:
        items = results.item_results(questionnaire.counted, tallies, max(row.min_group for row in rows))
    return NetworkSurvey(questionnaire, str(rows[0].get_audience_display()), len(rows), items)


@dataclass(frozen=True)
class ChildDecision:
    """A student beside what holds for them. decides: whether the reader of the page decides it."""

    student: Person
    decision: SurveyDecision | None
    decides: bool
    needs_consent: bool


def decisions_for(row: SurveyRound, reader: Person) -> list[ChildDecision]:
    """The students whom a reader may decide for: their children at the school, or themselves at 18."""
    if row.audience != SurveyRound.Audience.STUDENTS:
        return []
    reason = "show a family the survey that asks their child"
    at_school = Tie.objects.unscoped(reason).filter(
        active_at(timezone.now()), role=Role.STUDENT, to_school=row.school_id
    )
    children = Tie.objects.unscoped(reason).filter(
        active_at(timezone.now()), role=Role.GUARDIAN, person=reader, to_person__isnull=False
    )
    near = Q(pk=reader.pk) | Q(pk__in=children.values("to_person"))
    students = Person.objects.unscoped(reason).filter(
        near, pk__in=at_school.values("person"), deleted_at=None
    )
    needs_consent = opening.duty_of(facts_of(row)) is opening.Duty.CONSENT
    return [
        ChildDecision(
            student,
            decision_of(row, student),
            decides_alone(student, row.school) == (student.pk == reader.pk),
            needs_consent,
        )
        for student in students.order_by("given_name", "pk")
    ]


@dataclass(frozen=True)
class MySurveys:
    """What the reader may answer, what they may read first, and what became of surveys that are closed."""

    open: list[SurveyRound]
    planned: list[SurveyRound]
    published: list[SurveyRound]


def my_surveys(viewer: Viewer, today: date) -> MySurveys:
    """The surveys of somebody whom a school asks."""
    rows = SurveyRound.objects.seen_by(viewer).select_related("school")
    students = rows.filter(audience=SurveyRound.Audience.STUDENTS, closed_on=None, notice_on__isnull=False)
    published = rows.filter(published_on__gte=today - ONE_YEAR)
    return MySurveys(
        open_surveys(viewer),
        list(students.order_by("opens", "pk")[:LIMIT])
        if viewer.roles & {Role.GUARDIAN, Role.STUDENT}
        else [],
        list(published.order_by("-published_on", "-pk")[:LIMIT]),
    )
