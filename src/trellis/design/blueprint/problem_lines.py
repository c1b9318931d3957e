"""A problem of a model for a page: the place by its titles, what is wrong, and the table where it is fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .change_wording import place_titles
from .labels import part_title
from .package.places import place_at
from .package.problem import Problem
from .package.schema import PARTS
from .package.tree import Value


@dataclass(frozen=True)
class ProblemLine:
    """`at`: the address of the table where it is fixed; "" where there is none. `text`: as `trellis model check`."""

    place: str
    text: str
    at: str


def problem_lines(tables: Mapping[str, Value], problems: Iterable[Problem]) -> list[ProblemLine]:
    """Problems of a model for a page."""
    return [_line(tables, problem) for problem in problems]


def _line(tables: Mapping[str, Value], problem: Problem) -> ProblemLine:
    part = problem.file.removesuffix(".toml")
    text = f"{problem.reason}; {problem.fix}"
    if part not in PARTS or part not in tables:
        return ProblemLine(problem.file, f"{problem.key}: {text}", "")
    path = _path(tables, part, problem.key)
    at = next(path[:depth] for depth in range(len(path), 0, -1) if place_at(tables, path[:depth]))
    titles = place_titles(tables, path)
    return ProblemLine(" › ".join([part_title(part), *titles]), text, "/".join(at))


def _path(tables: Mapping[str, Value], part: str, key: str) -> tuple[str, ...]:
    """The path of a problem's key: a list that is named like its part is left out there."""
    names = key.split(".")
    table = tables[part]
    if isinstance(table, Mapping) and names[0] not in table and isinstance(table.get(part), list):
        names = [part, *names]
    return (part, *names)
