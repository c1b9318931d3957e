"""A school's change becomes a proposal for the network's model, and a part of its next version."""

from __future__ import annotations

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


def accept_proposal(proposal: ChangeProposal, draft: PackageDraft, by: UUID) -> None:
    """Take a proposal up in a draft: the change is made there, and the note of its part names who it comes from."""
    _require_unanswered(proposal)
    if draft.published_id or draft.discarded_at:
        raise ActionError(_("This draft is closed. Choose an open draft."), "draft")
    if draft.body.get("package", {}).get("slug") != proposal.package.slug:
        raise ActionError(_("This draft is of another model. Choose a draft of the school’s model."), "draft")
    part = proposal.path.partition(".")[0]
    body = change_tables(draft.body, proposal.path, proposal.value)
    note = "\n".join(filter(None, (draft.notes.get(part, ""), credit_line(proposal))))
    with ledger.act("take up a proposed change", by=by, about=draft.pk, path=proposal.path[:200]):
        save_if_current(draft, {"body": body, "notes": {**draft.notes, part: note}}, None, {})
        values = {"status": ChangeProposal.Status.ACCEPTED, "draft": draft}
        save_if_current(proposal, values, None, {})


def credit_line(proposal: ChangeProposal) -> str:
    """Why a change is made and who it comes from: "Outside adults ask more. (Ines Duarte, Harbor Met)"."""
    people = Person.objects.unscoped("credit the author of a change").filter(pk=proposal.author_id)
    author = people.first() if proposal.author_id else None
    credit = ", ".join(filter(None, (author.name if author else "", proposal.school.name)))
    return f"{proposal.reason} ({credit})".strip()


def decline_proposal(proposal: ChangeProposal, answer: str, by: UUID) -> None:
    """Answer a proposal that is not taken up. The school keeps its change."""
    _require_unanswered(proposal)
    with ledger.act("decline a proposed change", by=by, about=proposal.pk):
        values = {"status": ChangeProposal.Status.DECLINED, "answer": answer}
        save_if_current(proposal, values, None, {})


def _require_unanswered(proposal: ChangeProposal) -> None:
    if proposal.status != ChangeProposal.Status.OPEN:
        raise ActionError(_("Someone has already answered this proposal."))
