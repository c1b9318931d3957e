"""CASE frameworks (1EdTech CASE 1.0 and 1.1): reading a package of outcomes and checking it.

A document, its items and its associations; what a project is designed towards is chosen from them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeGuard

from django.utils.dateparse import parse_datetime

from trellis.core.foundation.errors import ActionError

MAX_BYTES = 64 * 1024 * 1024
MAX_ITEMS = 100_000
MAX_LISTED_ERRORS = 12
REQUIRED_ITEM_FIELDS = ("identifier", "fullStatement")

JsonObject = dict[str, object]


@dataclass(frozen=True)
class CasePackage:
    """A framework as a file has it: CASE's own names."""

    document: JsonObject
    items: list[JsonObject]
    associations: list[JsonObject]

    @property
    def version(self) -> str:
        """What distinguishes two states of one framework: its version, else when it last changed."""
        return str(self.document.get("version") or self.document["lastChangeDateTime"])[:40]


def read_case_package(path: Path) -> CasePackage:
    """The framework in a file. Raises ActionError that says what is wrong and where."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ActionError(
                f"{path.name} is larger than 64 MB, which is too large for a framework. Check the export."
            )
        payload = json.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise ActionError(
            f"{path} cannot be read: {(error.strerror or 'it is not a file').lower()}."
        ) from None
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ActionError(
            f"{path.name} is not JSON: {str(error)[:120]}. Export the CFPackage as JSON again."
        ) from None
    payload = payload.get("CFPackage", payload) if isinstance(payload, dict) else payload
    if not isinstance(payload, dict) or not isinstance(payload.get("CFDocument"), dict):
        raise ActionError(f"{path.name} is not a CASE package: it has no CFDocument.")
    package = CasePackage(
        payload["CFDocument"], _object_list(payload, "CFItems"), _object_list(payload, "CFAssociations")
    )
    if errors := list(_package_errors(package)):
        more = f" And {len(errors) - MAX_LISTED_ERRORS} more." if len(errors) > MAX_LISTED_ERRORS else ""
        raise ActionError("\n".join(errors[:MAX_LISTED_ERRORS]) + more)
    return package


def _object_list(payload: JsonObject, name: str) -> list[JsonObject]:
    rows = payload.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ActionError(f"{name} is not a list of objects.")
    return rows


def _package_errors(package: CasePackage) -> Iterator[str]:
    for name in ("identifier", "title", "creator", "lastChangeDateTime"):
        if not is_text(package.document.get(name)):
            yield f"CFDocument: {name} is missing. CASE requires it."
    changed = package.document.get("lastChangeDateTime")
    if is_text(changed) and _parse_moment(changed) is None:
        yield (
            f"CFDocument: lastChangeDateTime “{str(changed)[:40]}” is not a date and time. "
            "Write it like 2026-01-31T09:00:00Z."
        )
    if not package.items:
        yield "CFItems is empty. A framework needs at least one item."
    if len(package.items) > MAX_ITEMS:
        yield f"CFItems has {len(package.items):,} entries. A framework can have at most {MAX_ITEMS:,}."
    yield from _item_errors(package)


def _item_errors(package: CasePackage) -> Iterator[str]:
    seen: set[str] = set()
    for number, item in enumerate(package.items, 1):
        where = f"CFItems, entry {number}"
        for name in REQUIRED_ITEM_FIELDS:
            if not is_text(item.get(name)):
                yield f"{where}: {name} is missing."
        key = str(item.get("identifier") or "")
        if len(key) > 80:
            yield f"{where}: identifier is longer than 80 characters."
        if key and key in seen:
            yield f"{where}: identifier {key} is used twice."
        seen.add(key)
    node_ids = seen | {str(package.document.get("identifier"))}
    for number, association in enumerate(package.associations, 1):
        if not is_text(association.get("associationType")) or not all(
            node_id(association, end) for end in ASSOCIATION_ENDS
        ):
            yield f"CFAssociations, entry {number}: associationType, originNodeURI or destinationNodeURI is missing."
        elif (
            association["associationType"] == "isChildOf"
            and node_id(association, "originNodeURI") not in node_ids
        ):
            yield f"CFAssociations, entry {number}: {node_id(association, 'originNodeURI')} is not among the items."


ASSOCIATION_ENDS = ("originNodeURI", "destinationNodeURI")


def node_id(association: JsonObject, end: str) -> str:
    node = association.get(end)
    return str(node.get("identifier") or "") if isinstance(node, dict) else ""


def text_of(values: JsonObject, name: str) -> str:
    """The text in a field; "" where it has something else."""
    value = values.get(name)
    return value if isinstance(value, str) else ""


def is_text(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and bool(value.strip()) and "\x00" not in value


def _parse_moment(text: str) -> datetime | None:
    try:
        return parse_datetime(text)
    except ValueError:
        return None
