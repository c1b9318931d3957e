"""Writing OneRoster 1.2 files. They are for machines, but people open them in spreadsheets too: cells are guarded.

Source: 1EdTech OneRoster 1.2 CSV binding.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from zipfile import ZIP_DEFLATED, ZipFile

from trellis.core.community.models.places import Rostered
from trellis.core.foundation.csv_export import ExportWriter

from .oneroster.spec import SPECS

Row = Mapping[str, str]
VERSION_1_1_COLUMNS = {"orgSourcedIds", "role"}
"""Columns of users that version 1.2 has in roles instead."""


def roster_id(row: Rostered) -> str:
    """The id that a roster gave it, else our own: the other system knows it by that."""
    return row.roster_id or str(row.pk)


def write_oneroster(tables: Mapping[str, Iterable[Row]]) -> bytes:
    """A zip archive of the manifest and one file for each table; the others are noted as absent."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        archive.writestr("manifest.csv", _manifest(tables))
        for name, rows in tables.items():
            columns = [column for column in SPECS[name].columns if _is_written(name, column)]
            archive.writestr(f"{name}.csv", _table(columns, rows))
    return buffer.getvalue()


def _is_written(name: str, column: str) -> bool:
    return name != "users" or column not in VERSION_1_1_COLUMNS


def _table(columns: Iterable[str], rows: Iterable[Row]) -> str:
    text = io.StringIO()
    names = list(columns)
    writer = ExportWriter(text)
    writer.writerow(names)
    writer.writerows([row.get(name, "") for name in names] for row in rows)
    return text.getvalue()


def _manifest(tables: Iterable[str]) -> str:
    text = io.StringIO()
    writer = ExportWriter(text)
    written = set(tables)
    writer.writerow(("propertyName", "value"))
    writer.writerows(
        [
            ("manifest.version", "1.0"),
            ("oneroster.version", "1.2"),
            *((f"file.{name}", "bulk" if name in written else "absent") for name in SPECS),
            ("source.systemName", "Trellis"),
        ]
    )
    return text.getvalue()
