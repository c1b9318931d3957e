"""Cohorts from a spreadsheet: when each student entered ninth grade, and how they left."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID

from django.utils import timezone

from trellis.core.community.models import Network, Person, Role, School, Schooling, Tie
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.improvement.opportunity.services import update_after_change

REQUIRED_COLUMNS = ("student", "cohort")
COLUMNS = (*REQUIRED_COLUMNS, "left", "left_on", "ever_learner")
COUNTED_AS_MOVED = ("emigrated", "died")
"""Taken out of a cohort as those who moved are (ESEA, section 8101(25)(B)). Which of them it was is not stored."""
LEAVING_REASONS = ("", *Schooling.Left.values, *COUNTED_AS_MOVED)
MAX_ROWS = 500_000
MAX_LISTED_ERRORS = 12
BOOLEAN_WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}


@dataclass(frozen=True)
class CohortRow:
    """One line: the student's id in the roster (or their identifier), and their values."""

    line: int
    student: str
    cohort: int
    left: str
    left_on: date | None
    ever_learner: bool


def read_cohorts(path: Path) -> list[CohortRow]:
    """The rows of a CSV file with the columns student, cohort, left, left_on, ever_learner.

    Raises ActionError that names up to twelve lines and what is wrong there; nothing is taken then.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            table = csv.DictReader(file, strict=True)
            if missing := [column for column in REQUIRED_COLUMNS if column not in (table.fieldnames or ())]:
                raise ActionError(
                    f"{path.name} has no column {missing[0]}. It needs these columns: {', '.join(COLUMNS)}."
                )
            names = table.fieldnames or ()
            if len(set(names)) < len(names):
                raise ActionError(f"{path.name} has a column twice. Remove one of them.")
            if unknown := set(table.fieldnames or ()) - set(COLUMNS):
                raise ActionError(
                    f"{path.name} has a column {sorted(unknown)[0]}, which can't be imported. Remove it."
                )
            rows_and_errors = list(_parse_rows(table))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ActionError(f"{path.name} is not a CSV file in UTF-8: {error}.") from None
    errors = [message for message in rows_and_errors if isinstance(message, str)]
    rows = [row for row in rows_and_errors if isinstance(row, CohortRow)]
    seen: dict[str, int] = {}
    for row in rows:
        if row.student in seen:
            errors.append(f"line {row.line}: {row.student} is already on line {seen[row.student]}")
        seen.setdefault(row.student, row.line)
    if errors:
        more = f"\n  and {len(errors) - MAX_LISTED_ERRORS} more" if len(errors) > MAX_LISTED_ERRORS else ""
        raise ActionError(
            "Nothing was imported. Fix these lines first:\n  "
            + "\n  ".join(errors[:MAX_LISTED_ERRORS])
            + more
        )
    if not rows:
        raise ActionError(f"{path.name} has no rows.")
    return rows


def _parse_rows(table: csv.DictReader) -> Iterator[CohortRow | str]:
    for number, cells in enumerate(table, 2):
        if number > MAX_ROWS:
            raise ActionError(f"The file has more than {MAX_ROWS:,} rows. Split it.")
        if None in cells:
            yield f"line {number}: more cells than columns"
            continue
        values = {key: (cells.get(key) or "").strip() for key in COLUMNS}
        try:
            yield _parse_row(number, values)
        except ValueError as error:
            yield f"line {number}: {error}"


def _parse_row(number: int, values: dict[str, str]) -> CohortRow:
    if not values["student"]:
        raise ValueError("no student")
    year = values["cohort"]
    if not (year.isascii() and year.isdigit() and 1990 <= int(year) <= 2100):
        raise ValueError("cohort must be the year when the student's first ninth grade ended, such as 2024")
    if values["left"] not in LEAVING_REASONS:
        raise ValueError(f"left must be empty or one of {', '.join(LEAVING_REASONS[1:])}")
    if bool(values["left"]) != bool(values["left_on"]):
        raise ValueError("fill in both left and left_on, or neither")
    if values["ever_learner"].lower() not in BOOLEAN_WORDS:
        raise ValueError("ever_learner must be yes or no")
    day = date.fromisoformat(values["left_on"]) if values["left_on"] else None
    if day and not date(int(year) - 1, 7, 1) <= day <= timezone.localdate():
        raise ValueError("left_on must be after ninth grade started, and not after today")
    left = Schooling.Left.MOVED.value if values["left"] in COUNTED_AS_MOVED else values["left"]
    return CohortRow(
        number, values["student"], int(year), left, day, BOOLEAN_WORDS[values["ever_learner"].lower()]
    )


def import_cohorts(network: Network, rows: list[CohortRow]) -> tuple[int, int]:
    """Write cohorts down: how many are new, and how many changed. All or nothing; again changes nothing.

    Raises ActionError for a student whom the network does not know, or who was never at a school of it.
    """
    people = _person_ids_by_name(network)
    schools = _school_ids_by_student(network)
    _check_students(rows, people, schools)
    schooling_by_student = {
        schooling.student_id: schooling
        for schooling in Schooling.objects.system().filter(student__network=network)
    }
    fresh, changed = [], []
    for row in rows:
        key = people[row.student]
        values = {
            "school_id": schools[key],
            "cohort": row.cohort,
            "left": row.left,
            "left_on": row.left_on,
            "ever_learner": row.ever_learner,
        }
        schooling = schooling_by_student.get(key)
        if schooling is None:
            fresh.append(Schooling(student_id=key, **values))
        elif any(getattr(schooling, field) != value for field, value in values.items()):
            for field, value in values.items():
                setattr(schooling, field, value)
            changed.append(schooling)
    with ledger.act("import cohorts", about=network.pk, rows=len(rows)):
        Schooling.objects.bulk_create(fresh, batch_size=2000)
        Schooling.objects.bulk_update(
            changed, ["school", "cohort", "left", "left_on", "ever_learner"], batch_size=500
        )
    if fresh or changed:
        update_after_change(network)
    return len(fresh), len(changed)


def _check_students(rows: list[CohortRow], people: dict[str, UUID], schools: dict[UUID, UUID]) -> None:
    """Raise ActionError for a student whom the network does not know, and for one who is named twice."""
    unknown = [row for row in rows if row.student not in people or people[row.student] not in schools]
    if unknown:
        raise ActionError(
            f"Nothing was imported. {len(unknown)} students are not in this network: {_list_students(unknown)}"
        )
    count_by_student = Counter(people[row.student] for row in rows)
    twice = [row for row in rows if count_by_student[people[row.student]] > 1]
    if twice:
        raise ActionError(
            f"Nothing was imported. These lines list the same student more than once: {_list_students(twice)}"
        )


def _list_students(rows: list[CohortRow]) -> str:
    """List the students of the first rows, with their lines, for a message."""
    return ", ".join(f"{row.student} (line {row.line})" for row in rows[:MAX_LISTED_ERRORS])


def _person_ids_by_name(network: Network) -> dict[str, UUID]:
    """Ids of people by what a spreadsheet may call them; an identifier that two share names nobody."""
    keys_by_name: dict[str, UUID] = {}
    twice = set()
    people = Person.objects.system().filter(network=network, deleted_at=None)
    for key, roster, identifier in people.values_list("pk", "roster_id", "identifier").iterator(
        chunk_size=20_000
    ):
        for name in {roster, identifier, str(key)} - {""}:
            if name in keys_by_name:
                twice.add(name)
            keys_by_name[name] = key
    return {name: key for name, key in keys_by_name.items() if name not in twice}


def _school_ids_by_student(network: Network) -> dict[UUID, UUID]:
    """The school of each student, the one they came to last, ended ties too."""
    ties = Tie.objects.system().filter(
        role=Role.STUDENT,
        to_school__in=School.objects.system().filter(network=network),
        deleted_at=None,
    )
    return dict(ties.order_by("starts").values_list("person_id", "to_school_id"))
