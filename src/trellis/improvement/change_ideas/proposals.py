"""An idea that several schools adopted becomes a proposal for the network's model, with its evidence and authors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_list
from trellis.design.blueprint.adaptation_selectors import RELATED_MEASURES
from trellis.design.blueprint.labels import part_title
from trellis.design.blueprint.models import Adoption, ChangeProposal
from trellis.design.blueprint.package.schema import PARTS
from trellis.design.blueprint.school_selectors import adaptations_of
from trellis.design.blueprint.selectors import package_body
from trellis.design.blueprint.services import EvidencedProposal, propose_with_evidence

from .knowledge import change_sentence
from .models import ChangeIdea
from .selectors import IdeaCard, TestCard

SCHOOLS_TO_PROPOSE = 2
"""So many schools keep a change before it is proposed for the model of all."""
READ_BY_ALL = "what became of an idea is told to all who read it"


def may_propose(viewer: Viewer, card: IdeaCard) -> bool:
    """Whether enough schools adopted it, and the viewer is network program staff or leads one of them."""
    schools = {test.test.school_id for test in card.adopting}
    if len(schools) < SCHOOLS_TO_PROPOSE:
        return False
    if card.idea.network_id in viewer.to("network", Role.NETWORK_STAFF):
        return True
    return bool(schools & viewer.to("school", Role.LEADER))


@dataclass(frozen=True)
class ProposalChoices:
    """What can be proposed. adoptions: of schools that adopted the idea; changes: their own changes of the model by
    `school:path`, in words."""

    adoptions: list[Adoption]
    parts: list[tuple[str, str]]
    changes: list[tuple[str, str]]
    part: str


def proposal_choices(viewer: Viewer, card: IdeaCard) -> ProposalChoices:
    """The parts of the model, the one that the idea's measure belongs to first, and what adopting schools changed."""
    schools = [test.test.school_id for test in card.adopting]
    rows = Adoption.objects.seen_by(viewer).current().filter(school__in=schools)
    adoptions = sorted(rows.select_related("school", "package"), key=lambda row: schools.index(row.school_id))
    tree = package_body(adoptions[0].package).tree if adoptions else {}
    parts = [(part, part_title(part)) for part in PARTS if part in tree]
    return ProposalChoices(adoptions, parts, list(_changes(adoptions)), _likely_part(card.idea.measure, tree))


def _likely_part(measure: str, tree: Iterable[str]) -> str:
    parts = [part for part, keys in RELATED_MEASURES.items() if measure in keys and part in tree]
    return parts[0] if parts else ""


def _changes(adoptions: list[Adoption]) -> Iterable[tuple[str, str]]:
    for adoption in adoptions:
        for row in adaptations_of(adoption, {}):
            label = f"{adoption.school.name}: {part_title(row.path.partition('.')[0])} ({row.path})"
            yield f"{adoption.school_id}:{row.path}", label


@dataclass(frozen=True)
class SentProposal:
    """What the form says: a part and words, or a school's change as `school:path`."""

    part: str
    change: str
    what: str


def propose_idea(card: IdeaCard, adoptions: list[Adoption], sent: SentProposal, by: UUID) -> ChangeProposal:
    """Propose an idea for the model. Authors are all who shared a test of it."""
    school, _colon, path = sent.change.partition(":")
    adoption = next((row for row in adoptions if not school or str(row.school_id) == school), None)
    if adoption is None:
        raise ActionError(_("None of these schools works by a model yet."))
    evidence = evidence_of(card)
    return propose_with_evidence(
        EvidencedProposal(adoption, sent.part, path, sent.what, evidence, card.idea.pk), by
    )


def evidence_of(card: IdeaCard) -> dict[str, object]:
    """What is known of an idea, as data that stays as it is now."""
    authors = {
        (test.test.shared_by.name if test.test.shared_by else "", test.place): None for test in card.tests
    }
    return {
        "page": "change-idea",
        "id": str(card.idea.pk),
        "title": card.idea.title,
        "lines": [*card.knowledge.certainty, *(_line(test) for test in card.tests)],
        "authors": [{"name": name, "school": place} for name, place in authors if name],
    }


def _line(test: TestCard) -> str:
    """One test: "Harbor Met: Adopted. First calls: +20 points, likely between +10 and +30"."""
    results = [
        f"{figure.title}: {change_sentence(figure)}" for figure in test.figures if change_sentence(figure)
    ]
    return f"{test.place}: {test.test.decision_title}. {format_list(results)}".strip()


def proposals_of(idea: ChangeIdea) -> list[ChangeProposal]:
    """What was proposed from an idea, and the answers, the newest first."""
    rows = ChangeProposal.objects.unscoped(READ_BY_ALL).filter(source=idea.pk, deleted_at=None)
    return list(rows.order_by("-created"))
