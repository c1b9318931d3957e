"""Two or three versions of a project side by side, field by field: what is new, and what can be merged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.learning.projects.body import Benchmark, BodyRow, FieldValue, File, Product, ProjectBody
from trellis.learning.projects.project_transfer import body_fields
from trellis.learning.projects.text_merge import merge_texts

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
MAX_TOKENS = 4000  # past this a text is shown as gone and come: comparing is quadratic


class TextRun(NamedTuple):
    """A stretch of a text: "same", "gone" or "new"."""

    kind: str
    text: str


@dataclass(frozen=True)
class FieldChange:
    """One field that differs. `key` names it, `title` says it to a person, `runs` shows it."""

    key: str
    title: str
    runs: list[TextRun]


@dataclass(frozen=True)
class FieldUpdate:
    """A field that changed elsewhere, for somebody who may have changed it too.

    how: "new" (only they changed it), "merged" (both did, and it goes together), "both" (the two go against each
    other). `value`: what would be written; None removes the field. `current_text` and `offered_text`: both versions.
    """

    key: str
    title: str
    how: str
    value: FieldValue | None
    runs: list[TextRun]
    current_text: str
    offered_text: str


def field_changes(old: ProjectBody, new: ProjectBody) -> list[FieldChange]:
    """What differs between two bodies, in the order of the new one."""
    before, after = body_fields(old), body_fields(new)
    return [
        FieldChange(
            key,
            _field_title(key, old, new),
            text_runs(format_value(before.get(key), new), format_value(after.get(key), new)),
        )
        for key in _all_keys(after, before)
        if not _is_equivalent(before.get(key), after.get(key))
    ]


def field_updates(base: ProjectBody, current: ProjectBody, offered: ProjectBody) -> list[FieldUpdate]:
    """Return what changed from `base` to `offered` and is not in `current` yet."""
    old_fields, current_fields, new_fields = body_fields(base), body_fields(current), body_fields(offered)
    differences = []
    for key in _all_keys(new_fields, old_fields):
        old, now, new = old_fields.get(key), current_fields.get(key), new_fields.get(key)
        if _is_equivalent(old, new) or _is_equivalent(now, new):
            continue
        how, value = _merge_field(key, old, now, new)
        current_text, offered_text = format_value(now, current), format_value(new, offered)
        merged_text = offered_text if how == "both" else format_value(value, offered)
        runs = text_runs(current_text, merged_text)
        title = _field_title(key, current, offered)
        differences.append(FieldUpdate(key, title, how, value, runs, current_text, offered_text))
    return differences


def _is_equivalent(value: FieldValue | None, other: FieldValue | None) -> bool:
    """Whether two values mean the same to a teacher: outcomes by key; a benchmark's day may move over a weekend."""
    if isinstance(value, Benchmark) and isinstance(other, Benchmark):
        moved = abs(value.day - other.day)
        return moved < 3 and value.model_copy(update={"day": other.day}) == other
    if isinstance(value, tuple) and isinstance(other, tuple):
        return {each.key for each in value} == {each.key for each in other}
    return value == other or (not value and not other)


def _merge_field(
    key: str, old: FieldValue | None, now: FieldValue | None, new: FieldValue | None
) -> tuple[str, FieldValue | None]:
    if _is_equivalent(now, old):
        return "new", new
    if key.startswith("part:"):
        before, current, offered = (value if isinstance(value, str) else "" for value in (old, now, new))
        text = merge_texts(before, current, offered)
        if text is not None:
            return "merged", text
    return "both", new


def _all_keys(first: Iterable[str], second: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))


def format_value(value: FieldValue | None, whole: ProjectBody) -> str:
    """A field's value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return ngettext("%(n)d day", "%(n)d days", value) % {"n": value}
    if isinstance(value, tuple):
        return "\n".join(row.title for row in value)
    return "\n".join(filter(None, _value_lines(value, whole)))


def _value_lines(value: BodyRow, whole: ProjectBody) -> Iterator[str]:
    yield value.title
    if isinstance(value, File):
        yield f"{value.name} ({value.digest[:8]})"
        return
    yield value.note if isinstance(value, Benchmark) else value.about
    if isinstance(value, Benchmark):
        yield _("Day %(n)d") % {"n": value.day + 1}
        yield value.instructions
        yield from _linked_titles(value, whole)
    if isinstance(value, Product):
        titles = {outcome.key: outcome.title for outcome in whole.outcomes}
        if value.team:
            yield _("By the team")
        for key, weight in sorted(value.weights.items()):
            yield f"{titles.get(key, key)}: {weight}"


def _linked_titles(benchmark: Benchmark, whole: ProjectBody) -> Iterator[str]:
    """What a benchmark is scored as, and its example."""
    products = {product.key: product.title for product in whole.products}
    files = {file.key: file.title for file in whole.files}
    if benchmark.product in products:
        yield _("Score it as: %(product)s") % {"product": products[benchmark.product]}
    if benchmark.example in files:
        yield _("Example: %(file)s") % {"file": files[benchmark.example]}


def _field_title(key: str, *bodies: ProjectBody) -> str:
    kind, _colon, rest = key.partition(":")
    if kind == "part":
        parts = {part.key: part.title for body in bodies for part in body.parts}
        field_titles = {
            "title": _("Name"),
            "driving-question": _("Driving question"),
            "audience": _("Audience"),
        }
        return field_titles.get(rest) or parts.get(rest, rest)
    titles = {
        "product": _("Product"),
        "benchmark": _("Benchmark"),
        "scaffold": _("Scaffold"),
        "file": _("File"),
    }
    return {"days": _("Length"), "outcomes": _("Outcomes"), "standards": _("Standards")}.get(kind) or titles[
        kind
    ]


def text_runs(old: str, new: str) -> list[TextRun]:
    """Compare two texts word by word; return the runs that are the same, gone and new."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if len(before) + len(after) > MAX_TOKENS:
        return [TextRun(kind, text) for kind, text in (("gone", old), ("new", new)) if text]
    pieces: list[TextRun] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(TextRun("same", "".join(before[i:j])))
            continue
        if i < j:
            pieces.append(TextRun("gone", "".join(before[i:j])))
        if k < m:
            pieces.append(TextRun("new", "".join(after[k:m])))
    return pieces
