"""Invented return files, in the two layouts and in the newer spelling of the first."""

from __future__ import annotations

from collections.abc import Iterable

from trellis.improvement.alumni.nsc_columns import normalize_name

HIGH_SCHOOL = (
    """
YOUR_UNIQUE_IDENTIFIER,FIRST_NAME,MIDDLE_NAME,LAST_NAME,NAME_SUFFIX,REQUESTER_RETURN_FIELD,RECORD_FOUND_Y/N
HIGH_SCHOOL_CODE,HIGH_SCHOOL_GRAD_DATE,COLLEGE_CODE/BRANCH,COLLEGE_NAME,COLLEGE_STATE,2-YEAR/4-YEAR,PUBLIC/PRIVATE
ENROLLMENT_BEGIN,ENROLLMENT_END,ENROLLMENT_STATUS,GRADUATED,GRADUATION_DATE,DEGREE_TITLE,MAJOR,COLLEGE_SEQUENCE
PROGRAM_CODE
""".strip()
    .replace("\n", ",")
    .split(",")
)
MIXED_CASE = (
    """
Your_Unique_Identifier,First_Name,Middle_Name,Last_Name,Name_Suffix,Requester_Return_Field,Record_Found_Y/N
High_School_Code,High_School_Grad_Date,College_Code/Branch,College_Name,College_State,2-Year/4-Year,Public/Private
Enrollment_Begin,Enrollment_End,Enrollment_Status,Graduated,Graduation_Date,Degree_Title,Major,College_Sequence
Program_Code
""".strip()
    .replace("\n", ",")
    .split(",")
)
PROGRAM = (
    """
Your Unique Identifier,First Name,Middle Initial,Last Name,Name Suffix,Requester Return Field,Record Found Y/N
Search Date,College Code/Branch,College Name,College State,2-year / 4-year,Public / Private,Enrollment Begin
Enrollment End,Enrollment Status,Class Level,Enrollment Major 1,Enrollment CIP 1,Enrollment Major 2,Enrollment CIP 2
Graduated?,Graduation Date,Degree Title,Degree Major 1,Degree CIP 1,Degree Major 2,Degree CIP 2,Degree Major 3
Degree CIP 3,Degree Major 4,Degree CIP 4,College Sequence
""".strip()
    .replace("\n", ",")
    .split(",")
)
CITY = ("001650-01", "INVENTED CITY COLLEGE", "NY", "2-year", "Public")
STATE = ("009999-00", "INVENTED STATE UNIVERSITY", "NY", "4-year", "Public")
NAME = "10009999_10009999-1-DETAIL-EFFDT-20251114-RUNDT-20251120.csv"

Cells = dict[str, str]


def missing(identifier: str) -> Cells:
    """The one row of somebody who was not found."""
    return {"YOUR_UNIQUE_IDENTIFIER": f"{identifier}_", "RECORD_FOUND_Y/N": "N", "HIGH_SCHOOL_CODE": "330001"}


def _found(identifier: str, college: tuple[str, ...]) -> Cells:
    names = ("COLLEGE_CODE/BRANCH", "COLLEGE_NAME", "COLLEGE_STATE", "2-YEAR/4-YEAR", "PUBLIC/PRIVATE")
    return missing(identifier) | {"RECORD_FOUND_Y/N": "Y"} | dict(zip(names, college, strict=True))


def term(identifier: str, begin: str, end: str, college: tuple[str, ...] = CITY, status: str = "F") -> Cells:
    cells = {"ENROLLMENT_BEGIN": begin, "ENROLLMENT_END": end, "ENROLLMENT_STATUS": status, "GRADUATED": "N"}
    return _found(identifier, college) | cells


def degree(identifier: str, day: str, title: str, college: tuple[str, ...] = CITY) -> Cells:
    cells = {"GRADUATED": "Y", "GRADUATION_DATE": day, "DEGREE_TITLE": title}
    return _found(identifier, college) | cells


def return_file(rows: Iterable[Cells], header: list[str] = HIGH_SCHOOL, encoding: str = "utf-8") -> bytes:
    """A file with these rows; names of columns that a layout does not have are left out."""
    lines = [",".join(header)]
    for row in rows:
        cells = {normalize_name(name): value for name, value in row.items()}
        lines.append(",".join(cells.get(normalize_name(name), "") for name in header))
    return ("\r\n".join(lines) + "\r\n").encode(encoding)
