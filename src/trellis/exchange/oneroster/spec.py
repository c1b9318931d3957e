"""The files of OneRoster that Trellis reads: columns, what must be filled, code lists, what points where.

After the CSV bindings 1.1 (2017) and 1.2.1 (2022). Enumerations are the union of both, extensions begin `ext:`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

ORG_TYPES = frozenset({"department", "school", "district", "local", "state", "national"})
SESSION_TYPES = frozenset({"gradingPeriod", "semester", "schoolYear", "term"})
ROLES = frozenset(
    [
        "administrator",
        "aide",
        "counselor",
        "districtAdministrator",
        "guardian",
        "parent",
        "principal",
        "proctor",
        "relative",
        "siteAdministrator",
        "student",
        "systemAdministrator",
        "teacher",
    ]
)
STATUS = frozenset({"active", "tobedeleted"})
BOOLEANS = frozenset({"true", "false"})
RACES = (
    "americanIndianOrAlaskaNative",
    "asian",
    "blackOrAfricanAmerican",
    "nativeHawaiianOrOtherPacificIslander",
    "white",
    "demographicRaceTwoOrMoreRaces",
    "hispanicOrLatinoEthnicity",
)


@dataclass(frozen=True)
class FileSpec:
    """One file. `refs` maps a column to the file its ids stand in; a column ending in `Ids` holds a list."""

    columns: tuple[str, ...]
    filled: tuple[str, ...]
    enums: dict[str, frozenset[str]] = field(default_factory=dict)
    dates: tuple[str, ...] = ()
    refs: dict[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    limits: dict[str, int] = field(default_factory=dict)
    ids: bool = True


def _columns(text: str) -> tuple[str, ...]:
    return ("sourcedId", "status", "dateLastModified", *text.split(","))


SPECS: dict[str, FileSpec] = {
    "orgs": FileSpec(
        _columns("name,type,identifier,parentSourcedId"),
        ("sourcedId", "name", "type"),
        {"type": ORG_TYPES},
        refs={"parentSourcedId": "orgs"},
        names=("name",),
        limits={"name": 160, "identifier": 64},
    ),
    "academicSessions": FileSpec(
        _columns("title,type,startDate,endDate,parentSourcedId,schoolYear"),
        ("sourcedId", "title", "type", "startDate", "endDate", "schoolYear"),
        {"type": SESSION_TYPES},
        ("startDate", "endDate"),
        {"parentSourcedId": "academicSessions"},
        ("title",),
        {"title": 160},
    ),
    "courses": FileSpec(
        _columns("schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes"),
        ("sourcedId", "title", "orgSourcedId"),
        refs={"schoolYearSourcedId": "academicSessions", "orgSourcedId": "orgs"},
        names=("title",),
        limits={"title": 160, "courseCode": 64},
    ),
    "classes": FileSpec(
        _columns(
            "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,"
            "subjects,subjectCodes,periods"
        ),
        ("sourcedId", "title", "classType", "schoolSourcedId"),
        {"classType": frozenset({"homeroom", "scheduled"})},
        refs={"courseSourcedId": "courses", "schoolSourcedId": "orgs", "termSourcedIds": "academicSessions"},
        names=("title",),
        limits={"title": 160, "classCode": 64, "location": 80},
    ),
    "users": FileSpec(
        _columns(
            "enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,"
            "agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,"
            "preferredFamilyName,primaryOrgSourcedId,pronouns,orgSourcedIds,role"
        ),
        ("sourcedId", "enabledUser", "givenName", "familyName"),  # one of the two names may be empty
        {"enabledUser": BOOLEANS, "role": ROLES},
        refs={"agentSourcedIds": "users", "orgSourcedIds": "orgs", "primaryOrgSourcedId": "orgs"},
        names=("givenName", "familyName", "middleName", "preferredGivenName", "pronouns"),
        limits={
            **dict.fromkeys(("givenName", "familyName", "middleName", "preferredGivenName"), 120),
            "identifier": 64,
            "email": 254,
            "sms": 40,
            "phone": 40,
            "username": 150,
            "pronouns": 40,
        },
    ),
    "roles": FileSpec(
        _columns("userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId"),
        ("sourcedId", "userSourcedId", "role", "orgSourcedId"),
        {"role": ROLES, "roleType": frozenset({"primary", "secondary"})},
        ("beginDate", "endDate"),
        {"userSourcedId": "users", "orgSourcedId": "orgs"},
    ),
    "enrollments": FileSpec(
        _columns("classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate"),
        ("sourcedId", "classSourcedId", "userSourcedId", "role"),
        {"role": frozenset({"administrator", "proctor", "student", "teacher"}), "primary": BOOLEANS},
        ("beginDate", "endDate"),
        {"classSourcedId": "classes", "schoolSourcedId": "orgs", "userSourcedId": "users"},
    ),
    "demographics": FileSpec(
        _columns(
            "birthDate,sex," + ",".join(RACES) + ",countryOfBirthCode,stateOfBirthAbbreviation,cityOfBirth,"
            "publicSchoolResidenceStatus"
        ),
        ("sourcedId",),
        {"sex": frozenset({"male", "female", "unspecified", "other"}), **dict.fromkeys(RACES, BOOLEANS)},
        ("birthDate",),
        {"sourcedId": "users"},
    ),
}

FILE_ORDER = tuple(SPECS)
REFERRED_FILES = frozenset(file for spec in SPECS.values() for file in spec.refs.values())
"""The files that others refer to."""
REQUIRED_COLUMNS_1_1 = {"users": (*SPECS["users"].filled, "role", "orgSourcedIds")}


def required_columns(name: str, version: str) -> tuple[str, ...]:
    """The columns of a file that must be there and filled."""
    if version == "1.1" and name in REQUIRED_COLUMNS_1_1:
        return REQUIRED_COLUMNS_1_1[name]
    return SPECS[name].filled
