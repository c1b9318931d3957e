"""Form fields for a table of a model, made from its schema, and the table that they were filled in with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from django import forms
from django.utils.translation import gettext as _
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from trellis.core.foundation.form_fields import LineField, NumberField, TextField
from trellis.core.foundation.measures import FACETS

from .labels import choice_label, field_label
from .package.places import FieldShape, Place, options_for, shape_of
from .package.tree import Value
from .package.words import Word, plural_categories

PREFIX = "value-"
"""Before the name of a field, so that no field of a model has the name of one that every form has."""
LONGEST_LIST = 6000
FIXED = frozenset({"key", "id", "position", "hold"})
"""What a page never changes: by these an entry is found in every version. Who may change it is said apart."""


def editable_shapes(model: type[BaseModel], language: str = "en") -> list[FieldShape]:
    """The fields of a table that hold no table of their own, in their order."""
    names = [name for name in model.model_fields if name not in FIXED]
    if issubclass(model, Word):
        names = [
            name
            for name in ("one", "zero", "two", "few", "many", "other")
            if name in plural_categories(language)
        ]
        names.append("long")
    shapes = (shape_of(model, name) for name in names)
    return [shape for shape in shapes if shape.shape not in ("table", "entries")]


def fields_of(
    tables: Mapping[str, Value], place: Place, may_change: Callable[[str], bool] = lambda name: True
) -> dict[str, forms.Field]:
    """The fields of the table at a place, filled in with what stands there."""
    table = place.table if isinstance(place.table, Mapping) else {}
    fields = {}
    for shape in editable_shapes(place.model, _language_of(place)):
        if may_change(shape.name):
            field = _field(tables, place.model, shape)
            default = place.model.model_fields[shape.name].default
            field.initial = _initial(table.get(shape.name, default), field)
            fields[PREFIX + shape.name] = field
    return fields


def _language_of(place: Place) -> str:
    return place.path[2] if place.path[:2] == ("words", "translations") else "en"


def _field(tables: Mapping[str, Value], model: type[BaseModel], shape: FieldShape) -> forms.Field:
    label = field_label(model.__name__, shape.name)
    required = shape.required
    options = _options(tables, model, shape)
    if shape.shape == "yes or no":
        return forms.BooleanField(label=label, required=False)
    if options is not None and shape.shape in ("lines", "choices"):
        return forms.MultipleChoiceField(
            label=label, required=required, choices=options, widget=forms.CheckboxSelectMultiple
        )
    if options is not None:
        blank = [] if required else [("", "–")]
        return forms.ChoiceField(label=label, required=required, choices=[*blank, *options])
    if shape.shape == "lines":
        return TextField(
            label=label, required=required, max_length=LONGEST_LIST, rows=4, help_text=_("One on each line.")
        )
    if shape.shape == "number":
        return NumberField(label=label, required=required)
    if shape.shape == "decimal":
        return forms.FloatField(
            label=label,
            required=required,
            localize=True,
            widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        )
    if shape.shape == "long text":
        return TextField(label=label, required=required, max_length=1500, rows=3)
    return LineField(label=label, required=required, max_length=140)


def _options(
    tables: Mapping[str, Value], model: type[BaseModel], shape: FieldShape
) -> list[tuple[str, str]] | None:
    if shape.options:
        return [(value, choice_label(model.__name__, shape.name, value)) for value in shape.options]
    if shape.name == "facets":
        return [(facet, choice_label(model.__name__, "facets", facet)) for facet in FACETS]
    return options_for(tables, model, shape.name)


def _initial(value: Value, field: forms.Field) -> object:
    if isinstance(value, (list, tuple)) and not isinstance(field, forms.MultipleChoiceField):
        return _list_separator(value).join(str(entry) for entry in value)
    return None if value is PydanticUndefined else value


def _list_separator(entries: Iterable[object]) -> str:
    """A line break between entries; an empty line where an entry has a line break in it."""
    return "\n\n" if any("\n" in str(entry) for entry in entries) else "\n"


def table_from(place: Place, cleaned: Mapping[str, object]) -> dict[str, object]:
    """The table at a place with what was filled in; its other fields, and tables within it, stay."""
    table = dict(place.table) if isinstance(place.table, Mapping) else {}
    for shape in editable_shapes(place.model, _language_of(place)):
        if PREFIX + shape.name not in cleaned:
            continue
        value = _value(shape, cleaned[PREFIX + shape.name], table.get(shape.name))
        if value is None or (value == [] and shape.name not in table and not shape.required):
            table.pop(shape.name, None)
        elif not (value == "" and not shape.required):
            table[shape.name] = value
        else:
            table.pop(shape.name, None)
    return table


def _value(shape: FieldShape, sent: object, before: Value) -> object:
    if shape.shape not in ("lines", "choices"):
        return sent
    if isinstance(sent, str):
        separator = _list_separator(before if isinstance(before, list) else ())
        lines = [line.strip() for line in sent.split(separator) if line.strip()]
        return [int(line) for line in lines if line.isdigit()] if shape.numbers else lines
    chosen = list(sent) if isinstance(sent, (list, tuple)) else []
    unchanged = [value for value in before if value in chosen] if isinstance(before, list) else []
    return [*unchanged, *(value for value in chosen if value not in unchanged)]
