"""Who and where, the ties between them, and how people come in."""

from .accounts import Account, AccountManager, JoinCode, Link
from .people import LONG_AGO, TARGETS, Demographics, Person, Role, Schooling, Tie
from .places import CalendarDay, Course, District, Group, Network, Rostered, RosterSource, School, Term

__all__ = [
    "LONG_AGO",
    "TARGETS",
    "Account",
    "AccountManager",
    "CalendarDay",
    "Course",
    "Demographics",
    "District",
    "Group",
    "JoinCode",
    "Link",
    "Network",
    "Person",
    "Role",
    "RosterSource",
    "Rostered",
    "School",
    "Schooling",
    "Term",
    "Tie",
]
