"""Reading and checking OneRoster 1.1 and 1.2: a folder, a zip, or a folder of REST payloads. No database."""

from .check import Checked, check_roster
from .problems import Problem, Problems
from .roster import Roster, open_roster

__all__ = ["Checked", "Problem", "Problems", "Roster", "check_roster", "open_roster"]
