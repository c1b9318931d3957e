"""A problem with a package, said so that whoever wrote the package can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from trellis.core.foundation.errors import ActionError

from .base import printable


@dataclass(frozen=True, order=True)
class Problem:
    """`file` in the folder, `key` as a path of names in that file, what is wrong, what to do."""

    file: str
    key: str
    reason: str
    fix: str

    def __str__(self) -> str:
        return f"{printable(self.file, 120)}: {printable(self.key, 120)}: {self.reason}; {self.fix}"


class InvalidPackageError(ActionError):
    """A package, or a school's change to one, that cannot be used. `problems` has every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        more = len(self.problems) - 1
        rest = f" (and {more} more)" if more > 0 else ""
        super().__init__(f"{self.problems[0]}{rest}")


def suggest_nearest(name: str, names: Iterable[str]) -> str:
    """What to do about a name that is not there: the nearest right one, or all of them if they are few."""
    names = list(names)
    longer = (
        [candidate for candidate in names if candidate.startswith(name) or name.startswith(candidate)]
        if name
        else []
    )
    if longer:
        return f"did you mean “{min(longer, key=lambda candidate: abs(len(candidate) - len(name)))}”?"
    if close := get_close_matches(name, names, n=1, cutoff=0.6):
        return f"did you mean “{close[0]}”?"
    if not names:
        return "there are none yet: add it there, or remove it here"
    return f"use one of {', '.join(names[:12])}{' …' if len(names) > 12 else ''}"
