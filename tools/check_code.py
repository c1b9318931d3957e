"""Check what ruff has no rule for: `python tools/check_code.py`. Prints each problem and exits 1 if there is one.

- No variable or parameter is a filler word: it is the noun of what it holds.
- No file of `src` is over 300 lines and no function over 40.
- Only the program's own work calls `system()`, which reads every row; a page asks with `seen_by(viewer)`.
- No line of a template is over 120 characters.
- Nobody reads the posted data but forms, and what shows or compares it: a view makes `PageActions`.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
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
MAX_FILE, MAX_FUNCTION, MAX_TEMPLATE_LINE = 300, 40, 120
# Imports, scheduled tasks, measures, rollups, retention, the ledger itself, commands and the demonstration.
SYSTEM_MODULES = (
    "exchange/importing/*",
    "exchange/cohorts.py",
    "*/measures.py",
    "*/scheduled_tasks.py",
    "improvement/opportunity/*",
    "demo/*",
    "core/foundation/guard.py",
    "core/foundation/ledger*.py",
    "*/management/commands/*",
    "*/cli.py",
    "learning/library/index_check.py",
    "learning/supports/retention.py",
    "web/families/retention.py",
    "web/shell/opening.py",
    "web/shell/operations/doctor.py",
)
# The forms themselves, the page of an edit conflict, and the revision that a page carries.
POSTED_DATA_MODULES = (
    "core/foundation/action_forms.py",
    "core/foundation/input_parsing.py",
    "core/foundation/revisions.py",
    "web/shell/conflicts.py",
    "web/shell/templatetags/revisions.py",
    "*forms.py",
)
POSTED_DATA = re.compile(r"request\.POST")
SYSTEM_CALL = re.compile(r"\.system\(\)")
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
    module = path.relative_to(ROOT / "src/trellis").as_posix()
    if SYSTEM_CALL.search(source) and not any(fnmatch(module, pattern) for pattern in SYSTEM_MODULES):
        yield f"{name}:1: calls system(); use seen_by(viewer), or unscoped() with a reason"
    if POSTED_DATA.search(source) and not any(fnmatch(module, pattern) for pattern in POSTED_DATA_MODULES):
        yield f"{name}:1: reads request.POST; write a form and make PageActions of it"
    if (count := source.count("\n")) > MAX_FILE:
        yield f"{name}:1: {count} lines; split the file ({MAX_FILE} at most)"
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS) and (count := node.end_lineno - node.lineno + 1) > MAX_FUNCTION:
            yield f"{name}:{node.lineno}: {node.name} has {count} lines; split it ({MAX_FUNCTION} at most)"


def template_problems(path: Path) -> Iterator[str]:
    """The lines of a template that are too long."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if len(line) > MAX_TEMPLATE_LINE:
            yield (
                f"{path.relative_to(ROOT)}:{number}: {len(line)} characters; break the line "
                f"({MAX_TEMPLATE_LINE} at most)"
            )


def main() -> int:
    files = [
        path
        for folder in ("src", "tests", "benchmarks", "tools")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]
    problems = [problem for path in files for problem in problems_of(path)]
    for path in sorted((ROOT / "src").rglob("templates/**/*.html")):
        problems += template_problems(path)
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
