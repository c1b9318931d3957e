"""What a validation error means, in a sentence, at a place that can be found in the file."""

import re
from collections.abc import Mapping, Sequence
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .base import printable
from .problem import Problem, suggest_nearest

EXPECTED_TYPES = {
    "string_type": "text in quotes",
    "int_type": "a whole number, without quotes",
    "float_type": "a number, without quotes",
    "bool_type": "true or false",
    "tuple_type": "a list in [square brackets]",
    "dict_type": "a table",
    "model_type": "a table",
    "finite_number": "a finite number",
}

TYPE_NAMES: dict[type, str] = {
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "a table",
    type(None): "nothing",
}


def explain_errors(
    file: str, part: str, model: type[BaseModel], raw: object, error: ValidationError
) -> list[Problem]:
    """One problem for each error. `raw` is the table that was read: its keys name the places."""
    errors = error.errors(include_url=False)
    return [_problem(file, part, model, raw, e) for e in errors if not _is_consequence(e, errors)]


def _is_consequence(error: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """A list whose entries are wrong is also called too short: that is no second problem."""
    at = error["loc"]
    return error["type"] == "too_short" and any(
        len(e["loc"]) > len(at) and e["loc"][: len(at)] == at for e in errors
    )


def _problem(file: str, part: str, model: type[BaseModel], raw: object, error: ErrorDetails) -> Problem:
    loc = [step for step in error["loc"] if step != "[key]"]
    reason, fix = _reason_and_fix(error, _model_at(model, loc[:-1]), str(loc[-1]) if loc else "")
    return Problem(file, error_path(part, raw, loc), reason, fix)


def _reason_and_fix(error: ErrorDetails, table: type[BaseModel] | None, last: str) -> tuple[str, str]:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "said":
        return context["reason"], context["fix"]
    if kind == "missing":
        return "is missing", f"add “{last}”"
    if kind == "extra_forbidden":
        return "is not a name that Trellis knows in this place", suggest_nearest(
            last, table.model_fields if table else ()
        )
    if kind == "literal_error":
        choices = re.findall(r"'([^']+)'", context["expected"])
        return f"“{printable(error['input'])}” is not one of the choices", suggest_nearest(
            str(error["input"]), choices
        )
    if kind in EXPECTED_TYPES:
        return f"is {_type_name(error['input'])}", f"write {EXPECTED_TYPES[kind]}"
    if kind == "string_too_long" or (kind == "too_long" and isinstance(error["input"], str)):
        return f"is {len(error['input'])} characters long", f"use at most {context['max_length']}"
    if kind in {"too_short", "too_long"}:
        return f"has {context['actual_length']} entries", _length_fix(kind, context)
    limits = {"greater_than": "more than", "less_than_equal": "at most"}
    if kind in limits:
        limit = context.get("gt", context.get("le"))
        return f"is {printable(error['input'])}", f"write a number that is {limits[kind]} {limit:g}"
    return (
        f"cannot be used: {printable(error['msg'], 120).lower()}",
        "see docs/model-packages.md for what belongs here",
    )


def _length_fix(kind: str, context: Mapping[str, object]) -> str:
    if kind == "too_short":
        return f"write at least {context['min_length']}"
    return f"use at most {context['max_length']}"


def _type_name(value: object) -> str:
    return TYPE_NAMES.get(type(value), "a date or time")


def _model_at(model: type[BaseModel], loc: Sequence[int | str]) -> type[BaseModel] | None:
    """The table that stands at `loc`, so that the names it knows can be told."""
    annotation: object = model
    for step in loc:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            field = annotation.model_fields.get(str(step))
            annotation = field.annotation if field else None
        else:
            annotation = next((a for a in reversed(get_args(annotation)) if a not in (..., type(None))), None)
        annotation = _without_none(annotation)
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _without_none(kind: object) -> object:
    choices = [a for a in get_args(kind) if a is not type(None)]
    return choices[0] if type(None) in get_args(kind) and choices else kind


def error_path(part: str, raw: object, loc: Sequence[int | str]) -> str:
    """The path of names at `loc`: entries by their key, a list named like its file said once."""
    names: list[str] = []
    node: object = raw
    for depth, step in enumerate(loc):
        inner = _child_at(node, step)
        if isinstance(step, int):
            names.append(entry_name(inner, step))
        elif not (depth == 0 and step == part and isinstance(inner, (list, tuple))):
            names.append(step)
        node = inner
    return ".".join(names) or "(whole file)"


def _child_at(node: object, step: int | str) -> object:
    if isinstance(node, dict):
        return node.get(step)
    if isinstance(node, (list, tuple)) and isinstance(step, int) and step < len(node):
        return node[step]
    return None


def entry_name(entry: object, index: int) -> str:
    """What an entry of a list is called in a path: its key, its position, or its place counted from 1."""
    if isinstance(entry, dict):
        for name in ("key", "position"):
            if isinstance(entry.get(name), (str, int)):
                return str(entry[name])
    return str(index + 1)
