"""Bringing a roster in: `read_roster` finds what it would change, `write` does it, whole or not at all."""

from .changes import Changes
from .merging import Merge
from .people_matching import Answer
from .reading import read_roster
from .writing import write

__all__ = ["Answer", "Changes", "Merge", "read_roster", "write"]
