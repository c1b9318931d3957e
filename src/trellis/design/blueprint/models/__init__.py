"""A network's model as data: packages and their drafts, which school works by which, and what schools changed."""

from .adoptions import Adoption, ChangeProposal, UnfinishedAdaptation, Upgrade
from .packages import ModelPackage, PackageDraft
from .sentences import SentenceTranslations

__all__ = [
    "Adoption",
    "ChangeProposal",
    "ModelPackage",
    "PackageDraft",
    "SentenceTranslations",
    "UnfinishedAdaptation",
    "Upgrade",
]
