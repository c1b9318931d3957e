"""Cohorts from a spreadsheet: when each student entered ninth grade, and how they left."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils import timezone

from trellis.core.community.models import Network, Person, Role, School, Schooling, Tie
from trellis.core.foundation import ledger
from trellis.core.foundation.refusal import Refusal
from trellis.improvement.opportunity.services import update_after_change

WHY = "brings cohorts in"
NEEDED = ("student", "cohort")
COLUMNS = (*NEEDED, "left", "left_on", "ever_learner")
TAKEN_OUT = ("emigrated", "died")
"""Taken out of a cohort as those who moved are (ESEA, section 8101(25)(B)). Which of them it was is not kept."""
LEFT = ("", *Schooling.Left.values, *TAKEN_OUT)
MOST_ROWS = 500_000
MOST_SAID = 12
YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False, "": False}


@dataclass(frozen=True)
class Row:
    """One line: the student's id in the roster (or their identifier), and what is said of them."""

    line: int
    student: str
    cohort: int
    left: str
    left_on: date | None
    ever_learner: bool


def read(path: Path) -> list[Row]:
    """The rows of a CSV file with the columns student, cohort, left, left_on, ever_learner.

    Raises Refusal that names up to twelve lines and what is wrong there; nothing is taken then.
    """
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            table = csv.DictReader(file, strict=True)
            if missing := [column for column in NEEDED if column not in (table.fieldnames or ())]:
                raise Refusal(
                    f"{path.name} has no column {missing[0]}. It needs these columns: {', '.join(COLUMNS)}."
                )
            names = table.fieldnames or ()
            if len(set(names)) < len(names):
                raise Refusal(f"{path.name} has a column twice. Remove one of them.")
            if strange := set(table.fieldnames or ()) - set(COLUMNS):
                raise Refusal(
                    f"{path.name} has a column {sorted(strange)[0]}, which can't be imported. Remove it."
                )
            rows_and_errors = list(_each(table))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Refusal(f"{path.name} is not a CSV file in UTF-8: {error}.") from None
    wrong = [message for message in rows_and_errors if isinstance(message, str)]
    rows = [row for row in rows_and_errors if isinstance(row, Row)]
    seen: dict[str, int] = {}
    for row in rows:
        if row.student in seen:
            wrong.append(f"line {row.line}: {row.student} is already on line {seen[row.student]}")
        seen.setdefault(row.student, row.line)
    if wrong:
        more = f"\n  and {len(wrong) - MOST_SAID} more" if len(wrong) > MOST_SAID else ""
        raise Refusal(
            "Nothing was imported. Fix these lines first:\n  " + "\n  ".join(wrong[:MOST_SAID]) + more
        )
    if not rows:
        raise Refusal(f"{path.name} has no rows.")
    return rows


def _each(table: csv.DictReader) -> Iterator[Row | str]:
    for number, cells in enumerate(table, 2):
        if number > MOST_ROWS:
            raise Refusal(f"The file has more than {MOST_ROWS:,} rows. Split it.")
        if None in cells:
            yield f"line {number}: more cells than columns"
            continue
        values = {key: (cells.get(key) or "").strip() for key in COLUMNS}
        try:
            yield _row(number, values)
        except ValueError as error:
            yield f"line {number}: {error}"


def _row(number: int, values: dict[str, str]) -> Row:
    if not values["student"]:
        raise ValueError("no student")
    year = values["cohort"]
    if not (year.isascii() and year.isdigit() and 1990 <= int(year) <= 2100):
        raise ValueError("cohort must be the year when the student's first ninth grade ended, such as 2024")
    if values["left"] not in LEFT:
        raise ValueError(f"left must be empty or one of {', '.join(LEFT[1:])}")
    if bool(values["left"]) != bool(values["left_on"]):
        raise ValueError("fill in both left and left_on, or neither")
    if values["ever_learner"].lower() not in YES:
        raise ValueError("ever_learner must be yes or no")
    day = date.fromisoformat(values["left_on"]) if values["left_on"] else None
    if day and not date(int(year) - 1, 7, 1) <= day <= timezone.localdate():
        raise ValueError("left_on must be after ninth grade started, and not after today")
    left = Schooling.Left.MOVED.value if values["left"] in TAKEN_OUT else values["left"]
    return Row(number, values["student"], int(year), left, day, YES[values["ever_learner"].lower()])


def take(network: Network, rows: list[Row]) -> tuple[int, int]:
    """Write cohorts down: how many are new, and how many changed. All or nothing; again changes nothing.

    Raises Refusal for a student whom the network does not know, or who was never at a school of it.
    """
    people = _known(network)
    schools = _schools(network)
    _check_students(rows, people, schools)
    schooling_by_student = {
        schooling.student_id: schooling
        for schooling in Schooling.objects.unscoped(WHY).filter(student__network=network)
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
    with ledger.act("bring cohorts in", about=network.pk, rows=len(rows)):
        Schooling.objects.bulk_create(fresh, batch_size=2000)
        Schooling.objects.bulk_update(
            changed, ["school", "cohort", "left", "left_on", "ever_learner"], batch_size=500
        )
    if fresh or changed:
        update_after_change(network)
    return len(fresh), len(changed)


def _check_students(rows: list[Row], people: dict[str, object], schools: dict[object, object]) -> None:
    """Raise Refusal for a student whom the network does not know, and for one who is named twice."""
    unknown = [row for row in rows if row.student not in people or people[row.student] not in schools]
    if unknown:
        raise Refusal(
            f"Nothing was imported. {len(unknown)} students are not in this network: {_list_students(unknown)}"
        )
    count_by_student = Counter(people[row.student] for row in rows)
    twice = [row for row in rows if count_by_student[people[row.student]] > 1]
    if twice:
        raise Refusal(
            f"Nothing was imported. These lines list the same student more than once: {_list_students(twice)}"
        )


def _list_students(rows: list[Row]) -> str:
    """List the students of the first rows, with their lines, for a message."""
    return ", ".join(f"{row.student} (line {row.line})" for row in rows[:MOST_SAID])


def _known(network: Network) -> dict[str, object]:
    """Ids of people by what a spreadsheet may call them; an identifier that two share names nobody."""
    keys_by_name: dict[str, object] = {}
    twice = set()
    people = Person.objects.unscoped(WHY).filter(network=network, deleted_at=None)
    for key, roster, identifier in people.values_list("pk", "roster_id", "identifier").iterator(
        chunk_size=20_000
    ):
        for name in {roster, identifier, str(key)} - {""}:
            if name in keys_by_name:
                twice.add(name)
            keys_by_name[name] = key
    return {name: key for name, key in keys_by_name.items() if name not in twice}


def _schools(network: Network) -> dict[object, object]:
    """The school of each student, the one they came to last, ended ties too."""
    ties = Tie.objects.unscoped(WHY).filter(
        role=Role.STUDENT, to_school__in=School.objects.unscoped(WHY).filter(network=network), deleted_at=None
    )
    return dict(ties.order_by("starts").values_list("person_id", "to_school_id"))
