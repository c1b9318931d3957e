"""The columns of return files, by the names that files have used for them over the years. No Django here."""

from __future__ import annotations

import re

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("your_unique_identifier", "unique_identifier", "student_unique_identifier"),
    "found": ("record_found_y_n", "record_found"),
    "college_code": ("college_code_branch", "college_code"),
    "college": ("college_name",),
    "state": ("college_state",),
    "length": ("2_year_4_year", "college_type"),
    "control": ("public_private",),
    "begin": ("enrollment_begin", "enrollment_begin_date"),
    "end": ("enrollment_end", "enrollment_end_date"),
    "status": ("enrollment_status",),
    "graduated": ("graduated",),
    "degree_on": ("graduation_date",),
    "degree": ("degree_title",),
    "major": ("major", "degree_major_1"),
    "sequence": ("college_sequence",),
    "high_school": ("high_school_code",),
    "search_date": ("search_date",),
}
"""By what the program calls a column, its names in files, in lower case with `_` between words."""
REQUIRED = ("id", "found", "college_code", "college", "begin", "end", "graduated", "degree_on")
COLUMN_TITLES = {
    "id": "Your Unique Identifier",
    "found": "Record Found Y/N",
    "college_code": "College Code/Branch",
    "college": "College Name",
    "begin": "Enrollment Begin",
    "end": "Enrollment End",
    "graduated": "Graduated",
    "degree_on": "Graduation Date",
}
STATUSES = frozenset("FQHLWAD")
"""Full time, three-quarter, half, less than half, withdrawn, leave of absence, deceased."""
LENGTHS = {"2": "2", "2-year": "2", "4": "4", "4-year": "4", "l": "L"}


def normalize_name(name: str) -> str:
    """Return a column's name in lower case, each run of space, `/`, `-`, `_` and `?` as one `_`."""
    return re.sub(r"[\s/\-_?]+", "_", name.strip().lower()).strip("_")
