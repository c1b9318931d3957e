"""Scores are written by one service: nothing else that people use creates or changes their rows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import trellis

SOURCE = Path(trellis.__file__).parent
WRITER = SOURCE / "assessment/evidence/services.py"
BULK_WRITER = SOURCE / "demo/days.py"  # the demonstration writes a school year of scores in one statement
WRITES = frozenset(
    ("create", "bulk_create", "get_or_create", "update_or_create", "update", "bulk_update", "save")
)


def _root(node: ast.expr) -> str:
    """The name at the left of a chain of calls and attributes."""
    while isinstance(node, (ast.Attribute, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def _imports_scores(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom)
        and (node.module or "").endswith("models")
        and any(alias.name == "Score" for alias in node.names)
        for node in ast.walk(tree)
    )


def _score_writes(tree: ast.Module) -> Iterator[int]:
    """The lines that make a score, or write through a query of scores, in a module that imports the model."""
    for scope in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        names = {"Score"}
        for node in ast.walk(scope):
            if isinstance(node, ast.Assign) and _root(node.value) in names:
                names |= {
                    name.id
                    for target in node.targets
                    for name in ast.walk(target)
                    if isinstance(name, ast.Name)
                }
        for node in ast.walk(scope):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else _root(node.func)
            takes_model = any(isinstance(part, ast.Name) and part.id == "Score" for part in node.args)
            if (
                called == "Score"
                or (called in WRITES and _root(node.func) in names)
                or (takes_model and called != "register")  # such as `bulk.insert_rows(Score, ...)`
            ):
                yield node.lineno


def test_only_one_module_writes_scores():
    written = {}
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if _imports_scores(tree) and (lines := set(_score_writes(tree))):
            written[path] = lines
    assert set(written) == {WRITER, BULK_WRITER}, written


def test_the_check_finds_every_way_to_write_a_score():
    source = """
from trellis.assessment.evidence.models import Score
def create():
    Score.objects.create(level=1)
def instance():
    Score(level=1).save()
def update():
    rows = Score.objects.unscoped("a reason").filter(level=1)
    rows.filter(level=2).update(level=3)
def save():
    row, created = Score.objects.unscoped("a reason").get_or_none()
    row.save()
def insert():
    insert_rows(Score, [], [])
def read():
    rows = Score.objects.unscoped("a reason")
    return rows.filter(level=1).count()
"""
    assert sorted(set(_score_writes(ast.parse(source)))) == [4, 6, 9, 12, 14]
