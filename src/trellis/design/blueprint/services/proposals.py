"""A school's change becomes a proposal for the network's model, and a part of its next version."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from ..models import Adoption, ChangeProposal, PackageDraft
from ..package.adapt import change_tables
from ..package.diff import covering_path


def propose_change(adoption: Adoption, path: str, reason: str, by: UUID) -> ChangeProposal:
    """Propose a school's change for the model of the network. Again is harmless while it is open."""
    if path not in adoption.changes:
        raise ActionError(_("The school has changed this since. Open the page again."))
    given = adoption.reasons.get(covering_path(path, adoption.reasons) or "", {})
    with ledger.act("propose a change of the model", by=by, about=adoption.school_id, path=path[:200]):
        proposal, _created = ChangeProposal.objects.unscoped("find the same proposal").get_or_create(
            school_id=adoption.school_id,
            package_id=adoption.package_id,
            path=path,
            status=ChangeProposal.Status.OPEN,
            defaults={
                "network_id": adoption.school.network_id,
                "value": adoption.changes[path],
                "reason": reason or given.get("text", ""),
                "author_id": given.get("by"),
                "proposed_by_id": by,
            },
        )
        return proposal


@dataclass(frozen=True)
class EvidencedProposal:
    """What is proposed from what schools learned. path: of a change that the school of the adoption has made; "" where
    `what` says in words what should change in `part`. evidence, source: as on ChangeProposal."""

    adoption: Adoption
    part: str
    path: str
    what: str
    evidence: dict[str, object]
    source: UUID


def propose_with_evidence(sent: EvidencedProposal, by: UUID) -> ChangeProposal:
    """Propose a change with the evidence for it. Again is harmless while it is open."""
    adoption = sent.adoption
    if sent.path and sent.path not in adoption.changes:
        raise ActionError(_("The school has changed this since. Open the page again."))
    if not sent.path and not sent.what:
        raise ActionError(_("Say what should change in the model."), "what")
    given = adoption.reasons.get(covering_path(sent.path, adoption.reasons) or "", {}) if sent.path else {}
    with ledger.act("propose a change of the model", by=by, about=sent.source):
        proposal, _created = ChangeProposal.objects.unscoped("find the same proposal").get_or_create(
            network_id=adoption.school.network_id,
            source=sent.source,
            status=ChangeProposal.Status.OPEN,
            defaults={
                "school_id": adoption.school_id,
                "package_id": adoption.package_id,
                "path": sent.path,
                "value": adoption.changes.get(sent.path),
                "part": sent.path.partition(".")[0] or sent.part,
                "what": sent.what,
                "reason": given.get("text", ""),
                "author_id": given.get("by"),
                "evidence": sent.evidence,
                "proposed_by_id": by,
            },
        )
        return proposal


def accept_proposal(proposal: ChangeProposal, draft: PackageDraft, by: UUID) -> None:
    """Take a proposal up in a draft: the change is made there, and the note of its part names who it comes from."""
    _require_unanswered(proposal)
    if draft.published_id or draft.discarded_at:
        raise ActionError(_("This draft is closed. Choose an open draft."), "draft")
    if draft.body.get("package", {}).get("slug") != proposal.package.slug:
        raise ActionError(_("This draft is of another model. Choose a draft of the school’s model."), "draft")
    part = part_of(proposal)
    body = change_tables(draft.body, proposal.path, proposal.value) if proposal.path else draft.body
    note = "\n".join(filter(None, (draft.notes.get(part, ""), credit_line(proposal))))
    with ledger.act("take up a proposed change", by=by, about=draft.pk, path=proposal.path[:200]):
        save_if_current(draft, {"body": body, "notes": {**draft.notes, part: note}}, None, {})
        values = {"status": ChangeProposal.Status.ACCEPTED, "draft": draft}
        save_if_current(proposal, values, None, {})


def part_of(proposal: ChangeProposal) -> str:
    """The part of the model that a proposal is about."""
    return proposal.part or proposal.path.partition(".")[0]


def credit_line(proposal: ChangeProposal) -> str:
    """Why a change is made and who it comes from: "Outside adults ask more. (Ines Duarte, Harbor Met)"."""
    if proposal.evidence:
        return _credit_with_evidence(proposal)
    people = Person.objects.unscoped("credit the author of a change").filter(pk=proposal.author_id)
    author = people.first() if proposal.author_id else None
    credit = ", ".join(filter(None, (author.name if author else "", proposal.school.name)))
    return f"{proposal.reason} ({credit})".strip()


def _credit_with_evidence(proposal: ChangeProposal) -> str:
    """What should change, what each school found, and the authors, one a line."""
    authors = [f"{author['name']} ({author['school']})" for author in proposal.evidence.get("authors", ())]
    lines = [proposal.what, proposal.reason, *proposal.evidence.get("lines", ()), *authors]
    return "\n".join(dict.fromkeys(filter(None, lines)))


def decline_proposal(proposal: ChangeProposal, answer: str, by: UUID) -> None:
    """Answer a proposal that is not taken up. The school keeps its change."""
    _require_unanswered(proposal)
    with ledger.act("decline a proposed change", by=by, about=proposal.pk):
        values = {"status": ChangeProposal.Status.DECLINED, "answer": answer}
        save_if_current(proposal, values, None, {})


def _require_unanswered(proposal: ChangeProposal) -> None:
    if proposal.status != ChangeProposal.Status.OPEN:
        raise ActionError(_("Someone has already answered this proposal."))
