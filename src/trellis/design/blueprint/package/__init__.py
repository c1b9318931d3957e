"""A network's model as a package of data: a folder of TOML, read, checked, adapted. No Django.

package = read_package(builtin_packages()["big-picture"])
package.word("advisory", count=2)  # "advisories"
adapt_package(package, {"words.terms.term": {"one": "trimester", "other": "trimesters"}, "calendar.cycles.count": 3})
"""

from .adapt import LockedPartError, adapt_package, lock_state_of
from .check import package_problems
from .credit import Crosswalk, compute_crosswalk
from .known_measures import measure_problems
from .load import available_packages, builtin_packages, path_problems, read_package
from .problem import InvalidPackageError, Problem
from .schema import PARTS, Package

__all__ = [
    "PARTS",
    "Crosswalk",
    "InvalidPackageError",
    "LockedPartError",
    "Package",
    "Problem",
    "adapt_package",
    "available_packages",
    "builtin_packages",
    "compute_crosswalk",
    "lock_state_of",
    "measure_problems",
    "package_problems",
    "path_problems",
    "read_package",
]
