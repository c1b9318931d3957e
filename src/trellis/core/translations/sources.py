"""What of a student's record people have written, and somebody may want in another language. Rooms declare it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer


@dataclass(frozen=True)
class Written:
    """One text: its words, the language it was written in ("" where nobody knows), who wrote it, and about what."""

    words: str
    language: str = ""
    by: str = ""
    about: str = ""
    vital: bool = False


Texts = Callable[[Viewer, Person], Iterable[Written]]


@dataclass(frozen=True)
class Source:
    """A kind of text: its title as a page shows it, and the texts of one student that a viewer sees."""

    title: str | Promise
    texts: Texts


SOURCES: dict[str, Source] = {}


def declare(key: str, title: Any, texts: Texts) -> None:
    """Say which texts there are of a student. A second source of a key raises ValueError."""
    if key in SOURCES:
        raise ValueError(f"Two rooms have texts called {key}.")
    SOURCES[key] = Source(title, texts)
