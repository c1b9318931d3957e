"""A network's model as a package of data: a folder of TOML, read, checked, adapted. No Django.

package = load(builtin()["big-picture"])
package.word("advisory", count=2)  # "advisories"
adapt(package, {"words.terms.term": {"one": "trimester", "other": "trimesters"}, "calendar.cycles.count": 3})
"""

from .adapt import HeldPart, adapt, hold_of
from .check import problems
from .credit import Crosswalk, cross
from .known_measures import measures
from .load import available, builtin, load, path_problems
from .problem import BadPackage, Problem
from .schema import PARTS, Package

__all__ = [
    "PARTS",
    "BadPackage",
    "Crosswalk",
    "HeldPart",
    "Package",
    "Problem",
    "adapt",
    "available",
    "builtin",
    "cross",
    "hold_of",
    "load",
    "measures",
    "path_problems",
    "problems",
]
