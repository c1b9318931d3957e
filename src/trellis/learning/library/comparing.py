"""Two or three versions of a project side by side, field by field: what is new, and what of it goes with one's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.learning.projects.body import Benchmark, Body
from trellis.learning.projects.merging import merged
from trellis.learning.projects.travelling import fields

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")
MOST_TOKENS = 4000  # past this a text is shown as gone and come: comparing is quadratic


class Run(NamedTuple):
    """A stretch of a text: "same", "gone" or "new"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One field that differs. `key` names it, `title` says it to a person, `runs` shows it."""

    key: str
    title: str
    runs: list[Run]


@dataclass(frozen=True)
class News:
    """What is new in one field, for somebody who may have changed it too.

    how: "new" (only they changed it), "merged" (both did, and it goes together), "both" (the two go against each
    other). `value`: what would stand there; None takes the field away.
    """

    key: str
    title: str
    how: str
    value: Any
    runs: list[Run]
    mine: str
    theirs: str


def changes(old: Body, new: Body) -> list[Change]:
    """What differs between two bodies, in the order of the new one."""
    before, after = fields(old), fields(new)
    return [
        Change(key, _title(key, old, new), runs(said(before.get(key), new), said(after.get(key), new)))
        for key in _keys(after, before)
        if not _alike(before.get(key), after.get(key))
    ]


def news(base: Body, mine: Body, theirs: Body) -> list[News]:
    """What changed from `base` to `theirs` and is not in `mine` yet."""
    old, current, new = fields(base), fields(mine), fields(theirs)
    differences = []
    for key in _keys(new, old):
        was, current_value, offered_value = old.get(key), current.get(key), new.get(key)
        if _alike(was, offered_value) or _alike(current_value, offered_value):
            continue
        how, value = _joined(key, was, current_value, offered_value)
        shown = runs(said(current_value, mine), said(value if how != "both" else offered_value, theirs))
        differences.append(
            News(
                key,
                _title(key, mine, theirs),
                how,
                value,
                shown,
                said(current_value, mine),
                said(offered_value, theirs),
            )
        )
    return differences


def _alike(value: Any, other: Any) -> bool:
    """Whether two values say the same to a teacher: outcomes by their keys, and a benchmark's day but for a weekend."""
    if isinstance(value, Benchmark) and isinstance(other, Benchmark):
        moved = abs(value.day - other.day)
        return moved < 3 and value.model_copy(update={"day": other.day}) == other
    if isinstance(value, tuple) and isinstance(other, tuple):
        return {each.key for each in value} == {each.key for each in other}
    return value == other or (not value and not other)


def _joined(key: str, was: Any, current_value: Any, offered_value: Any) -> tuple[str, Any]:
    if _alike(current_value, was):
        return "new", offered_value
    if key.startswith("part:"):
        text = merged(was or "", current_value or "", offered_value or "")
        if text is not None:
            return "merged", text
    return "both", offered_value


def _keys(first: dict[str, Any], second: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))


def said(value: Any, whole: Body) -> str:
    """A field's value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return ngettext("%(n)d day", "%(n)d days", value) % {"n": value}
    if isinstance(value, tuple):
        return "\n".join(row.title for row in value)
    return "\n".join(filter(None, _lines(value, whole)))


def _lines(value: Any, whole: Body) -> Iterator[str]:
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


def _title(key: str, *bodies: Body) -> str:
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


def runs(old: str, new: str) -> list[Run]:
    """What is the same, gone and new between two texts, word by word."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if len(before) + len(after) > MOST_TOKENS:
        return [Run(kind, text) for kind, text in (("gone", old), ("new", new)) if text]
    pieces: list[Run] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Run("same", "".join(before[i:j])))
            continue
        if i < j:
            pieces.append(Run("gone", "".join(before[i:j])))
        if k < m:
            pieces.append(Run("new", "".join(after[k:m])))
    return pieces
