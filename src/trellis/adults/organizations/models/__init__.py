"""Organizations of the community, what each promised a school, and a school's shared commitment."""

from .commitments import CommitmentPromise, CommitmentSignature, Party, SharedCommitment
from .merges import DistinctPair, OrganizationMerge
from .organizations import Organization, PanelMember, PartnerLink, Relationship, SiteLink
from .promises import COMPUTED_UNITS, PartnerPromise

__all__ = [
    "COMPUTED_UNITS",
    "CommitmentPromise",
    "CommitmentSignature",
    "DistinctPair",
    "Organization",
    "OrganizationMerge",
    "PanelMember",
    "PartnerLink",
    "PartnerPromise",
    "Party",
    "Relationship",
    "SharedCommitment",
    "SiteLink",
]
