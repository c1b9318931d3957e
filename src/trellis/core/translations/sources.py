"""What of a student's record people have written, and somebody may want in another language. Apps register it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.registry import Registry


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


SOURCES: Registry[str, Source] = Registry(
    "texts to translate", "texts in a student's record that a reader can have translated"
)


def register(key: str, title: Any, texts: Texts) -> None:
    """Register the texts of a student that an app holds. A key that is taken raises ValueError."""
    SOURCES.register(key, Source(title, texts))
