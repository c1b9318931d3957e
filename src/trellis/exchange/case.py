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
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_number

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
        content = path.read_bytes()
    except OSError as error:
        raise ActionError(
            f"{path} cannot be read: {(error.strerror or 'it is not a file').lower()}."
        ) from None
    return parse_case_package(content, path.name)


def parse_case_package(content: bytes, name: str) -> CasePackage:
    """The framework in the bytes of a file. Raises ActionError that says what is wrong and where, one error a line."""
    try:
        payload = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise ActionError(
            _("%(name)s is not JSON. Export the standards again as a CASE package in JSON.") % {"name": name}
        ) from None
    payload = payload.get("CFPackage", payload) if isinstance(payload, dict) else payload
    if not isinstance(payload, dict) or not isinstance(payload.get("CFDocument"), dict):
        raise ActionError(
            _(
                "%(name)s is not a CASE package: it has no CFDocument. Export the standards again as a CASE "
                "package in JSON."
            )
            % {"name": name}
        )
    package = CasePackage(
        payload["CFDocument"], _object_list(payload, "CFItems"), _object_list(payload, "CFAssociations")
    )
    if errors := list(_package_errors(package)):
        lines = errors[:MAX_LISTED_ERRORS]
        if more := len(errors) - len(lines):
            lines.append(ngettext("And %(n)s more.", "And %(n)s more.", more) % {"n": more})
        raise ActionError("\n".join(lines))
    return package


def _object_list(payload: JsonObject, name: str) -> list[JsonObject]:
    rows = payload.get(name) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ActionError(_("%(name)s is not a list of objects. Export the file again.") % {"name": name})
    return rows


def _package_errors(package: CasePackage) -> Iterator[str]:
    for name in ("identifier", "title", "creator", "lastChangeDateTime"):
        if not is_text(package.document.get(name)):
            yield _missing("CFDocument", name)
    changed = package.document.get("lastChangeDateTime")
    if is_text(changed) and _parse_moment(changed) is None:
        yield _(
            "CFDocument: lastChangeDateTime “%(text)s” is not a date and time. "
            "Write it like 2026-01-31T09:00:00Z."
        ) % {"text": str(changed)[:40]}
    if not package.items:
        yield _("CFItems is empty. A framework needs at least one standard.")
    if len(package.items) > MAX_ITEMS:
        yield _("CFItems has %(n)s entries. The limit is %(most)s.") % {
            "n": format_number(len(package.items)),
            "most": format_number(MAX_ITEMS),
        }
    yield from _item_errors(package)
    yield from _association_errors(package)


def _item_errors(package: CasePackage) -> Iterator[str]:
    seen: set[str] = set()
    for number, item in enumerate(package.items, 1):
        where = _entry("CFItems", number)
        for name in REQUIRED_ITEM_FIELDS:
            if not is_text(item.get(name)):
                yield _missing(where, name)
        key = str(item.get("identifier") or "")
        if len(key) > 80:
            yield _("%(where)s: the identifier is longer than 80 characters.") % {"where": where}
        if key and key in seen:
            yield _("%(where)s: identifier %(key)s is used twice.") % {"where": where, "key": key[:80]}
        seen.add(key)


def _association_errors(package: CasePackage) -> Iterator[str]:
    node_ids = {str(item.get("identifier") or "") for item in package.items}
    node_ids.add(str(package.document.get("identifier")))
    for number, association in enumerate(package.associations, 1):
        where = _entry("CFAssociations", number)
        if not is_text(association.get("associationType")):
            yield _missing(where, "associationType")
        for end in ASSOCIATION_ENDS:
            if not node_id(association, end):
                yield _missing(where, end)
        origin = node_id(association, "originNodeURI")
        if association.get("associationType") == "isChildOf" and origin and origin not in node_ids:
            yield _("%(where)s: %(key)s is not among the items.") % {"where": where, "key": origin[:80]}


def _entry(name: str, number: int) -> str:
    return _("%(name)s, entry %(number)d") % {"name": name, "number": number}


def _missing(where: str, name: str) -> str:
    return _("%(where)s: %(name)s is missing. CASE requires it.") % {"where": where, "name": name}


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
