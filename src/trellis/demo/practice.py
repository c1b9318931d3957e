"""The practice of the invented adults: an advisor with one credential earned and one under way."""

from __future__ import annotations

from datetime import date, timedelta

from trellis.adults.professional_learning.models import CredentialAward
from trellis.adults.professional_learning.services.credentials import chosen_by, share_award, turn_in_piece
from trellis.assessment.portfolios import scorer_requests, scoring
from trellis.assessment.portfolios.models import TaskPart
from trellis.assessment.portfolios.practice import possible_assessors
from trellis.assessment.portfolios.scoring_basis import SchoolTasks
from trellis.assessment.portfolios.services import SubmittedTask
from trellis.core.community.models import Account, Network, Person, School, Term, Tie
from trellis.core.foundation.ids import new_id
from trellis.design.blueprint.selectors import package_for_school

HOLDER = "demo-advisor"
OVERVIEW = "Sixteen students, four of them new this year. We planned around what each of them asked first."
REFLECTION = "I talked less in meetings, and three students led theirs. Next year they choose who comes."
PIECES = (
    (
        "advisor",
        "One year of plan meetings",
        "Two plans from September and June, and my notes between them.",
        3,
    ),
    ("exhibition-scorer", "Scoring beside Noor in October", "Our two sheets, and where we differed.", 2),
    ("exhibition-scorer", "Scoring the gateway exhibitions", "Four sheets and what the panel said.", 0),
)
"""Credential, title, evidence, and the level that two people gave; 0: it waits for scorers."""


def create_practice(network: Network, today: date) -> None:
    """What the advisor of the cast has turned in; nothing in a network without the cast."""
    account = Account.objects.filter(username=HOLDER).select_related("person").first()
    if account is None or account.person is None:
        return
    person = account.person
    ties = Tie.objects.system().filter(person=person, to_group__isnull=False)
    school = School.objects.system().get(pk=ties.values_list("to_group__school", flat=True)[:1])
    term = Term.objects.system().filter(school=school, starts__lte=today).order_by("starts", "-ends").last()
    if term is None:
        return
    for key, title, words, level in PIECES:
        _create_piece(person, school, term, key, SubmittedTask(title, words), level)
    for award in CredentialAward.objects.system().filter(person=person):
        day = today - timedelta(days=40)
        CredentialAward.objects.system().filter(pk=award.pk).update(awarded_on=day)
        share_award(award, is_shared=True)


def _create_piece(
    person: Person, school: School, term: Term, key: str, sent: SubmittedTask, level: int
) -> None:
    package = package_for_school(school.pk)
    credential = package.credentials.find(key) if package and package.credentials else None
    if credential is None:
        return
    whole = SubmittedTask(
        sent.title,
        sent.words,
        overview=OVERVIEW,
        reflection=REFLECTION,
        practice=chosen_by(person, school, credential),
    )
    submission = turn_in_piece(person, school, term, credential, new_id(), whole)
    if not level:
        return
    part = TaskPart.objects.system().select_related("task__student").get(submission=submission)
    basis = SchoolTasks(school.pk).basis_of(part)
    if basis is None:
        return
    for scorer in possible_assessors(part.task)[:2]:
        seat = scorer_requests.ask_scorer(part, scorer, scorer.pk)
        levels = {row.key: level for row in basis.rows}
        scoring.save_scores(seat, basis, scoring.SubmittedScores(levels, ""), scorer.pk)
