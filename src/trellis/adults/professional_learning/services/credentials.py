"""Turning in a piece of practice, and the award once enough pieces have passed."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone, translation

from trellis.assessment.evidence.panel_evidence import practice_rows
from trellis.assessment.portfolios import services
from trellis.assessment.portfolios.models import (
    ChosenBy,
    FinalLevel,
    Scorer,
    Task,
    TaskPart,
    TaskSubmission,
)
from trellis.assessment.portfolios.scores import ScoringBasis
from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, Role, School, Term, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation import ledger
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.credentials import PIECE_SEPARATOR, Credential
from trellis.design.blueprint.selectors import package_for_school

from ..models import CredentialAward

REASON = "write the adult's own piece of practice"


def turn_in_piece(
    person: Person,
    school: School,
    term: Term,
    credential: Credential,
    key: UUID,
    sent: services.SubmittedTask,
    revised: Task | None = None,
) -> TaskSubmission:
    """Turn in a piece for a credential: a new one, or `revised` once more. The same id twice is once.

    What one assesses oneself counts at once; the other pieces wait for scorers. Raises ActionError as `turn_in` does.
    """
    with ledger.act("turn in a piece of practice", by=person.pk, about=person.pk, credential=credential.key):
        Person.objects.unscoped("number the pieces of one adult in turn").select_for_update().get(
            pk=person.pk
        )
        before = TaskSubmission.objects.unscoped(REASON).filter(pk=key).select_related("task").first()
        piece_key = (
            revised.key if revised else before.task.key if before else _next_piece_key(person, credential)
        )
        model_task = credential.as_task(piece_key)
        submission = services.turn_in(person, school, term, model_task, key, sent, revised)
        if credential.assessed == "self":
            award_if_earned(person, school, credential)
    return submission


def chosen_by(person: Person, school: School, credential: Credential) -> str:
    """Who chooses the scorers of a piece. Nobody chooses those of their own: a leader's are chosen by the network."""
    leads = Tie.objects.unscoped("find out who chooses the scorers").filter(
        active_at(timezone.now()), role=Role.LEADER, to_school=school, person=person
    )
    return ChosenBy.NETWORK if leads.exists() else credential.chosen_by


def _next_piece_key(person: Person, credential: Credential) -> str:
    start = f"{credential.key}{PIECE_SEPARATOR}"
    keys = Task.objects.unscoped(REASON).filter(student=person, key__startswith=start)
    numbers = [int(key.removeprefix(start)) for key in keys.values_list("key", flat=True)]
    return f"{start}{max(numbers, default=0) + 1}"


def follow_final_levels(task_part: TaskPart, _basis: ScoringBasis) -> None:
    """Award the credential once its last piece has passed. Called inside the act that settles the levels."""
    task = task_part.task
    package = package_for_school(task.school_id)
    credential = package.credentials.find(task.key) if package and package.credentials else None
    if credential and task_part.passed:
        award_if_earned(task.student, task.school, credential)


def award_if_earned(person: Person, school: School, credential: Credential) -> CredentialAward | None:
    """Award a credential where enough pieces have passed that no earlier award was earned by; else None."""
    awards = CredentialAward.objects.unscoped("count the pieces of earlier awards").filter(
        person=person, network=school.network_id, key=credential.key
    )
    used = {piece for award in awards for piece in award.pieces}
    passed = [task for task in _passed_pieces(person, credential) if str(task.pk) not in used]
    if len(passed) < credential.pieces:
        return None
    pieces = passed[: credential.pieces]
    today = school_local_time(school, timezone.now()).date()
    package = package_for_school(school.pk)
    return CredentialAward.objects.create(
        person=person,
        network_id=school.network_id,
        school=school,
        key=credential.key,
        title=credential.title,
        number=len(awards) + 1,
        awarded_on=today,
        expires_on=_years_later(today, credential.years) if credential.years else None,
        is_self_assessed=credential.assessed == "self",
        record=_certificate_record(package, credential, pieces) if package else {},
        pieces=[str(task.pk) for task in pieces],
    )


def _passed_pieces(person: Person, credential: Credential) -> list[Task]:
    """The pieces of an adult that have passed, or that they assessed themselves; the earliest first."""
    tasks = Task.objects.unscoped(REASON).filter(
        student=person, key__startswith=f"{credential.key}{PIECE_SEPARATOR}", practice__gt=""
    )
    if credential.assessed != "self":
        passed = TaskPart.objects.unscoped(REASON).filter(passed=True, deleted_at=None)
        tasks = tasks.filter(pk__in=passed.values("task"))
    return list(tasks.exclude(turned_in_at=None).order_by("created"))


def _years_later(day: date, years: int) -> date:
    """The same day years later; the last of its month where that year does not have it."""
    year = day.year + years
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def _certificate_record(package: Package, credential: Credential, pieces: Iterable[Task]) -> dict:
    """What a certificate names: the criteria with the lowest level that a piece got, the pieces, and who scored."""
    ids = [task.pk for task in pieces]
    levels: dict[str, int] = {}
    rows = FinalLevel.objects.unscoped(REASON).filter(task_part__task__in=ids, task_part__passed=True)
    for row, level in rows.values_list("row", "level"):
        levels[row] = min(level, levels.get(row, level))
    seats = Scorer.objects.unscoped(REASON).filter(
        Q(feedback__isnull=False), task_part__task__in=ids, task_part__passed=True, deleted_at=None
    )
    names = dict.fromkeys(seat.display_name for seat in seats.select_related("person").order_by("created"))
    with translation.override(settings.LANGUAGE_CODE):  # kept for everybody, whoever reads in which language
        criteria = [
            {
                "key": row.key,
                "title": row.title,
                "level": levels.get(row.key),
                "quality": next((cell.quality for cell in row.levels if cell[0] == levels.get(row.key)), ""),
            }
            for row in practice_rows(package, credential.rubric)
        ]
    return {
        "competency": credential.competency,
        "criteria": criteria,
        "evidence": [task.title for task in pieces],
        "assessors": list(names),
    }


def share_award(award: CredentialAward, is_shared: bool) -> None:
    """Let colleagues see a credential, or no longer. Only its holder decides it; again changes nothing."""
    with ledger.act("share a credential" if is_shared else "stop sharing a credential", by=award.person_id):
        rows = CredentialAward.objects.unscoped("change one's own credential").filter(pk=award.pk)
        now = timezone.now()
        rows.filter(shared_at__isnull=is_shared).update(shared_at=now if is_shared else None, modified=now)


def holders_of(network: UUID, key: str) -> set[UUID]:
    """Who holds a credential now and shares it: they may be asked to score others' pieces for it."""
    today = timezone.localdate()
    awards = CredentialAward.objects.unscoped("list who may score a colleague's practice").filter(
        Q(expires_on=None) | Q(expires_on__gte=today),
        network=network,
        key=key,
        shared_at__isnull=False,
        deleted_at=None,
    )
    return set(awards.values_list("person_id", flat=True))
