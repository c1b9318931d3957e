"""What a network believes, with its evidence, and what it rolls out to its schools."""

from .beliefs import Belief, BeliefEvidence
from .roll_outs import RollOut, RollOutSchool

__all__ = ["Belief", "BeliefEvidence", "RollOut", "RollOutSchool"]
