"""Writing beliefs and their evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Network
from trellis.core.foundation import ledger
from trellis.core.foundation.content_guard import reject_immigration_status
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from ..models import Belief, BeliefEvidence
from ..text_checks import check_network_text

REASON = "write a belief that the caller may change"


@dataclass(frozen=True)
class EvidenceDetails:
    """What is said of a piece of evidence. target: the column that names a row, and the row's id; None for a text."""

    side: str
    words: str
    link: str = ""
    target: tuple[str, UUID] | None = None


def add_belief(key: UUID, network: Network, values: Mapping[str, object], by: UUID) -> Belief:
    """Write down what the network believes. Sent twice under one id, it is one."""
    with ledger.act("add a belief", by=by, about=key):
        existing = Belief.objects.unscoped(REASON).filter(pk=key).first()
        if existing is not None:
            return existing
        belief = Belief(sourced_id=key, network=network, by_id=by, **values)
        check_network_text(belief.statement, network.pk, "statement")
        belief.save(force_insert=True)
        return belief


def update_belief(
    belief: Belief, values: Mapping[str, object], seen: int | None, labels: Mapping[str, str], by: UUID
) -> None:
    """Change a belief, or say what became of it. What it said before stays in its history.

    Raises ActionError where it is in question or dropped without a reason, EditConflict where somebody wrote since.
    """
    if values["status"] != Belief.Status.BELIEVED and not values["reason"]:
        raise ActionError(_("Say why."), field="reason")
    with ledger.act("change a belief", by=by, about=belief.pk):
        for name in ("statement", "reason"):
            check_network_text(str(values[name]), belief.network_id, name)
        save_if_current(belief, values, seen, labels)


def add_evidence(key: UUID, belief: Belief, details: EvidenceDetails, by: UUID) -> BeliefEvidence:
    """Add what speaks for a belief or against it. Sent twice under one id, it is one."""
    if details.target and details.link:
        raise ActionError(_("Give a link only for a text."), field="link")
    with ledger.act("add evidence for a belief", by=by, about=belief.pk):
        existing = BeliefEvidence.objects.unscoped(REASON).filter(pk=key).first()
        if existing is not None:
            return existing
        check_network_text(details.words, belief.network_id, "words")
        reject_immigration_status(details.link)
        target = {f"{details.target[0]}_id": details.target[1]} if details.target else {}
        row = BeliefEvidence(
            sourced_id=key,
            belief=belief,
            side=details.side,
            words=details.words,
            link=details.link,
            by_id=by,
            **target,
        )
        row.save(force_insert=True)
        return row


def remove_evidence(row: BeliefEvidence, by: UUID) -> None:
    """Take out evidence that was added by mistake."""
    with ledger.act("remove evidence for a belief", by=by, about=row.belief_id):
        rows = BeliefEvidence.objects.unscoped(REASON).filter(pk=row.pk, deleted_at=None)
        rows.update(deleted_at=timezone.now())
