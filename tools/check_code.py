"""Check what ruff has no rule for: `python tools/check_code.py`. Prints each problem and exits 1 if there is one.

- No variable or parameter is a filler word, in code or in a template: it is the noun of what it holds.
- `Any` says in a comment (`# Any: why`) why no type fits, and stands in few places.
- No file of `src` is over 300 lines and no function over 40.
- Only the program's own work calls `system()`, which reads every row; a page asks with `seen_by(viewer)`.
- No line of a template is over 120 characters.
- The docs name files that exist.
- Nobody reads the posted data but forms, and what shows or compares it: a view makes `PageActions`.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
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
}
MAX_FILE, MAX_FUNCTION, MAX_TEMPLATE_LINE, MAX_ANY = 300, 40, 120, 60
# Imports, scheduled tasks, measures, rollups, retention, the ledger itself, commands and the demonstration.
SYSTEM_MODULES = (
    "exchange/importing/*",
    "exchange/cohorts.py",
    "*/measures.py",
    "*/*_measures.py",
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
    "web/shell/network_creation.py",
    "web/shell/operations/doctor.py",
)
# The forms themselves, the page of an edit conflict, and the revision that a page carries.
POSTED_DATA_MODULES = (
    "core/foundation/action_forms.py",
    "core/foundation/revisions.py",
    "web/shell/conflicts.py",
    "web/shell/templatetags/revisions.py",
    "*forms.py",
)
TEMPLATE_TAG = re.compile(r"{%-?\s*(.*?)\s*-?%}", re.DOTALL)
DOC_PATH = re.compile(r"`([\w{},/ ]+/[\w{},/ ]*\.(?:py|html|css|js|toml))`")
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


def uses_of_any(source: str) -> list[tuple[int, bool]]:
    """Each line that uses `Any` outside an import, and whether it or the line above says why."""
    if "Any" not in source:
        return []
    tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    comments = {
        token.start[0] for token in tokens if token.type == tokenize.COMMENT and "Any: " in token.string
    }
    imports = {
        line
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom)
        for line in range(node.lineno, node.end_lineno + 1)
    }
    lines = [token.start[0] for token in tokens if token.type == tokenize.NAME and token.string == "Any"]
    return [(line, bool({line, line - 1} & comments)) for line in lines if line not in imports]


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
    for line, is_explained in uses_of_any(source):
        if not is_explained:
            yield f"{name}:{line}: give a type, or say why not in a comment: # Any: ..."
    if (count := source.count("\n")) > MAX_FILE:
        yield f"{name}:1: {count} lines; split the file ({MAX_FILE} at most)"
    for node in ast.walk(tree):
        if isinstance(node, FUNCTIONS) and (count := node.end_lineno - node.lineno + 1) > MAX_FUNCTION:
            yield f"{name}:{node.lineno}: {node.name} has {count} lines; split it ({MAX_FUNCTION} at most)"


def template_problems(path: Path) -> Iterator[str]:
    """The lines of a template that are too long, and its variables that are filler words."""
    name, text = path.relative_to(ROOT), path.read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > MAX_TEMPLATE_LINE:
            yield f"{name}:{number}: {len(line)} characters; break the line ({MAX_TEMPLATE_LINE} at most)"
    for tag in TEMPLATE_TAG.finditer(text):
        for word in sorted(_bound_names(tag[1]) & FILLERS):
            line = text.count("\n", 0, tag.start()) + 1
            yield f"{name}:{line}: name the variable {word!r} after what it holds"


def _bound_names(tag: str) -> set[str]:
    """The variables that a template tag sets: of a loop, of `with` and `include`, and after `as`."""
    names = set(re.findall(r"\bas\s+(\w+)\s*$", tag))
    if loop := re.match(r"for\s+(.*?)\s+in\s", tag, re.DOTALL):
        names.update(re.findall(r"\w+", loop[1]))
    if tag.startswith(("with ", "include ", "blocktranslate ")):
        names.update(re.findall(r"(\w+)=", tag))
    return names


def doc_problems(path: Path, existing: list[str]) -> Iterator[str]:
    """Each file that a document names as `folder/file.py` and that is nowhere in the project."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        for pattern in DOC_PATH.findall(line):
            for name in _expand_braces(pattern):
                if not any(f"/{file}".endswith(f"/{name}") for file in existing):
                    yield f"{path.relative_to(ROOT)}:{number}: there is no file {name}"


def _expand_braces(pattern: str) -> list[str]:
    """`a/{b,c}.py` is `a/b.py` and `a/c.py`."""
    if not (braces := re.search(r"{([^}]*)}", pattern)):
        return [pattern]
    return [pattern.replace(braces[0], word.strip()) for word in braces[1].split(",")]


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
    folders = ("src", "tests", "benchmarks", "tools", "deploy", "examples")
    existing = [str(path.relative_to(ROOT)) for folder in folders for path in (ROOT / folder).rglob("*.*")]
    for path in sorted((ROOT / "docs").glob("*.md")):
        problems += doc_problems(path, existing)
    uses = sum(len(uses_of_any(path.read_text("utf-8"))) for path in files if ROOT / "src" in path.parents)
    if uses >= MAX_ANY:
        problems.append(f"src: {uses} uses of Any; there must be fewer than {MAX_ANY}")
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
