"""A subject is read on locked phones and by whoever passes: none names anybody.

Every call that sends an email is found in the source, and so is every template of a subject. A new one whose subject
holds a name, or is put together where this test can't read it, turns it red.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import trellis

SOURCE = Path(trellis.__file__).parent
CALLS = {
    "send_mail",
    "send_email",
    "try_to_send_email",
    "EmailMessage",
    "EmailMultiAlternatives",
    "LinkMessage",
}
HARMLESS = {"n", "when"}  # a number and a moment
COMPOSED = {
    ("core/community/link_sharing.py", "message.subject"): "a LinkMessage, whose subjects are read here",
    ("adults/joining/scheduled_tasks.py", "message.subject"): "a LinkMessage too",
    (
        "learning/internships/site_messages.py",
        "text.subject",
    ): "typed by a person; `_check_text` refuses names",
    (
        "adults/professional_learning/sign_ups/calendar_invitations.py",
        "_subject(event, change)",
    ): "the title of an event for adults, and whether they have a seat",
    ("core/foundation/outgoing_mail.py", "subject"): "of its functions, whose calls are read here",
}
PLACEHOLDER = re.compile(r"%\((\w+)\)")
TEMPLATE_VARIABLE = re.compile(r"{{\s*([\w.]+)|(\w+)=")


def subjects() -> Iterator[tuple[str, int, ast.expr, ast.Module]]:
    """Every subject of an email: the file, the line, the expression and the file's tree."""
    for path in sorted(SOURCE.rglob("*.py")):
        text = path.read_text("utf-8")
        if not any(f"{call}(" in text for call in CALLS):
            continue
        tree = ast.parse(text)
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
                subject = next((word.value for word in node.keywords if word.arg == "subject"), None)
                yield (
                    path.relative_to(SOURCE).as_posix(),
                    node.lineno,
                    subject or node.args[0],
                    tree,
                )


def texts(expression: ast.expr, tree: ast.Module) -> list[str]:
    """The texts of a subject: of itself, or of what is assigned to its variable in the same file."""
    if isinstance(expression, ast.Name):
        values = [
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == expression.id
        ]
        return [text for value in values for text in texts(value, tree)]
    return [
        node.value
        for node in ast.walk(expression)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_no_subject_in_the_code_names_anybody():
    problems = []
    for file, line, subject, tree in subjects():
        if (file, ast.unparse(subject)) in COMPOSED:
            continue
        words = [text for text in texts(subject, tree) if " " in text]
        names = {name for text in words for name in PLACEHOLDER.findall(text)} - HARMLESS
        if not words or names or isinstance(subject, ast.JoinedStr):
            problems.append(f"{file}:{line}: {ast.unparse(subject)} {sorted(names)}")
    assert problems == []


def test_no_template_of_a_subject_names_anybody():
    templates = sorted(SOURCE.rglob("templates/**/*_subject.txt"))
    assert templates
    for path in templates:
        variables = {a or b for a, b in TEMPLATE_VARIABLE.findall(path.read_text("utf-8"))}
        assert variables <= {"site_name", "current_site.name"}, path


def test_the_test_finds_the_emails_that_there_are():
    assert len({file for file, *_rest in subjects()}) >= 12


def test_a_name_in_a_subject_would_be_found():
    tree = ast.parse('send_mail(_("%(student)s at %(site)s: please sign") % params, text, None, to)')
    (call,) = (
        node for node in ast.walk(tree) if getattr(getattr(node, "func", None), "id", "") == "send_mail"
    )
    assert PLACEHOLDER.findall(" ".join(texts(call.args[0], tree))) == ["student", "site"]
