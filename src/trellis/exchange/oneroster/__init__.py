"""Reading and checking OneRoster 1.1 and 1.2: a folder, a zip, or a folder of REST payloads. No database."""

from .check import RosterCheck, check_roster
from .problems import Problem, Problems
from .roster import Roster, open_roster

__all__ = ["Problem", "Problems", "Roster", "RosterCheck", "check_roster", "open_roster"]
