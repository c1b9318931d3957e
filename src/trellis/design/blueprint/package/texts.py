"""The sentences of a model that a person reads, for translating: found by what the schema calls a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, TypeVar, get_args, get_origin

from pydantic import AfterValidator, BaseModel

from .base import _clean_text
from .schema import Package, PackageMetadata
from .words import Words

Model = TypeVar("Model", bound=BaseModel)

# Names of people and places stay as they are; what things are called has its own table, with plural forms.
UNTRANSLATED_FIELDS = frozenset(PackageMetadata.model_fields) - {"about"}
UNTRANSLATED_CODES = frozenset({"code"})


def translatable_texts(package: Package) -> Iterator[str]:
    """Every title and sentence, in the package's order; the same one may come twice."""
    sentences: list[str] = []
    translate_package(package, lambda text: sentences.append(text) or text)
    yield from sentences


def translate_package(package: Package, say: Callable[[str], str]) -> Package:
    """The package with each of its titles and sentences as `say` gives it. Keys and numbers stay."""
    return _translate_table(package, say, UNTRANSLATED_FIELDS)


def _translate_table(
    table: Model, say: Callable[[str], str], untranslated: frozenset[str] = UNTRANSLATED_CODES
) -> Model:
    if isinstance(table, Words):
        return table
    changed: dict[str, object] = {}
    for name, field in type(table).model_fields.items():
        if name not in untranslated:
            # pydantic lifts the outermost Annotated into `metadata`
            spoken = any(_is_text_mark(mark) for mark in field.metadata)
            changed[name] = _translate_value(getattr(table, name), field.annotation, spoken, say)
    return table.model_copy(update=changed)


def _translate_value(value: object, annotation: object, spoken: bool, say: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return say(value) if spoken or _is_text(annotation) else value
    if isinstance(value, BaseModel):
        return _translate_table(value, say)
    if isinstance(value, tuple):
        return tuple(_translate_value(part, annotation, spoken, say) for part in value)
    return value


def _is_text_mark(mark: object) -> bool:
    return isinstance(mark, AfterValidator) and mark.func is _clean_text


def _is_text(annotation: object) -> bool:
    """Whether a text is meant anywhere within: Title, Many[Text], Text | None."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        return any(_is_text_mark(mark) for mark in marks) or _is_text(inner)
    return any(_is_text(argument) for argument in get_args(annotation))
