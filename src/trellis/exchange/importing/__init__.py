"""Bringing a roster in: `read_roster` finds what it would change, `write_changes` does it, whole or not at all."""

from .context import RosterChanges
from .people_matching import IdentityAnswer
from .roster_reader import read_roster
from .roster_writer import write_changes
from .table_diff import TableDiff

__all__ = ["IdentityAnswer", "RosterChanges", "TableDiff", "read_roster", "write_changes"]
