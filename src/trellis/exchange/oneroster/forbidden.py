"""What Trellis will not hold about a child, known by the name of a column or of an id."""

from __future__ import annotations

import re

REFUSED_COLUMN = re.compile(
    r"^ssn|ssn$|ssn(number|last4)|socialsec|socsec|immigra|passport|^visa|visa(type|status|number)$|citizen|undocumented|"
    r"alien(number|reg)|^i94|refugee|asylum|^(school)?dateofentry|^entrydate$|usentry|entrydateus|entryintous|"
    r"dateentered(us|unitedstates)|dateofus|arrivaldate"
)
DROPPED_COLUMN = re.compile(
    r"birthplace|placeofbirth|(city|state|country|county|nation)\w*ofbirth|birth(city|state|country)"
)
USER_ID = re.compile(r"\{\s*([^:}]*?)\s*:")
SSN = re.compile(r"^\d{3}-\d{2}-\d{4}$")


def normalize_name(name: str) -> str:
    """Letters and digits only, small, without `metadata.`: `metadata.US_EntryDate` is `usentrydate`."""
    letters = re.sub(r"[^a-z0-9]", "", name.lower())
    return letters.removeprefix("metadata")


def is_refused(name: str) -> bool:
    """A column that refuses the whole file: it should not have left the system it came from."""
    return bool(REFUSED_COLUMN.search(normalize_name(name)))


def is_dropped(name: str) -> bool:
    """A column of the standard that is passed over: where somebody was born."""
    return bool(DROPPED_COLUMN.search(normalize_name(name)))


def forbidden_ids(cell: str) -> list[str]:
    """The types in a `userIds` cell ({SSN:123-45-6789},{LDAP:a.diallo}) that are dropped."""
    return [kind for kind in USER_ID.findall(cell) if is_refused(kind)]


def looks_like_ssn(cell: str) -> bool:
    return bool(SSN.match(cell))
