"""The zip archive of a school's data: a roster, a CSV file of each table, and README.txt. Taking it is an act.

It is written to a temporary file, table by table, so that a large school does not fill the memory.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.csv_export import ExportWriter

from .files import ExportFile, ExportScope
from .partner_files import PARTNER_FILES
from .people_files import PEOPLE_FILES
from .roster import RosterExport
from .work_files import WORK_FILES

FILES: tuple[ExportFile, ...] = (*PEOPLE_FILES, *WORK_FILES, *PARTNER_FILES)
BYTE_ORDER_MARK = "\ufeff"
INTRODUCTION = """The data of {school}, as {reader} could see it on {day}.

Files are CSV in UTF-8, with commas. Days are written YYYY-MM-DD; times are on the school's clock, with their offset.
A text that a spreadsheet could run as a formula has an apostrophe in front.

oneroster.zip holds the roster (people, roles, classes, enrollments) as OneRoster 1.2, for another system.

Not in here: confidential notes, needs, consents and referrals of counselors; where a student sleeps; the files that
people uploaded; passwords.
"""


@dataclass(frozen=True)
class ExportedSchool:
    """The archive, and how many rows its CSV files hold together."""

    file: IO[bytes]
    name: str
    rows: int


def export_school(viewer: Viewer, school: School) -> ExportedSchool:
    """Write all of a school's data that the viewer sees, and note in the ledger who took it."""
    scope, day = ExportScope.of(viewer, school), school_local_time(school, viewer.now).date()
    file: IO[bytes] = TemporaryFile()  # noqa: SIM115 the response that sends it closes it
    counts: dict[str, int] = {}
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("oneroster.zip", RosterExport(scope).archive())
        for table in FILES:
            entry = ZipInfo(f"{table.name}.csv", (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            with archive.open(entry, "w", force_zip64=True) as member:
                counts[table.name] = _write_table(member, table, scope)
        archive.writestr("README.txt", "\r\n".join(_readme(scope, day, counts)))
    with ledger.act(
        "export a school's data",
        by=viewer.person_id,
        about=school.pk,
        students=len(scope.students),
        rows=counts,
    ):
        pass
    file.seek(0)
    return ExportedSchool(file, f"school-data-{day:%Y-%m-%d}.zip", sum(counts.values()))


def _write_table(member: IO[bytes], table: ExportFile, scope: ExportScope) -> int:
    """Write a table, and return how many rows it has."""
    with io.TextIOWrapper(member, encoding="utf-8", newline="") as text:
        text.write(BYTE_ORDER_MARK)
        writer = ExportWriter(text)
        writer.writerow(table.columns)
        count = 0
        for line in table.lines(scope):
            writer.writerow(line)
            count += 1
    return count


def _readme(scope: ExportScope, day: date, counts: dict[str, int]) -> Iterator[str]:
    """What each file and each column is."""
    introduction = INTRODUCTION.format(
        school=scope.school.name, reader=scope.viewer.person.name, day=day.isoformat()
    )
    yield from introduction.splitlines()
    for table in FILES:
        yield ""
        yield f"{table.name}.csv: {counts[table.name]} rows. Each is {table.row}."
        yield from (f"  {column}: {meaning}" for column, (_path, meaning) in table.columns.items())
