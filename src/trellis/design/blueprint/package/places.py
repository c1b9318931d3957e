"""Places in the tables of a package: the schema of each, what its entry is called, and what refers to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .base import Table
from .check import part_model
from .tree import MISSING, Value, named_entries, value_at

REFERENCES: dict[str, tuple[str, ...]] = {
    "Outcome.parent": ("outcomes", "outcomes"),
    "Criterion.outcome": ("outcomes", "outcomes"),
    "Task.outcomes": ("outcomes", "outcomes"),
    "Credit.outcomes": ("outcomes", "outcomes"),
    "Rubric.scale": ("rubrics", "scales"),
    "Credit.scale": ("rubrics", "scales"),
    "ExhibitionKind.rubric": ("rubrics", "rubrics"),
    "Task.rubric": ("rubrics", "rubrics"),
    "Task.oral_rubric": ("rubrics", "rubrics"),
    "Credential.rubric": ("credentials", "rubrics"),
    "PracticeExhibition.rubric": ("credentials", "rubrics"),
    "Credential.roles": ("roles", "roles"),
    "Credential.assessors": ("roles", "roles"),
    "Plan.led_by": ("roles", "roles"),
    "Plan.who": ("roles", "roles"),
    "Stage.who": ("roles", "roles"),
    "Stage.signed_by": ("roles", "roles"),
    "ExhibitionKind.readers": ("roles", "roles"),
    "PanelSeat.role": ("roles", "roles"),
    "ExhibitionSlot.kind": ("exhibition", "kinds"),
    "Task.shown": ("exhibition", "kinds"),
    "Requirement.bands": ("credit", "bands"),
    "Pathway.role": ("roles", "roles"),
    "PathwayStep.credential": ("credentials", "credentials"),
    "Measure.practice": ("practices", "practices"),
    "ReviewRow.practice": ("practices", "practices"),
}
"""Fields that name entries of the package, by schema and field: the path of the list that has the entries."""
LOOSE_REFERENCES = frozenset({"PathwayStep.credential"})
"""Fields that are typed, and checked by nobody, while the network does without the part that they name."""

Shape = Literal[
    "text", "long text", "number", "decimal", "yes or no", "choice", "choices", "lines", "table", "entries"
]


@dataclass(frozen=True)
class FieldShape:
    """What a field of a table holds. `model`: of a table or the entries of a list. `options`: of a choice."""

    name: str
    shape: Shape
    required: bool
    model: type[BaseModel] | None = None
    options: tuple[str, ...] = ()
    numbers: bool = False
    mapping: bool = False


def shape_of(model: type[BaseModel], name: str) -> FieldShape:
    """What a field of a schema holds, for a form or a sentence."""
    field = model.model_fields[name]
    annotation, marks = _without_annotated(field.annotation, list(field.metadata))
    required = field.is_required()
    origin = get_origin(annotation)
    if origin is dict:
        inner = _table_model(get_args(annotation)[1])
        return FieldShape(name, "entries", required, inner, mapping=True)
    if origin is tuple:
        return _list_shape(name, get_args(annotation)[0], required)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return FieldShape(name, "table", required, annotation)
    if origin is Literal:
        return FieldShape(name, "choice", required, options=get_args(annotation))
    # Any: what a type is made of is not a type to the checker
    scalar: dict[Any, Shape] = {bool: "yes or no", int: "number", float: "decimal"}
    return FieldShape(name, scalar.get(annotation) or _text_shape(marks), required)


def _list_shape(name: str, inner: object, required: bool) -> FieldShape:
    annotation, _marks = _without_annotated(inner, [])
    if model := _table_model(annotation):
        return FieldShape(name, "entries", required, model)
    if get_origin(annotation) is Literal:
        return FieldShape(name, "choices", required, options=get_args(annotation))
    return FieldShape(name, "lines", required, numbers=annotation is int)


def _text_shape(marks: list[object]) -> Shape:
    longest = [int(most) for mark in marks if (most := getattr(mark, "max_length", None))]
    return "long text" if longest and min(longest) > 200 else "text"


# Any: a type of any kind, which the caller asks about
def _without_annotated(annotation: object, marks: list[object]) -> tuple[Any, list[object]]:
    """A type without its marks and without "or nothing", and the marks."""
    while True:
        arguments = get_args(annotation)
        if hasattr(annotation, "__metadata__"):
            for mark in getattr(annotation, "__metadata__", ()):
                marks += mark.metadata if isinstance(mark, FieldInfo) else [mark]
            annotation = arguments[0]
        elif type(None) in arguments:
            annotation = next(argument for argument in arguments if argument is not type(None))
        else:
            return annotation, marks


def _table_model(annotation: object) -> type[BaseModel] | None:
    return annotation if isinstance(annotation, type) and issubclass(annotation, Table) else None


@dataclass(frozen=True)
class Place:
    """A table in a package: its path of names, the schema it has, and what stands there (MISSING: nothing yet)."""

    path: tuple[str, ...]
    model: type[BaseModel]
    table: Value

    @property
    def part(self) -> str:
        return self.path[0]


def place_at(tables: Mapping[str, Value], path: tuple[str, ...]) -> Place | None:
    """The table at a path of names, or None where the schema has no table there."""
    try:
        model = _model_along(part_model(path[0]), path[1:]) if path else None
    except KeyError:
        return None
    return Place(path, model, value_at(tables, path)) if model else None


def _model_along(model: type[BaseModel], names: tuple[str, ...]) -> type[BaseModel] | None:
    """The schema of the table that is reached from a table of `model` by these names."""
    if not names:
        return model
    if names[0] not in model.model_fields:
        return None
    shape = shape_of(model, names[0])
    if shape.shape == "table" and shape.model:
        return _model_along(shape.model, names[1:])
    if shape.shape != "entries" or len(names) < 2:
        return None
    if shape.model:
        return _model_along(shape.model, names[2:])
    return _translated_word(model, names[0]) if len(names) == 3 else None


def _translated_word(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The schema in a table of tables: of a term in one of the languages."""
    of_language = get_args(_without_annotated(model.model_fields[name].annotation, [])[0])[1]
    return _table_model(_without_annotated(get_args(of_language)[1], [])[0])


