"""Proposes internships: students ask in their own order, places keep the first in line, and a person decides.

    from trellis.engines import placement

    told = placement.propose(seekers, places, lottery="spring 2027", travel=placement.Travel(km_per_hour=15))
    told.of("amina").place           # "clinic"
    told.of("amina").reasons         # (Reason(why=WISHED, position=1), Reason(why=NEAR, minutes=12), ...)

Nobody is proposed where they may not go (clearance, age, days, travel, seats), nobody could have had a place they
like more without somebody before them in line losing it, and saying what one likes never hurts. Nothing here
assigns anybody. Enums and data come back; the words on screen belong to the room.
"""

from .asked import Place, Refused, Seeker, Travel
from .checking import BlockingPair, blocking_pairs
from .proposing import Eligible, eligible, propose
from .results import Barrier, Block, Blocked, Other, Proposal, Proposals, Reason, Why

__all__ = [
    "Barrier",
    "Block",
    "Blocked",
    "BlockingPair",
    "Eligible",
    "Other",
    "Place",
    "Proposal",
    "Proposals",
    "Reason",
    "Refused",
    "Seeker",
    "Travel",
    "Why",
    "blocking_pairs",
    "eligible",
    "propose",
]
