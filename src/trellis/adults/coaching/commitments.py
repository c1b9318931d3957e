"""What was agreed at visits: writing it, saying what became of it, and who may own it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Group, Person, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer, active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.device_entries import fingerprint
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from .models import CoachVisit, VisitCommitment
from .named_people import reject_names

REASON = "write a commitment that the caller may change"
OWNER_REASON = "list who may own a commitment at a school that the viewer coaches"
TEAM_KINDS = (Group.Kind.TEAM, Group.Kind.STRAND)
Owner = VisitCommitment.Owner


@dataclass(frozen=True)
class WrittenCommitment:
    """A commitment as it came. owner: the value of a choice of `owner_choices`."""

    entry_id: UUID
    text: str
    owner: str
    due: date


def owner_choices(school_id: UUID) -> list[tuple[str, str]]:
    """Who may own a commitment: the network, the school's teams, and who works there, by name."""
    teams = Group.objects.unscoped(OWNER_REASON).filter(
        school=school_id, kind__in=TEAM_KINDS, deleted_at=None
    )
    ties = Tie.objects.unscoped(OWNER_REASON).filter(
        active_at(timezone.now()),
        Q(to_school=school_id) | Q(to_group__school=school_id),
        role__in=SCHOOL_ROLES,
    )
    people = Person.objects.unscoped(OWNER_REASON).filter(pk__in=ties.values("person"), deleted_at=None)
    named = add_distinctions(
        sorted(people, key=lambda person: (person.first_name, person.family_name, person.pk))
    )
    return [
        *((f"{Owner.PERSON}:{person.pk}", person.name) for person in named),
        *((f"{Owner.TEAM}:{team.pk}", team.title) for team in teams.order_by("title")),
        (Owner.NETWORK.value, str(Owner.NETWORK.label)),
    ]


def owner_value(commitment: VisitCommitment) -> str:
    """The choice of `owner_choices` that a commitment has."""
    key = {Owner.PERSON: commitment.owner_id, Owner.TEAM: commitment.team_id}.get(
        Owner(commitment.owner_kind)
    )
    return f"{commitment.owner_kind}:{key}" if key else commitment.owner_kind


def _owner_columns(value: str) -> dict[str, object]:
    """The columns of a choice that `owner_choices` offers."""
    kind, _colon, key = value.partition(":")
    return {
        "owner_kind": kind,
        "owner_id": UUID(key) if kind == Owner.PERSON else None,
        "team_id": UUID(key) if kind == Owner.TEAM else None,
    }


def add_commitment(visit: CoachVisit, written: WrittenCommitment, by: UUID) -> VisitCommitment:
    """Write a commitment down once. Raises ActionError for a text that names somebody: they may own it instead."""
    reject_names(written.text, visit.school_id, "text")
    print_ = fingerprint(visit.pk, written.text, written.owner, written.due)
    commitment = VisitCommitment(
        sourced_id=written.entry_id,
        visit=visit,
        text=written.text,
        due=written.due,
        fingerprint=print_,
        **_owner_columns(written.owner),
    )
    existing = _saved(commitment)
    if existing is not None:
        return existing
    try:
        with ledger.act("add a commitment", by=by, about=visit.pk):
            commitment.save(force_insert=True)
    except IntegrityError:
        existing = _saved(commitment)
        if existing is None:
            raise
        return existing
    return commitment


def _saved(commitment: VisitCommitment) -> VisitCommitment | None:
    """The same commitment, if it was saved before. Another under its id is refused."""
    existing = VisitCommitment.objects.unscoped(REASON).filter(pk=commitment.pk).first()
    if existing is not None and existing.fingerprint != commitment.fingerprint:
        raise ActionError(
            _("We could not save this entry because another one has the same ID. Enter it again.")
        )
    return existing


def check_commitment(commitment: VisitCommitment, status: str, at: datetime, by: UUID) -> None:
    """Say what became of a commitment. Of several that say so, the one that was written last counts, in whatever order
    they arrive; of two at the same moment, the one that comes later in the list of statuses."""
    order: list[str] = list(VisitCommitment.Status.values)
    before = [name for name in order if order.index(name) < order.index(status)]
    newer = Q(checked_at=None) | Q(checked_at__lt=at) | Q(checked_at=at, status__in=before)
    with ledger.act("check a commitment", by=by, about=commitment.pk, status=status):
        rows = VisitCommitment.objects.unscoped(REASON).filter(newer, pk=commitment.pk)
        rows.update(
            status=status, checked_at=at, checked_by=by, revision=F("revision") + 1, modified=timezone.now()
        )


def update_commitment(
    commitment: VisitCommitment,
    values: Mapping[str, object],
    owner: str,
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
) -> None:
    """Correct a commitment. Raises EditConflict where somebody wrote since."""
    with ledger.act("change a commitment", by=by, about=commitment.pk):
        reject_names(str(values["text"]), commitment.visit.school_id, "text")
        save_if_current(commitment, {**values, **_owner_columns(owner)}, seen, labels)


def remove_commitment(commitment: VisitCommitment, by: UUID) -> None:
    """Take a commitment off the list; it can be brought back."""
    with ledger.act("remove a commitment", by=by, about=commitment.pk):
        rows = VisitCommitment.objects.unscoped(REASON).filter(pk=commitment.pk, removed_at=None)
        rows.update(removed_at=timezone.now(), modified=timezone.now())


def restore_commitment(commitment: VisitCommitment, by: UUID) -> None:
    """Bring a removed commitment back."""
    with ledger.act("bring a commitment back", by=by, about=commitment.pk):
        rows = VisitCommitment.objects.unscoped(REASON).filter(pk=commitment.pk)
        rows.update(removed_at=None, modified=timezone.now())


def visible_commitments(viewer: Viewer) -> QuerySet[VisitCommitment]:
    """The commitments that the viewer sees, with their owners; removed ones too."""
    rows = VisitCommitment.objects.seen_by(viewer)
    return rows.select_related("visit__school", "owner", "team").order_by("due", "created")


def open_commitments(viewer: Viewer) -> QuerySet[VisitCommitment]:
    """Those that are not done, the one that is due first first."""
    return visible_commitments(viewer).filter(removed_at=None).exclude(status=VisitCommitment.Status.DONE)


def commitments_before(viewer: Viewer, visit: CoachVisit) -> list[VisitCommitment]:
    """What was agreed before a visit: all of the visit before it, of older ones what is not done."""
    earlier = visible_commitments(viewer).filter(
        Q(visit__day__lt=visit.day) | Q(visit__day=visit.day, visit__starts__lt=visit.starts),
        visit__school=visit.school_id,
        removed_at=None,
    )
    last = max(((each.visit.day, each.visit.starts) for each in earlier), default=None)
    return [
        each
        for each in earlier
        if (each.visit.day, each.visit.starts) == last
        or not each.is_done
        or (each.checked_at and each.checked_at.date() >= visit.day)
    ]
