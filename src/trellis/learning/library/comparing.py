"""Two or three versions of a project side by side, field by field: what is new, and what of it goes with one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.learning.projects.body import Benchmark, ProjectBody
from trellis.learning.projects.merging import merge_texts
from trellis.learning.projects.project_transfer import body_fields

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
    other). `value`: what would stand there; None takes the field away.
    """

    key: str
    title: str
    how: str
    value: Any
    runs: list[TextRun]
    mine: str
    theirs: str


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


def field_updates(base: ProjectBody, mine: ProjectBody, theirs: ProjectBody) -> list[FieldUpdate]:
    """Return what changed from `base` to `theirs` and is not in `mine` yet."""
    old, current, new = body_fields(base), body_fields(mine), body_fields(theirs)
    differences = []
    for key in _all_keys(new, old):
        was, current_value, offered_value = old.get(key), current.get(key), new.get(key)
        if _is_equivalent(was, offered_value) or _is_equivalent(current_value, offered_value):
            continue
        how, value = _merge_field(key, was, current_value, offered_value)
        shown = text_runs(
            format_value(current_value, mine), format_value(value if how != "both" else offered_value, theirs)
        )
        differences.append(
            FieldUpdate(
                key,
                _field_title(key, mine, theirs),
                how,
                value,
                shown,
                format_value(current_value, mine),
                format_value(offered_value, theirs),
            )
        )
    return differences


def _is_equivalent(value: Any, other: Any) -> bool:
    """Whether two values mean the same to a teacher: outcomes by key; a benchmark's day may move over a weekend."""
    if isinstance(value, Benchmark) and isinstance(other, Benchmark):
        moved = abs(value.day - other.day)
        return moved < 3 and value.model_copy(update={"day": other.day}) == other
    if isinstance(value, tuple) and isinstance(other, tuple):
        return {each.key for each in value} == {each.key for each in other}
    return value == other or (not value and not other)


def _merge_field(key: str, was: Any, current_value: Any, offered_value: Any) -> tuple[str, Any]:
    if _is_equivalent(current_value, was):
        return "new", offered_value
    if key.startswith("part:"):
        text = merge_texts(was or "", current_value or "", offered_value or "")
        if text is not None:
            return "merged", text
    return "both", offered_value


def _all_keys(first: dict[str, Any], second: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))


def format_value(value: Any, whole: ProjectBody) -> str:
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


def _value_lines(value: Any, whole: ProjectBody) -> Iterator[str]:
    titles = {outcome.key: outcome.title for outcome in whole.outcomes}
    yield value.title
    yield getattr(value, "about", "") or getattr(value, "note", "")
    if hasattr(value, "day"):
        yield _("Day %(n)d") % {"n": value.day + 1}
    if getattr(value, "team", False):
        yield _("By the team")
    for key, weight in sorted(getattr(value, "weights", {}).items()):
        yield f"{titles.get(key, key)}: {weight}"
    if hasattr(value, "digest"):
        yield f"{value.name} ({value.digest[:8]})"


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
