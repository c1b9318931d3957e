"""What a record of each OneRoster file says, as values of our columns. Pure: text in, values out."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from django.utils import timezone

from trellis.core.community.models import Demographics, Group, Role

from ..oneroster import forbidden
from ..oneroster.grades import student_grade
from ..oneroster.spec import RACES, ROLES

PERSON_COLUMNS = (
    "given_name",
    "middle_name",
    "family_name",
    "preferred_name",
    "pronouns",
    "email",
    "phone",
    "username",
    "identifier",
    "grade",
    "home_languages",
)
DEMOGRAPHICS_COLUMNS = (
    "student_id",
    "birth_date",
    "sex",
    "race",
    "multilingual_learner",
    "disability",
    "low_income",
)
TIE_COLUMNS = (
    "person_id",
    "role",
    "to_person_id",
    "to_group_id",
    "to_school_id",
    "to_district_id",
    "starts",
    "ends",
)

# What a role at a school lets somebody do. A proctor or a relative is given nothing; family comes by agents.
SCHOOL_ROLES = {
    "student": Role.STUDENT,
    "teacher": Role.TEACHER,
    "aide": Role.TEACHER,
    "counselor": Role.COUNSELOR,
    "principal": Role.LEADER,
    "administrator": Role.LEADER,
    "siteAdministrator": Role.LEADER,
}
DISTRICT_ROLES = {"administrator": Role.LEADER, "districtAdministrator": Role.LEADER}
GUARDIAN_ROLES = frozenset({"guardian", "parent"})
STAFF_ROLES = ROLES - GUARDIAN_ROLES - {"student", "relative"}
GROUP_KINDS = {"homeroom": Group.Kind.ADVISORY, "scheduled": Group.Kind.CLASS}

_RACES_BY_COLUMN = dict(
    zip(
        RACES,
        (
            Demographics.Race.NATIVE,
            Demographics.Race.ASIAN,
            Demographics.Race.BLACK,
            Demographics.Race.PACIFIC,
            Demographics.Race.WHITE,
            Demographics.Race.TWO,
            Demographics.Race.LATINE,
        ),
        strict=True,
    )
)
_BOOLEAN_WORDS = {
    "true": True,
    "yes": True,
    "y": True,
    "1": True,
    "false": False,
    "no": False,
    "n": False,
    "0": False,
}
# Not in the standard, and asked of every school: as `metadata.` columns, under the names systems give them.
_EXTRA_COLUMNS = {
    "multilingual_learner": ("multilinguallearner", "englishlearner", "ell", "el", "lep"),
    "disability": ("disability", "iep", "specialeducation", "sped"),
    "low_income": ("lowincome", "economicallydisadvantaged", "frl", "freereducedlunch"),
    "home_languages": ("homelanguages", "homelanguage"),
}
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


@lru_cache(64)
def _extra_column(column: str) -> str:
    plain = forbidden.normalize_name(column)
    return next((ours for ours, theirs in _EXTRA_COLUMNS.items() if plain in theirs), "")


def _extra_values(record: dict[str, str]) -> dict[str, str]:
    return {ours: cell for column, cell in record.items() if cell and (ours := _extra_column(column))}


def person_values(record: dict[str, str]) -> tuple[Any, ...]:
    """Values of PERSON from a row of users."""
    cell = record.get
    identifier = cell("identifier", "")
    given, family = cell("givenName", ""), cell("familyName", "")
    spoken = _extra_values(record).get("home_languages", "").replace(";", ",").split(",")
    return (
        given or family,  # somebody with one name
        cell("middleName", ""),
        family if given else "",
        cell("preferredGivenName", ""),
        cell("pronouns", ""),
        cell("email", ""),
        cell("phone", "") or cell("sms", ""),
        cell("username", ""),
        "" if forbidden.looks_like_ssn(identifier) else identifier,
        student_grade(cell("grades", "")),
        [code for tag in spoken if len(code := tag.strip()) <= 12 and _LANGUAGE_TAG.fullmatch(code)],
    )


def is_enabled(record: dict[str, str]) -> bool:
    """Whether the roster lets somebody sign in."""
    return record.get("enabledUser", "").lower() != "false"


def demographics_values(record: dict[str, str], student: str) -> tuple[Any, ...]:
    """Values of BACKGROUND from a row of demographics. Race is the CEDS rollup; empty says nothing."""
    extras = _extra_values(record)
    sex, born = record.get("sex", ""), record.get("birthDate", "")
    return (
        student,
        datetime.fromisoformat(born).date() if born else None,
        sex if sex in ("female", "male", "other", "unspecified") else "",
        race_rollup(record),
        *(
            _BOOLEAN_WORDS.get(extras.get(k, "").lower())
            for k in ("multilingual_learner", "disability", "low_income")
        ),
    )


def race_rollup(record: dict[str, str]) -> str:
    """The CEDS rollup: Latine first, then two or more, then the one that is true."""
    true = [race for column, race in _RACES_BY_COLUMN.items() if record.get(column, "").lower() == "true"]
    if Demographics.Race.LATINE in true:
        return Demographics.Race.LATINE.value
    if len(true) > 1:
        return Demographics.Race.TWO.value
    return true[0].value if true else ""


FIRST_YEAR, LAST_YEAR = 1970, 2100
"""Systems write 0001-01-01 or 9999-12-31 where a day is not known: outside of these years a day says nothing."""


@lru_cache(10_000)
def start_moment(day: str) -> datetime | None:
    """Midnight at the start of a day; None for no day."""
    if not day or not FIRST_YEAR < int(day[:4]) < LAST_YEAR:
        return None
    return _midnight(datetime.fromisoformat(day))


@lru_cache(10_000)
def end_moment(day: str) -> datetime | None:
    """Midnight after the last day; None for no day."""
    if not day or not FIRST_YEAR < int(day[:4]) < LAST_YEAR:
        return None
    return _midnight(datetime.fromisoformat(day) + timedelta(days=1))


def _midnight(day: datetime) -> datetime:
    return datetime.combine(day.date(), time.min, timezone.get_default_timezone()).astimezone(UTC)
