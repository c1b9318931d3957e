"""Bringing a roster in: `read_roster` finds what it would change, `write` does it, whole or not at all."""

from .changes import Changes, Merge
from .reading import read_roster
from .writing import write

__all__ = ["Changes", "Merge", "read_roster", "write"]
