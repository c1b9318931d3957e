"""Forms groups of students: advisories, teams, strands, work groups, each a small picture of the whole.

    from trellis.engines import grouping

    told = grouping.form(students, grouping.even(25, len(students)), balance=("grade", "language"), seed="2027")
    told.of("amina")                 # "group 07"
    told.cost, told.bound            # 0, 0: every level at the floor or the ceiling of its share, and proven
    grouping.explain(told, "amina")  # what was balanced around her, and which of her wishes are met

Fixed members stay where a person put them. Wishes, a language rule and the spread of levels are weighed against
each other in units, and what is not met is told with the keys of the rows. Enums and data come back; the words on
screen belong to the room, and a person decides.

Balancing by home language and asking for a PARTNER pull against each other where a language has fewer than two
speakers a group: leave one of the two out, or read from the bound what it costs.
"""

from .asked import ENGLISH, Question, Refused, Room, Rule, Student, Weights, even
from .checking import Fault, Wrong, faults
from .explaining import Around, Because, explain, explain_all
from .forming import form
from .results import Level, Share, Told, Unmet
from .schoolwide import School, Seat, nested

__all__ = [
    "ENGLISH",
    "Around",
    "Because",
    "Fault",
    "Level",
    "Question",
    "Refused",
    "Room",
    "Rule",
    "School",
    "Seat",
    "Share",
    "Student",
    "Told",
    "Unmet",
    "Weights",
    "Wrong",
    "even",
    "explain",
    "explain_all",
    "faults",
    "form",
    "nested",
]
