"""Proposes internships: students ask in their own order, places keep the first in line, and a person decides.

    from trellis.engines import placement

    proposals = placement.propose_placements(
        seekers, places, lottery="spring 2027", travel=placement.TravelModel(km_per_hour=15)
    )
    proposals.of("amina").place      # "clinic"
    proposals.of("amina").reasons    # (MatchReason(why=WISHED, position=1), MatchReason(why=NEAR, minutes=12), ...)

Nobody is proposed where they may not go (clearance, age, days, travel, seats), nobody could have had a place they
like more without somebody before them in line losing it, and saying what one likes never hurts. Nothing here
assigns anybody. Enums and data come back; the words on screen belong to the room.
"""

from .checking import BlockingPair, blocking_pairs
from .inputs import InvalidInputError, Place, Seeker, TravelModel
from .proposing import EligiblePairs, find_eligible_pairs, propose_placements
from .results import (
    AlternativePlace,
    Barrier,
    BlockKind,
    MatchReason,
    NoPlaceReason,
    Proposal,
    Proposals,
    ReasonKind,
)

__all__ = [
    "AlternativePlace",
    "Barrier",
    "BlockKind",
    "BlockingPair",
    "EligiblePairs",
    "InvalidInputError",
    "MatchReason",
    "NoPlaceReason",
    "Place",
    "Proposal",
    "Proposals",
    "ReasonKind",
    "Seeker",
    "TravelModel",
    "blocking_pairs",
    "find_eligible_pairs",
    "propose_placements",
]
