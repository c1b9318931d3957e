"""What another part of a model would touch at a school, counted. Apps that have the rows register what they count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import QuerySet

from trellis.core.community.models import Role, School, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.registry import Registry

from .package.diff import ORDER, Change
from .package.files import RawTables
from .package.places import entry_title
from .package.tree import named_entries, value_at


@dataclass(frozen=True)
class ChangedPart:
    """A part that would be another at a school. `tables`: of the model that it works by; `changes`: of this part."""

    viewer: Viewer
    school: School
    part: str
    tables: RawTables
    changes: tuple[Change, ...]

    def changed_entries(self, name: str) -> dict[str, str]:
        """The titles of the entries of a list of the part that would change or go, by key. New ones touch nothing."""
        entries = named_entries(value_at(self.tables, (self.part, name))) or {}
        whole = any(len(change.path) < 3 for change in self.changes if change.path[-1] != ORDER)
        keys = {change.path[2] for change in self.changes if change.path[1:2] == (name,) and change.path[2:]}
        return {key: entry_title(key, entry) for key, entry in entries.items() if whole or key in keys}

    def touches(self, *names: str) -> bool:
        """Whether a place of the part would change: itself, what it stands in, or what stands in it."""
        places = (zip(change.path[1:], names, strict=False) for change in self.changes)
        return any(all(step == name for step, name in place) for place in places)

    @property
    def students(self) -> QuerySet[Tie]:
        """The ids of the students who go to the school now, as far as the viewer may see them."""
        ties = Tie.objects.seen_by(self.viewer).filter(active_at(self.viewer.now), role=Role.STUDENT)
        return ties.filter(to_school=self.school).values("person")


class EffectCounter(NamedTuple):
    """Counts what changes of one of the parts touch, and says it in sentences, one for each kind of thing."""

    parts: tuple[str, ...]
    sentences: Callable[[ChangedPart], Iterable[str]]


EFFECT_COUNTERS: Registry[str, EffectCounter] = Registry(
    "effects of a changed part", "what another part of a model would touch at a school, counted"
)


def effects_of(changed: ChangedPart) -> tuple[str, ...]:
    """What a changed part touches at the school, in sentences; nothing where it would stay as it is."""
    if not changed.changes:
        return ()
    counters = [counter for counter in EFFECT_COUNTERS.values() if changed.part in counter.parts]
    return tuple(sentence for counter in counters for sentence in counter.sentences(changed))
