"""Check what ruff has no rule for: `python tools/check_code.py`. Prints each problem and exits 1 if there is one.

- No variable or parameter is a filler word: it is the noun of what it holds.
- No file of `src` is over 300 lines and no function over 40.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FILLERS = frozenset(
    (
        "asked",
        "found",
        "held",
        "here",
        "kept",
        "known",
        "made",
        "no",
        "one",
        "own",
        "said",
        "there",
        "told",
        "wanted",
    )
)
ALLOWED = {
    ("words.py", "one"),  # the CLDR's name of a plural category
    ("models.py", "found"),  # columns of Panelist, InternshipDay and Wish
    ("models.py", "said"),
    ("models.py", "one"),
}
MAX_FILE, MAX_FUNCTION = 300, 40
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def fillers(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Each place where a filler word is bound: the line and the word."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.id in FILLERS:
            yield node.lineno, node.id
        elif isinstance(node, ast.arg) and node.arg in FILLERS:
            yield node.lineno, node.arg
        elif isinstance(node, ast.ExceptHandler) and node.name in FILLERS:
            yield node.lineno, node.name


def problems_of(path: Path) -> Iterator[str]:
    """What is wrong with one file, as lines `path:line: what to do`."""
    source = path.read_text(encoding="utf-8")
    name, tree = path.relative_to(ROOT), ast.parse(source)
    for line, word in sorted(fillers(tree)):
        if (path.name, word) in ALLOWED:
            continue
        yield f"{name}:{line}: name the variable {word!r} after what it holds"
    if name.parts[0] != "src":
        return
    if (count := source.count("\n")) > MAX_FILE:
        yield f"{name}:1: {count} lines; split the file ({MAX_FILE} at most)"
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS) and (count := node.end_lineno - node.lineno + 1) > MAX_FUNCTION:
            yield f"{name}:{node.lineno}: {node.name} has {count} lines; split it ({MAX_FUNCTION} at most)"


def main() -> int:
    files = [
        path
        for folder in ("src", "tests", "benchmarks", "tools")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]
    problems = [problem for path in files for problem in problems_of(path)]
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
