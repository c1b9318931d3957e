"""Bringing a roster in: `read_roster` finds what it would change, `write_changes` does it, whole or not at all."""

from .context import RosterChanges
from .people_matching import IdentityAnswer
from .reading import read_roster
from .table_diff import TableDiff
from .writing import write_changes

__all__ = ["IdentityAnswer", "RosterChanges", "TableDiff", "read_roster", "write_changes"]
