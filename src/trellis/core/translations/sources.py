"""What of a student's record people have written, and somebody may want in another language. Apps register it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.registry import Registry


@dataclass(frozen=True)
class WrittenText:
    """One text: its words, the language it was written in ("" where nobody knows), who wrote it, and about what."""

    words: str
    language: str = ""
    by: str = ""
    about: str = ""
    vital: bool = False


TextSelector = Callable[[Viewer, Person], Iterable[WrittenText]]


@dataclass(frozen=True)
class TextSource:
    """A kind of text: its title as a page shows it, and the texts of one student that a viewer sees."""

    title: str | Promise
    texts: TextSelector


SOURCES: Registry[str, TextSource] = Registry(
    "texts to translate", "texts in a student's record that a reader can have translated"
)


def register(key: str, title: str | Promise, texts: TextSelector) -> None:
    """Register the texts of a student that an app holds. A key that is taken raises ValueError."""
    SOURCES.register(key, TextSource(title, texts))