def entry_title(name: str, entry: Value) -> str:
    """What an entry is called: its title, the name of its level, or its key."""
    if isinstance(entry, Mapping):
        for field in ("title", "quality", "one", "other"):
            if isinstance(entry.get(field), str):
                return str(entry[field])
    return name


def titles_along(tables: Value, path: tuple[str, ...]) -> Iterator[tuple[str, str, Value]]:
    """Each name of a path, with the title of the entry it names and what stands there."""
    node = tables
    for name in path:
        node = (named_entries(node) or {}).get(name, MISSING)
        yield name, entry_title(name, node), node


def options_for(
    tables: Mapping[str, Value], model: type[BaseModel], name: str
) -> list[tuple[str, str]] | None:
    """The entries that a field may name, as (key, title); None for a field that names none."""
    field = f"{model.__name__}.{name}"
    target = REFERENCES.get(field)
    if target is None or (field in LOOSE_REFERENCES and target[0] not in tables):
        return None
    entries = named_entries(value_at(tables, target))
    return [(key, entry_title(key, entry)) for key, entry in (entries or {}).items()]


def references_to(tables: Mapping[str, Value], path: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The paths of the tables that name the entry at `path`."""
    if len(path) != 3:
        return []
    fields = [tuple(field.split(".")) for field, target in REFERENCES.items() if target == path[:2]]
    return [
        place.path
        for part in tables
        if part != "package"
        for place in tables_within(tables, (part,))
        for model, name in fields
        if place.model.__name__ == model and _names(place.table, name, path[2])
    ]


def _names(table: Value, field: str, key: str) -> bool:
    value = table.get(field) if isinstance(table, Mapping) else None
    return value == key or (isinstance(value, list) and key in value)


def tables_within(tables: Mapping[str, Value], path: tuple[str, ...]) -> Iterator[Place]:
    """The table at a path, and every table within it."""
    place = place_at(tables, path)
    if place is None or not isinstance(place.table, Mapping):
        return
    yield place
    for name in place.model.model_fields:
        shape = shape_of(place.model, name)
        if shape.shape == "table":
            yield from tables_within(tables, (*path, name))
        elif shape.shape == "entries":
            for key in named_entries(place.table.get(name)) or ():
                yield from tables_within(tables, (*path, name, key))
