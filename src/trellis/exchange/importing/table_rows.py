"""What a record of each OneRoster file says, as a row of our tables. Pure: text in, rows out."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from django.utils import timezone

from trellis.core.community.models import Demographics, Group, Role

from ..oneroster import forbidden
from ..oneroster.grades import student_grade
from ..oneroster.spec import RACES, ROLES


class DistrictRow(NamedTuple):
    """Like every row here: columns of a table, as the roster gives them. Ids of other rows are keys (32 hex digits)."""

    name: str
    identifier: str


class SchoolRow(NamedTuple):
    name: str
    identifier: str
    district_id: str | None


class TermRow(NamedTuple):
    title: str
    kind: str
    starts: date
    ends: date
    school_year: int
    parent_id: str | None
    school_id: str | None


class CourseRow(NamedTuple):
    title: str
    code: str
    school_id: str | None


class GroupRow(NamedTuple):
    title: str
    kind: str
    school_id: str
    code: str
    location: str
    course_id: str | None
    terms: list[str]


class PersonRow(NamedTuple):
    given_name: str
    middle_name: str
    family_name: str
    preferred_name: str
    pronouns: str
    email: str
    phone: str
    username: str
    identifier: str
    grade: str
    home_languages: list[str]

    @property
    def display_name(self) -> str:
        return f"{self.preferred_name or self.given_name} {self.family_name}"


class DemographicsRow(NamedTuple):
    student_id: str
    birth_date: date | None
    sex: str
    race: str
    multilingual_learner: bool | None
    disability: bool | None
    low_income: bool | None


class TieColumns(NamedTuple):
    person_id: str
    role: str
    to_person_id: str | None
    to_group_id: str | None
    to_school_id: str | None
    to_district_id: str | None
    starts: datetime | None
    ends: datetime | None


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


def person_row(record: dict[str, str]) -> PersonRow:
    """A person from a record of users."""
    cell = record.get
    identifier = cell("identifier", "")
    given, family = cell("givenName", ""), cell("familyName", "")
    spoken = _extra_values(record).get("home_languages", "").replace(";", ",").split(",")
    return PersonRow(
        given_name=given or family,  # somebody with one name
        middle_name=cell("middleName", ""),
        family_name=family if given else "",
        preferred_name=cell("preferredGivenName", ""),
        pronouns=cell("pronouns", ""),
        email=cell("email", ""),
        phone=cell("phone", "") or cell("sms", ""),
        username=cell("username", ""),
        identifier="" if forbidden.looks_like_ssn(identifier) else identifier,
        grade=student_grade(cell("grades", "")),
        home_languages=[
            code for tag in spoken if len(code := tag.strip()) <= 12 and _LANGUAGE_TAG.fullmatch(code)
        ],
    )


def is_enabled(record: dict[str, str]) -> bool:
    """Whether the roster lets somebody sign in."""
    return record.get("enabledUser", "").lower() != "false"


def demographics_row(record: dict[str, str], student: str) -> DemographicsRow:
    """A student's background from a record of demographics. Race is the CEDS rollup; empty says nothing."""
    extras = _extra_values(record)
    sex, born = record.get("sex", ""), record.get("birthDate", "")
    return DemographicsRow(
        student_id=student,
        birth_date=date.fromisoformat(born) if born else None,
        sex=sex if sex in ("female", "male", "other", "unspecified") else "",
        race=race_rollup(record),
        multilingual_learner=_boolean(extras, "multilingual_learner"),
        disability=_boolean(extras, "disability"),
        low_income=_boolean(extras, "low_income"),
    )


def _boolean(extras: dict[str, str], column: str) -> bool | None:
    return _BOOLEAN_WORDS.get(extras.get(column, "").lower())


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
