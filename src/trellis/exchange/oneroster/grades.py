"""Grade levels as systems write them, read as CEDS codes of two characters ("09")."""

from __future__ import annotations

import re
from functools import lru_cache

GRADE_WORDS = {
    "kindergarten": "KG",
    "kinder": "KG",
    "k": "KG",
    "kg": "KG",
    "prekindergarten": "PK",
    "prek": "PK",
    "pk": "PK",
    "tk": "TK",
    "transitionalkindergarten": "TK",
    "it": "IT",
    "pr": "PR",
    "ps": "PS",
    "ug": "UG",
    "ungraded": "UG",
    "freshman": "09",
    "sophomore": "10",
    "junior": "11",
    "senior": "12",
    **dict.fromkeys(("ninth", "nine"), "09"),
    **dict.fromkeys(("tenth", "ten"), "10"),
    **dict.fromkeys(("eleventh", "eleven"), "11"),
    **dict.fromkeys(("twelfth", "twelve"), "12"),
}
GRADE_NUMBER = re.compile(r"0*(\d{1,2})(?:\.0+)?(?:st|nd|rd|th)?")


def split_grades(cell: str) -> list[str]:
    """Return the grades that a cell lists, as written."""
    return [part.strip() for part in re.split(r"[,;/|&]", cell) if part.strip()]


@lru_cache(1000)
def grade_code(text: str) -> str:
    """Return the code of one grade ("9", "Grade 9", "9th grade" are "09"); "" for what is not a known grade."""
    bare = re.sub(r"(?i)\b(grade|gr|level)\b\.?|(?<![a-z])g(?=\d)|\bg\b\.?", " ", text.replace("_", " "))
    bare = bare.strip(" .:#-").lower()
    if match := GRADE_NUMBER.fullmatch(bare.replace(" ", "")):
        number = int(match[1])
        return f"{number:02}" if 1 <= number <= 13 else "KG" if number == 0 else ""
    return GRADE_WORDS.get(re.sub(r"[^a-z]", "", bare), "")


def student_grade(cell: str) -> str:
    """Return the code of the first grade in a cell that can be read, or ""."""
    return next((code for part in split_grades(cell) if (code := grade_code(part))), "")
