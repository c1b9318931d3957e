"""What every part of a package shares: strict tables, keys, text, and who may change what."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

LockState = Literal["held", "local"]
T = TypeVar("T")

# TOML and JSON bring lists; a frozen package keeps tuples.
TupleOf = Annotated[tuple[T, ...], Field(strict=False, max_length=300)]
NonEmptyTupleOf = Annotated[tuple[T, ...], Field(strict=False, min_length=1, max_length=300)]

KEY = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
TERM = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
NUMBER = r"(0|[1-9][0-9]{0,5})"
VERSION = re.compile(rf"{NUMBER}\.{NUMBER}\.{NUMBER}(-[0-9A-Za-z]+(\.[0-9A-Za-z]+)*)?")
UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def value_error(reason: str, fix: str) -> PydanticCustomError:
    """Return a validation error in our own words: what is wrong, and what to do."""
    return PydanticCustomError("said", "{reason}", {"reason": reason, "fix": fix})


def printable(value: object, most: int = 60) -> str:
    """A value as it may be printed on a terminal: short, and with nothing that moves the cursor."""
    text = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(value)[: most + 1])
    return text[: most - 1] + "…" if len(text) > most else text


def _pattern_validator(pattern: re.Pattern[str], what: str, example: str) -> AfterValidator:
    def check(value: str) -> str:
        if len(value) > 80 or not pattern.fullmatch(value):
            raise value_error(f"“{printable(value)}” is not {what}", f"write it like “{example}”")
        return value

    return AfterValidator(check)


def _clean_text(value: str) -> str:
    text = value.strip()
    if not text:
        raise value_error("is empty", "write a word or a sentence, or remove the line")
    # A null or an escape character breaks databases and terminals; a line break is only a line break.
    if any(unicodedata.category(c) == "Cc" and c != "\n" for c in text):
        raise value_error("has a control character in it", "retype it as plain text")
    return text


Key = Annotated[
    str, _pattern_validator(KEY, "a key of lowercase letters, digits and hyphens", "learning-plan")
]
Term = Annotated[
    str, _pattern_validator(TERM, "a term of lowercase letters and underscores", "learning_plan")
]
Version = Annotated[str, _pattern_validator(VERSION, "a version with three numbers", "1.0.0")]
Identifier = Annotated[str, _pattern_validator(UUID_TEXT, "a UUID", "8b5c1a52-6d1e-5f0a-9c36-2f1f7f0a4b11")]
Language = Annotated[str, _pattern_validator(LANGUAGE, "a language tag", "es")]
Title = Annotated[str, Field(max_length=140), AfterValidator(_clean_text)]
Text = Annotated[str, Field(max_length=1500), AfterValidator(_clean_text)]
ClockTime = Annotated[
    str, _pattern_validator(re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]"), "a time of day", "08:30")
]
Minutes = Annotated[int, Field(gt=0, le=24 * 60)]
Count = Annotated[int, Field(gt=0, le=1000)]


class Table(BaseModel):
    """One TOML table. Strict (no text where a number belongs), frozen, and no keys but the named ones."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class Entry(Table):
    """A table that may say for itself whether a school may change it; without a word it follows its part."""

    hold: LockState | None = None


class KeyedEntry(Entry):
    """An entry of a list, named by its key."""

    key: Key


class Part(Table):
    """One file of a package. `held`: the same in every school. `local`: the school's to change."""

    hold: LockState


def without_none(table: Mapping[str, object]) -> dict[str, object]:
    """A table without its empty lines, as it would stand in TOML."""
    return {name: _value_without_none(value) for name, value in table.items() if value is not None}


def _value_without_none(value: object) -> object:
    if isinstance(value, dict):
        return without_none(value)
    if isinstance(value, (list, tuple)):
        return [_value_without_none(entry) for entry in value]
    return value
