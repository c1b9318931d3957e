"""What is wrong with a roster, said so that the person who exported it can mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

MAX_SHOWN = 20  # of one kind in one column; the rest are counted


@dataclass(frozen=True)
class Problem:
    """One thing, at one place. `line` counts from 1 with the header (in JSON: the record), None for the file."""

    file: str
    line: int | None
    column: str
    what: str
    do: str = ""
    error: bool = True

    @property
    def where(self) -> str:
        line = (
            ""
            if self.line is None
            else (f"record {self.line}" if self.file.endswith(".json") else str(self.line))
        )
        return ":".join(part for part in (self.file, line, self.column) if part)

    def __str__(self) -> str:
        end = f"; {self.do}" if self.do else ""
        return f"{self.where}: {self.what}{end}"


class RosterReadError(Exception):
    """Reading cannot go on; the problem says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def roster_read_error(
    file: str, what: str, do: str, line: int | None = None, column: str = ""
) -> RosterReadError:
    return RosterReadError(Problem(file, line, column, what, do))


class Problems:
    """Problems grouped by kind, file and column; at most SHOWN of a group are kept, the rest counted."""

    def __init__(self) -> None:
        self.counts: Counter[tuple[str, str, str]] = Counter()
        self.kept: list[Problem] = []
        self.errors = 0

    def add(self, kind: str, problem: Problem) -> None:
        key = (kind, problem.file, problem.column)
        self.counts[key] += 1
        self.errors += problem.error
        if self.counts[key] <= MAX_SHOWN:
            self.kept.append(problem)

    def note(self, kind: str, file: str, column: str, what: str, do: str = "") -> None:
        """Something the person should know that stops nothing. Said once a file and column."""
        if not self.counts[kind, file, column]:
            self.add(kind, Problem(file, None, column, what, do, error=False))

    def lines(self) -> Iterator[str]:
        """Every problem as a sentence, errors first, and how many more there are of a kind."""
        for is_error in (True, False):
            for problem in self.kept:
                if problem.error is is_error:
                    yield str(problem)
        for (_, file, column), count in self.counts.items():
            if count > MAX_SHOWN:
                place = f"{file}:{column}" if column else file
                yield f"{place}: {count - MAX_SHOWN:,} more problems like the last one shown."
