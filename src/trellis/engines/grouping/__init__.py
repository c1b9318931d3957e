"""Forms groups of students: advisories, teams, strands, work groups, each a small picture of the whole.

    from trellis.engines import grouping

    result = grouping.form_groups(
        students, grouping.even_groups(25, len(students)), balance=("grade", "language"), seed="2027"
    )
    result.of("amina")               # "group 07"
    result.cost, result.bound         # 0, 0: every level at the floor or the ceiling of its share, and proven
    grouping.explain(result, "amina")  # what was balanced around her, and which of her wishes are met

Fixed members stay where a person put them. Wishes, a language rule and the spread of levels are weighed against
each other in units, and what is not met is told with the keys of the rows. Enums and data come back; the words on
screen belong to the app, and a person decides.

Balancing by home language and asking for a PARTNER pull against each other where a language has fewer than two
speakers a group: leave one of the two out, or read from the bound what it costs.
"""

from .checking import FaultKind, GroupingFault, find_faults
from .forming import form_groups
from .inputs import (
    ENGLISH_CODES,
    GroupingProblem,
    GroupSpec,
    InvalidInputError,
    LanguageRule,
    Student,
    Weights,
    even_groups,
)
from .results import (
    GroupExplanation,
    Grouping,
    LevelBalance,
    LevelShare,
    LevelSpread,
    RuleViolation,
    explain,
    explain_all,
)
from .schoolwide import SchoolGrouping, StudentGroups, form_school

__all__ = [
    "ENGLISH_CODES",
    "FaultKind",
    "GroupExplanation",
    "GroupSpec",
    "Grouping",
    "GroupingFault",
    "GroupingProblem",
    "InvalidInputError",
    "LanguageRule",
    "LevelBalance",
    "LevelShare",
    "LevelSpread",
    "RuleViolation",
    "SchoolGrouping",
    "Student",
    "StudentGroups",
    "Weights",
    "even_groups",
    "explain",
    "explain_all",
    "find_faults",
    "form_groups",
    "form_school",
]
