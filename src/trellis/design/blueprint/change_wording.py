"""A change of a model in words: where it is, what stood there, what stands there now, and which words are new."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_list

from .labels import choice_label, field_label, part_title
from .package.diff import ORDER, Change
from .package.merge import Conflict
from .package.places import entry_title, options_for, place_at, titles_along
from .package.tree import MISSING, Value, named_entries

_WORDS = re.compile(r"\s+|[^\s]+")


TextPieces = tuple[tuple[str, str], ...]
"""A text beside another: (kind, words), of kind "same", "new" or "gone"."""


@dataclass(frozen=True)
class WordedChange:
    """A change for a page. `place`: the titles on the way to it. `pieces`: both texts as one, word by word, where both
    are texts; else `before` and `after` stand beside each other."""

    path: str
    place: str
    label: str
    kind: str
    before: str
    after: str
    pieces: TextPieces = ()


@dataclass(frozen=True)
class WordedConflict:
    """A place that both sides changed. `typed`: a text, which a person can write anew."""

    path: str
    place: str
    label: str
    base: str
    ours: str
    theirs: str
    typed: bool


def word_changes(tables: Mapping[str, Value], changes: Iterable[Change]) -> list[WordedChange]:
    """Changes in words. `tables`: of the package that has the entries they name, old or new."""
    return [_word_change(tables, change) for change in changes]


def _word_change(tables: Mapping[str, Value], change: Change) -> WordedChange:
    place, label, _name = _where(tables, change.path)
    before, after = (value_text(tables, change.path, value) for value in (change.before, change.after))
    texts = isinstance(change.before, str) and isinstance(change.after, str)
    pieces = text_pieces(before, after) if texts and " " in f"{before}{after}".strip() else ()
    return WordedChange(".".join(change.path), place, label, change.kind, before, after, pieces)


def word_conflict(tables: Mapping[str, Value], conflict: Conflict) -> WordedConflict:
    """A conflict in words."""
    place, label, _name = _where(tables, conflict.path)
    texts = (
        value_text(tables, conflict.path, value) for value in (conflict.base, conflict.ours, conflict.theirs)
    )
    typed = isinstance(conflict.ours, str) and isinstance(conflict.theirs, str) and " " in conflict.ours
    return WordedConflict(".".join(conflict.path), place, label, *texts, typed)


def _where(tables: Mapping[str, Value], path: tuple[str, ...]) -> tuple[str, str, str]:
    """The titles on the way to a place, what its last field or entry is called, and the name of that field."""
    steps = path[:-1] if path[-1] == ORDER else path
    titles = [part_title(steps[0]), *place_titles(tables, steps)]
    distinct = [title for at, title in enumerate(titles[:-1]) if at == 0 or title != titles[at - 1]]
    return " › ".join(distinct), titles[-1], steps[-1]


def place_titles(tables: Mapping[str, Value], path: tuple[str, ...]) -> list[str]:
    """What each name of a path after its part is called: a field by its label, an entry by its title."""
    along = [title for _name, title, _value in titles_along(tables, path)]
    titles = []
    for depth in range(1, len(path)):
        above = place_at(tables, path[:depth])
        titles.append(field_label(above.model.__name__, path[depth]) if above else along[depth])
    return titles


def value_text(tables: Mapping[str, Value], path: tuple[str, ...], value: Value) -> str:
    """A value as a person reads it: the names of entries and choices, and lists with commas."""
    if value is MISSING or value is None:
        return ""
    if path[-1] == ORDER:
        return format_list([_entry_name(tables, path[:-1], str(name)) for name in _list(value)])
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, Mapping):
        return entry_title(path[-1], value)
    if isinstance(value, list):
        return format_list([value_text(tables, path, entry) for entry in value])
    return _named(tables, path, str(value))


def _named(tables: Mapping[str, Value], path: tuple[str, ...], text: str) -> str:
    above = place_at(tables, path[:-1])
    if above is None:
        above_list = place_at(tables, path[:-2]) if len(path) > 2 else None
        return _choice(tables, above_list, path[-2], text) if above_list else text
    return _choice(tables, above, path[-1], text)


def _choice(tables: Mapping[str, Value], place, name: str, text: str) -> str:
    options = dict(options_for(tables, place.model, name) or ())
    return options.get(text) or choice_label(place.model.__name__, name, text)


def _entry_name(tables: Mapping[str, Value], path: tuple[str, ...], name: str) -> str:
    node: Value = tables
    for step in path:
        node = (named_entries(node) or {}).get(step, MISSING)
    entry = (named_entries(node) or {}).get(name, MISSING)
    return entry_title(name, entry) if isinstance(entry, Mapping) else _named(tables, (*path, name), name)


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def text_pieces(before: str, after: str) -> TextPieces:
    """Two texts as one: the words that are in both, those that are new, and those that are gone."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces = []
    for _tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if old[i:j] == new[k:m]:
            pieces.append(("same", "".join(old[i:j])))
            continue
        pieces += [("gone", "".join(old[i:j]))] if i < j else []
        pieces += [("new", "".join(new[k:m]))] if k < m else []
    return tuple(pieces)
