"""Take in a return file: read it, match it with graduates, show the numbers, confirm it or remove it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Network, Person, School, Schooling
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_date

from . import nsc
from .degree_titles import corrected_levels, level_of
from .models import ClearinghouseFile, ClearinghouseMatch, CollegeDegree, CollegeTerm
from .persistence import Level
from .problems import problem_sentences

MAX_BYTES = 60 * 1024**2
MAX_LISTED = 20
BATCH = 500
REASON = "match a return file with the graduates of the network or school that sent for it"


def save_file(
    content: bytes, name: str, network: Network, school: School | None, as_of: date | None, by: UUID | None
) -> ClearinghouseFile:
    """Read a file and save what it would add. It counts once it is confirmed. The same file twice is one file.

    Raises ActionError for a file that can't be read, and where neither its name nor anybody says as of which day it is.
    """
    digest = hashlib.sha256(content).hexdigest()
    files = ClearinghouseFile.objects.unscoped("take the same file once").filter(
        network=network, school=school, digest=digest
    )
    if earlier := files.first():
        return earlier
    try:
        report = nsc.read_return_file(content)
    except nsc.FileError as error:
        raise ActionError(problem_sentences(error), "file") from None
    day = _check_day(nsc.dates_in_name(name).as_of or as_of)
    with ledger.act("upload a clearinghouse file", by=by, about=network.pk, file=name[-200:]):
        row, is_new = ClearinghouseFile.objects.unscoped("take the same file once").get_or_create(
            network=network,
            school=school,
            digest=digest,
            defaults={
                "uploaded_by_id": by,
                "file_name": name[-200:],
                "layout": report.layout.value,
                "as_of": day,
            },
        )
        if is_new:
            row.summary = _write_records(row, report)
            row.save()
    return row


def _check_day(day: date | None) -> date:
    if day is None:
        message = _("Enter the day that the data are as of. The name of this file does not say it.")
        raise ActionError(message, "as_of")
    if day > timezone.localdate():
        message = _("%(day)s has not come yet. Enter the day that the data are as of.")
        raise ActionError(message % {"day": format_date(day)}, "as_of")
    return day


def student_by_identifier(network: Network, school: School | None) -> dict[str, tuple[UUID, bool]]:
    """Students by what a file may call them (student ID, roster ID, Trellis ID), and whether they are graduates.

    Of one school: those whom it counts. An identifier that two people share names nobody.
    """
    people = Person.objects.unscoped(REASON).filter(network=network, schooling__deleted_at=None)
    people = people.filter(schooling__school=school) if school else people.exclude(schooling=None)
    students: dict[str, tuple[UUID, bool]] = {}
    shared = set()
    rows = people.values_list("pk", "identifier", "roster_id", "schooling__left")
    for pk, identifier, roster_id, left in rows.iterator(chunk_size=5_000):
        for name in {identifier, roster_id, str(pk)} - {""}:
            if name in students:
                shared.add(name)
            students[name] = (pk, left == Schooling.Left.GRADUATED)
    return {name: student for name, student in students.items() if name not in shared}


def _write_records(row: ClearinghouseFile, report: nsc.ReturnFile) -> dict[str, object]:
    """Write what a file says of graduates. Return the numbers that its page shows."""
    students = student_by_identifier(row.network, row.school)
    matches: dict[UUID, tuple[ClearinghouseMatch, nsc.StudentRecord]] = {}
    unknown: list[str] = []
    not_graduates = repeated = 0
    for record in report.students.values():
        student, is_graduate = students.get(record.identifier, (None, False))
        if student is None:
            unknown.append(record.identifier[:40])
        elif not is_graduate:
            not_graduates += 1
        elif student in matches:
            repeated += 1
        else:
            match = ClearinghouseMatch(file=row, student_id=student, was_found=record.was_found)
            matches[student] = (match, record)
    ClearinghouseMatch.objects.bulk_create([match for match, _record in matches.values()], BATCH)
    levels = _write_college_records(matches.values(), corrected_levels(row.network))
    were_found = sum(match.was_found for match, _record in matches.values())
    return {
        "rows": report.rows,
        "students": len(report.students),
        "found": were_found,
        "not_found": len(matches) - were_found,
        "unknown": len(unknown),
        "unknown_ids": unknown[:MAX_LISTED],
        "not_graduates": not_graduates,
        "duplicates": report.duplicates + repeated,
        "certificates": levels[Level.CERTIFICATE],
    }


def _write_college_records(
    matches: Iterable[tuple[ClearinghouseMatch, nsc.StudentRecord]], corrected: Mapping[str, Level]
) -> Counter[Level]:
    """Write terms and degrees. Return how many degrees are of each level."""
    terms, degrees = [], []
    for match, record in matches:
        terms += [
            CollegeTerm(match=match, begin=term.begin, end=term.end, status=term.status, **_college(term))
            for term in record.terms
        ]
        degrees += [
            CollegeDegree(
                match=match,
                day=degree.day,
                title=degree.title,
                major=degree.major,
                level=level_of(degree.title, corrected).value,
                **_college(degree),
            )
            for degree in record.degrees
        ]
    CollegeTerm.objects.bulk_create(terms, BATCH)
    CollegeDegree.objects.bulk_create(degrees, BATCH)
    return Counter(Level(degree.level) for degree in degrees)


def _college(row: nsc.TermRow | nsc.DegreeRow) -> dict[str, str]:
    return {
        "college_code": row.college_code,
        "college": row.college,
        "state": row.state,
        "length": row.length,
        "control": row.control,
    }


def confirm_file(row: ClearinghouseFile, by: UUID | None) -> bool:
    """Let a file count. Return False when it did already."""
    now = timezone.now()
    with ledger.act("confirm a clearinghouse file", by=by, about=row.pk, file=row.file_name):
        rows = ClearinghouseFile.objects.unscoped("confirm a file that the caller sees").filter(pk=row.pk)
        return bool(rows.filter(confirmed_at=None).update(confirmed_at=now, modified=now))


def remove_file(row: ClearinghouseFile, by: UUID | None) -> None:
    """Remove a file with all that it said, confirmed or not. An earlier file counts again for those it was about."""
    with ledger.act("remove a clearinghouse file", by=by, about=row.network_id, file=row.file_name):
        rows = ClearinghouseFile.objects.unscoped("remove a file that the caller sees").filter(pk=row.pk)
        for file in rows:
            file.delete()
