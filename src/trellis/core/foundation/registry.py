"""What higher apps add to a lower one, at start-up: one kind of thing in one registry.

The lower app makes the registry and reads it. A higher app calls `register` in its `AppConfig.ready`, or in a module
that Django loads then (`permissions.py`, `measures.py`). `trellis manage registries` lists who registered what.
"""

from __future__ import annotations

import sys
from collections.abc import Hashable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")

REGISTRIES: dict[str, Registry] = {}
"""Every registry by its name."""


class Registry(dict[Key, Item]):
    """Items by key, in the order of registration. name: as the command lists it; purpose: one sentence on its items."""

    def __init__(self, name: str, purpose: str) -> None:
        super().__init__()
        self.name = name
        self.purpose = purpose
        self.registered_by: dict[Key, str] = {}
        self._module = sys._getframe(1).f_globals["__name__"]
        if name in REGISTRIES:
            raise ValueError(f"There are two registries named {name}.")
        REGISTRIES[name] = self

    def register(self, key: Key, item: Item) -> None:
        """Add an item. A key that is taken raises ValueError, which names both modules."""
        module = self._caller()
        if key in self:
            raise ValueError(
                f"{module} registers {key!r} in {self.name}, which {self.registered_by[key]} did already."
            )
        self[key] = item
        self.registered_by[key] = module

    def _caller(self) -> str:
        """The module that registers; where a function of the registry's own module does, the one that called it."""
        frame = sys._getframe(2)
        code = frame.f_code.co_name
        if frame.f_back and frame.f_globals["__name__"] == self._module and code != "<module>":
            frame = frame.f_back
        return frame.f_globals["__name__"]
