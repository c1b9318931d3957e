"""Verbs of the blueprint: load, write and publish a model; adopt, adapt and upgrade it; propose a change to it."""

from .adaptation import adapt_model, discard_unfinished
from .adoption import AFTER_ADOPTION, adopt_first_model, adopt_in_schools, adopt_package
from .drafts import discard_draft, import_draft, publish_draft, save_draft_part, start_draft
from .packages import load_package
from .proposals import (
    EvidencedProposal,
    accept_proposal,
    decline_proposal,
    propose_change,
    propose_with_evidence,
)
from .upgrades import decline_upgrade, save_decisions, schedule_upgrade

__all__ = [
    "AFTER_ADOPTION",
    "EvidencedProposal",
    "accept_proposal",
    "adapt_model",
    "adopt_first_model",
    "adopt_in_schools",
    "adopt_package",
    "decline_proposal",
    "decline_upgrade",
    "discard_draft",
    "discard_unfinished",
    "import_draft",
    "load_package",
    "propose_change",
    "propose_with_evidence",
    "publish_draft",
    "save_decisions",
    "save_draft_part",
    "schedule_upgrade",
    "start_draft",
]
