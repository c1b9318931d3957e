"""What a page about one table of a model shows: its own fields in words, and the tables within it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from pydantic import BaseModel

from .change_wording import value_text
from .labels import field_label, part_title
from .package.files import RawTables
from .package.places import Place, entry_title, place_at, references_to, shape_of, titles_along
from .package.tree import MISSING, Value, named_entries, value_at
from .place_fields import editable_shapes


@dataclass(frozen=True)
class EntryLink:
    """A table within the table of a page: where it is, and what it is called."""

    at: str
    title: str
    note: str = ""


@dataclass(frozen=True)
class EntryList:
    """The entries of one list of a table."""

    name: str
    label: str
    entries: tuple[EntryLink, ...]
    ordered: bool
    grows: bool


class PlacePage:
    """One table of a model, for a page. Raises Http404 where the schema has none."""

    def __init__(self, tables: RawTables, at: str) -> None:
        self.tables = tables
        self.path = tuple(step for step in at.split("/") if step)
        place = place_at(tables, self.path)
        if place is None or not isinstance(place.table, Mapping):
            raise Http404
        self.place = place
        self.table = place.table

    @property
    def part(self) -> str:
        return self.path[0]

    @property
    def at(self) -> str:
        return "/".join(self.path)

    @property
    def can_be_locked(self) -> bool:
        """Whether the table says for itself who can change it. A template can't ask its schema: it would call it."""
        return "hold" in self.place.model.model_fields

    @cached_property
    def title(self) -> str:
        """What the table is called: the part, the field, or the entry's own title."""
        if len(self.path) == 1:
            return part_title(self.part)
        above = place_at(self.tables, self.path[:-1])
        return (
            field_label(above.model.__name__, self.path[-1])
            if above
            else entry_title(self.path[-1], self.table)
        )

    @cached_property
    def above(self) -> list[EntryLink]:
        """The tables on the way to this one."""
        links = []
        for depth in range(1, len(self.path)):
            page = place_at(self.tables, self.path[:depth])
            if page is not None:
                links.append(EntryLink("/".join(self.path[:depth]), self._title_at(depth)))
        return links

    def _title_at(self, depth: int) -> str:
        if depth == 1:
            return part_title(self.part)
        above = place_at(self.tables, self.path[: depth - 1])
        if above:
            return field_label(above.model.__name__, self.path[depth - 1])
        return [title for _name, title, _value in titles_along(self.tables, self.path)][depth - 1]

    @cached_property
    def fields(self) -> list[tuple[str, str]]:
        """The table's own fields that are filled in, as (label, text)."""
        rows = []
        for shape in editable_shapes(
            self.place.model, self.path[2] if self.path[:2] == TRANSLATIONS else "en"
        ):
            value = self.table.get(shape.name, MISSING)
            if value is not MISSING:
                text = value_text(self.tables, (*self.path, shape.name), value)
                rows.append((field_label(self.place.model.__name__, shape.name), text))
        return rows

    @cached_property
    def lists(self) -> list[EntryList]:
        """The lists of entries within the table, and the tables that stand in it by themselves (as one list)."""
        lists: list[EntryList] = []
        single: list[EntryLink] = []
        for name in self.place.model.model_fields:
            shape = shape_of(self.place.model, name)
            label = field_label(self.place.model.__name__, name)
            if shape.shape == "table":
                single.append(EntryLink(f"{self.at}/{name}", label))
            elif shape.shape == "entries" and shape.model:
                lists.append(self._list(name, label, shape.model))
            elif shape.shape == "entries":
                lists += self._lists_by_language(name)
        return [*([EntryList("", "", tuple(single), False, False)] if single else []), *lists]

    def _list(self, name: str, label: str, model: type[BaseModel]) -> EntryList:
        value = self.table.get(name, MISSING)
        entries = tuple(
            EntryLink(f"{self.at}/{name}/{key}", entry_title(key, entry), self._note(model, key, entry))
            for key, entry in (named_entries(value) or {}).items()
        )
        return EntryList(name, label, entries, ordered=isinstance(value, list), grows=True)

    def _note(self, model: type[BaseModel], key: str, entry: Value) -> str:
        """A few words beside an entry's title: its first sentence, or what a term stands for."""
        if self.path == ("words",):
            return key.replace("_", " ")
        names = ("statement", "about", "question", "ask", "meaning", "counts")
        return next((str(entry[n]) for n in names if isinstance(entry, Mapping) and entry.get(n)), "")[:160]

    def _lists_by_language(self, name: str) -> list[EntryList]:
        by_language = named_entries(self.table.get(name, MISSING)) or {}
        return [
            EntryList(
                f"{name}/{language}",
                language,
                tuple(
                    EntryLink(
                        f"{self.at}/{name}/{language}/{term}", entry_title(term, word), term.replace("_", " ")
                    )
                    for term, word in (named_entries(words) or {}).items()
                ),
                ordered=False,
                grows=True,
            )
            for language, words in by_language.items()
        ]

    @cached_property
    def users(self) -> list[EntryLink]:
        """The tables that refer to this entry."""
        return [
            EntryLink("/".join(path), " › ".join([part_title(path[0]), *self._titles(path)]))
            for path in references_to(self.tables, self.path)
        ]

    def _titles(self, path: tuple[str, ...]) -> list[str]:
        titles = [title for _name, title, _value in titles_along(self.tables, path)]
        return [
            title for depth, title in enumerate(titles) if depth and place_at(self.tables, path[: depth + 1])
        ]

    def new_place(self, name: str) -> Place:
        """The place of an entry that does not exist yet, in one of the lists. Raises Http404 for another name."""
        place = place_at(self.tables, (*self.path, *name.split("/"), "new"))
        if place is None or value_at(self.tables, self.path) is MISSING:
            raise Http404
        return Place(place.path, place.model, MISSING)


TRANSLATIONS = ("words", "translations")
