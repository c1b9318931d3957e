"""The page of an adult's practice: the credentials of their school's model, what they turned in, what they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from trellis.assessment.evidence.panel_evidence import RubricRow, practice_rows
from trellis.assessment.portfolios.models import Scorer
from trellis.assessment.portfolios.selectors import (
    NEEDS_REVISION,
    NOT_TURNED_IN,
    PASSED,
    TaskStatus,
    practice_statuses,
)
from trellis.core.community.models import Role, School, Term
from trellis.core.community.selectors import term_on
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.ids import new_id
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.credentials import PIECE_SEPARATOR, Credential
from trellis.design.blueprint.wording import Wording, wording_of

from ..models import CredentialAward

HOLDERS_SHOWN = 5
RENEWAL = timedelta(days=180)
"""Before a credential expires: from then on it can be earned again."""


@dataclass(frozen=True)
class PracticeSchool:
    """A school at which an adult works, and its model, which has credentials."""

    school: School
    words: Wording
    package: Package
    term: Term | None


@dataclass
class Piece:
    """One piece that was turned in. scorers: the names of those who score it. key: of what is turned in again."""

    status: TaskStatus
    scorers: list[str] = field(default_factory=list)
    key: UUID = field(default_factory=new_id)

    @property
    def id(self) -> UUID | None:
        """The id of its task."""
        return self.status.task.pk if self.status.task else None

    @property
    def wants_revision(self) -> bool:
        """Whether it is to be turned in once more: its scorers say so, or the adult took it back."""
        return self.status.can_turn_in and self.status.state in (NEEDS_REVISION, NOT_TURNED_IN)

    @property
    def is_passed(self) -> bool:
        return self.status.state == PASSED


@dataclass
class CredentialCard:
    """A credential of the model, as it stands for one adult. key: of what is turned in from this card."""

    credential: Credential
    rows: Sequence[RubricRow]
    pieces: list[Piece]
    awards: list[CredentialAward]
    holders: list[str]
    is_for_role: bool
    key: UUID = field(default_factory=new_id)

    @property
    def passed(self) -> int:
        """How many pieces have passed that no award was earned by."""
        return sum(piece.is_passed for piece in self.pieces)

    def may_add(self, day: date) -> bool:
        """Whether one more piece is wanted: until it is earned, and again before it expires."""
        award = self.current_award(day)
        ends_soon = award and award.expires_on and award.expires_on <= day + RENEWAL
        return self.is_for_role and len(self.pieces) < self.credential.pieces and bool(not award or ends_soon)

    def current_award(self, day: date) -> CredentialAward | None:
        """The award that is good on a day."""
        return next((award for award in self.awards if award.is_current(day)), None)


def practice_schools(viewer: Viewer) -> list[School]:
    """The schools at which the viewer works, or which they coach, by name."""
    ids = viewer.staff_schools | viewer.to("school", Role.COACH)
    return list(School.objects.seen_by(viewer).filter(pk__in=ids).order_by("name", "pk")) if ids else []


def find_practice_school(viewer: Viewer, day_at: date) -> PracticeSchool | None:
    """The first of the viewer's schools whose model has credentials."""
    for school in practice_schools(viewer):
        words = wording_of(school.pk)
        if words.package and words.package.credentials:
            return PracticeSchool(school, words, words.package, _term_at(viewer, school, day_at))
    return None


def _term_at(viewer: Viewer, school: School, day: date) -> Term | None:
    """The term under way, or the last one before: adults learn in the summer too."""
    if term := term_on(viewer, school, day):
        return term
    terms = Term.objects.seen_by(viewer).filter(Q(school=school) | Q(school=None, network=school.network_id))
    return terms.filter(starts__lte=day).order_by("-ends").first() or terms.order_by("starts").first()


def credential_cards(
    viewer: Viewer, at: PracticeSchool, pieces: Mapping[str, list[Piece]]
) -> list[CredentialCard]:
    """The credentials that the viewer may earn, holds, or has turned something in for, in the model's order.

    pieces: what they turned in, by credential.
    """
    part = at.package.credentials
    if part is None:
        return []
    awards: dict[str, list[CredentialAward]] = defaultdict(list)
    earned = CredentialAward.objects.seen_by(viewer).filter(
        person=viewer.person_id, network=at.school.network_id
    )
    for award in earned.order_by("-awarded_on", "-number"):
        awards[award.key].append(award)
    holders = _holders_by_credential(viewer, at)
    roles = {role.key for role in at.package.roles.roles if role.tie in viewer.roles}
    cards = []
    for credential in part.credentials:
        used = {piece for award in awards[credential.key] for piece in award.pieces}
        cards.append(
            CredentialCard(
                credential,
                practice_rows(at.package, credential.rubric),
                [piece for piece in pieces.get(credential.key, ()) if str(piece.id) not in used],
                awards[credential.key],
                holders[credential.key],
                not credential.roles or bool(roles & set(credential.roles)),
            )
        )
    return [card for card in cards if card.is_for_role or card.pieces or card.awards]


def awards_elsewhere(viewer: Viewer, at: PracticeSchool | None) -> list[CredentialAward]:
    """Credentials that the viewer holds and that their school's model does not have."""
    credentials = at.package.credentials if at else None
    keys = [credential.key for credential in credentials.credentials] if credentials else []
    awards = CredentialAward.objects.seen_by(viewer).filter(person=viewer.person_id)
    if at:
        awards = awards.exclude(network=at.school.network_id, key__in=keys)
    return list(awards.order_by("-awarded_on"))


def pieces_elsewhere(
    pieces: Mapping[str, list[Piece]], cards: Iterable[CredentialCard], awards: Iterable[CredentialAward]
) -> list[Piece]:
    """Pieces for credentials that the school's model does not have, such as those of a school before this one."""
    keys = {card.credential.key for card in cards}
    used = {piece for award in awards for piece in award.pieces}
    return [
        piece
        for key, of_credential in pieces.items()
        if key not in keys
        for piece in of_credential
        if str(piece.id) not in used
    ]


def pieces_by_credential(viewer: Viewer) -> dict[str, list[Piece]]:
    """What the viewer has turned in of their practice, by the key of the credential that it is for."""
    statuses = practice_statuses(viewer, viewer.person)
    tasks = {status.task.pk for status in statuses if status.task}
    names: dict[UUID, list[str]] = defaultdict(list)
    seats = Scorer.objects.seen_by(viewer).filter(
        task_part__task__in=tasks, task_part__deleted_at=None, deleted_at=None
    )
    for seat in seats.select_related("person", "task_part").order_by("task_part__created", "position"):
        if seat.display_name not in names[seat.task_part.task_id]:
            names[seat.task_part.task_id].append(seat.display_name)
    pieces: dict[str, list[Piece]] = defaultdict(list)
    for status in statuses:
        if status.task:
            name = status.task.key.partition(PIECE_SEPARATOR)[0]
            pieces[name].append(Piece(status, names[status.task.pk]))
    return pieces


def _holders_by_credential(viewer: Viewer, at: PracticeSchool) -> dict[str, list[str]]:
    """Colleagues who hold a credential and share it, so that one can ask them."""
    shared = CredentialAward.objects.seen_by(viewer).filter(
        Q(expires_on=None) | Q(expires_on__gte=viewer.now.date()),
        network=at.school.network_id,
        shared_at__isnull=False,
    )
    names: dict[str, list[str]] = defaultdict(list)
    for award in shared.exclude(person=viewer.person_id).select_related("person").order_by("awarded_on"):
        if award.person.name not in names[award.key] and len(names[award.key]) < HOLDERS_SHOWN:
            names[award.key].append(award.person.name)
    return names
