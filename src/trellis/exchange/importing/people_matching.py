"""Who a row of users.csv is: the person whom its id named before, another one, or somebody new.

Ids are not trusted alone, because some systems number their rows anew every night. A student ID, a username or an email
tells who somebody is, together with the name. Where everything that identifies a person differs, the row is another
person. Where that cannot be known, a person is asked (`IdentityAnswer`), and nothing is written before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from trellis.core.community.models import Person

from ..oneroster import Problem
from . import table_rows
from .context import ImportContext
from .renumbering import IdChanges, fold_name
from .table_diff import TableDiff

BATCH_SIZE = 500
NAME_PARTICLES = frozenset(
    {"al", "bin", "bint", "da", "das", "de", "del", "den", "der", "di", "do", "dos", "du", "el", "ibn", "la"}
    | {"las", "le", "los", "van", "von", "y"}
)
IDENTITY_COLUMNS = ("given_name", "family_name", "preferred_name", "email", "username", "identifier")


class IdentityAnswer(StrEnum):
    """What somebody says of rows that cannot be told: the same people with new names, or other people."""

    SAME = "same"
    OTHER = "other"


@dataclass(frozen=True)
class Identity:
    """What tells who somebody is, ready to compare. `name` is for people to read."""

    roster_id: str
    name: str
    given: frozenset[str]
    family: frozenset[str]
    email: str
    username: str
    identifier: str

    @classmethod
    def of(
        cls,
        roster_id: str,
        given: str,
        family: str,
        preferred: str,
        email: str,
        username: str,
        identifier: str,
    ) -> Identity:
        return cls(
            roster_id,
            f"{preferred or given} {family}".strip(),
            _name_words(given) | _name_words(preferred),
            _name_words(family),
            email.casefold(),
            username.casefold(),
            identifier.casefold().lstrip("0"),
        )

    @classmethod
    def of_row(cls, roster_id: str, person: table_rows.PersonRow) -> Identity:
        return cls.of(roster_id, *(getattr(person, column) for column in IDENTITY_COLUMNS))


@dataclass
class PeopleMatches(IdChanges):
    """`replaced_names` and `unsure`: (id, name before, name now)."""

    replaced_names: list[tuple[str, str, str]] = field(default_factory=list)
    unsure: list[tuple[int, str, str, str]] = field(default_factory=list)


def _name_words(name: str) -> frozenset[str]:
    words = frozenset(fold_name(name).replace("-", " ").replace("'", "").replace("’", "").split())
    return words - NAME_PARTICLES or words


def shares_given_name(person: Identity, other: Identity) -> bool:
    """Whether two share a given name, or one is short for the other ("Sam", "Samuel")."""
    return bool(person.given & other.given) or any(
        min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a))
        for a in person.given
        for b in other.given
    )


def shares_family_name(person: Identity, other: Identity) -> bool:
    """Whether two share a family name; two without one share it if they share their only name."""
    if not person.family or not other.family:
        return shares_given_name(person, other)
    return bool(person.family & other.family)


def _both_equal(value: str, other: str) -> bool:
    return bool(value) and value == other


def _both_differ(value: str, other: str) -> bool:
    return bool(value and other) and value != other


def is_same_person(row: Identity, before: Identity) -> bool | None:
    """Whether the row is the person whom its id named before; None where that cannot be known."""
    other_number = _both_differ(row.identifier, before.identifier)
    given, family = shares_given_name(row, before), shares_family_name(row, before)
    if _both_equal(row.identifier, before.identifier) or (given and family):
        return True
    if _both_equal(row.username, before.username) and not other_number:
        return True
    if given:
        return None if other_number else True  # somebody may marry
    if other_number:
        return False
    if family or _both_equal(row.email, before.email):
        return None
    if _both_differ(row.username, before.username) or _both_differ(row.email, before.email):
        return False
    return None


def renumber_people(context: ImportContext, answer: IdentityAnswer | None) -> None:
    """Find people whose id has changed, and ids that name somebody else now; say where nobody can know."""
    matches = match_people(context, answer)
    for line, roster_id, before, now in matches.unsure:
        what = f"“{roster_id[:80]}” was {before} and is {now} now, and nothing else identifies this person"
        do = "add a student ID, username or email to the row, or say who it is: --ids same or --ids other"
        context.problems.add("who", Problem(context.roster.label("users"), line, "sourcedId", what, do))
    context.changes.replaced_people = matches.replaced_names
    context.gone["person"].update(context.table("people").renumber(matches))
    context.table("backgrounds").renumber(matches)


def match_people(context: ImportContext, answer: IdentityAnswer | None) -> PeopleMatches:
    """Compare the rows of users.csv that changed with the people whom their ids named before."""
    people = context.table("people")
    if not people.kept:
        return PeopleMatches()
    rows, settled = _changed_rows(context, people)
    if not rows:
        return PeopleMatches()
    whole = context.roster.modes["users"] == "bulk"
    ids_to_load = [
        roster_id for roster_id in people.kept if roster_id not in settled and (whole or roster_id in rows)
    ]
    if not whole and any(row.identifier for _line, row in rows.values()):
        ids_to_load = [roster_id for roster_id in people.kept if roster_id not in settled]
    return _PeopleMatcher(rows, _known_identities(people, ids_to_load), answer).run()


def _changed_rows(
    context: ImportContext, people: TableDiff
) -> tuple[dict[str, tuple[int, Identity]], set[str]]:
    """The rows that say something new, and the ids of those that say what they said last time."""
    rows: dict[str, tuple[int, Identity]] = {}
    settled: set[str] = set()
    for line, r in context.roster.records("users"):
        roster_id = r["sourcedId"]
        if r.get("status") == "tobedeleted":
            settled.add(roster_id)
            continue
        person = table_rows.person_row(r)
        if people.unchanged(roster_id, (*person, table_rows.is_enabled(r))):
            settled.add(roster_id)
        else:
            rows[roster_id] = line, Identity.of_row(roster_id, person)
    return rows, settled


def _known_identities(people: TableDiff, roster_ids: list[str]) -> dict[str, Identity]:
    identities: dict[str, Identity] = {}
    for first in range(0, len(roster_ids), BATCH_SIZE):
        keys = {people.kept[roster_id][0]: roster_id for roster_id in roster_ids[first : first + BATCH_SIZE]}
        rows = Person.objects.system().filter(pk__in=list(keys))
        for pk, given, family, preferred, email, username, identifier in rows.values_list(
            "pk", *IDENTITY_COLUMNS
        ):
            roster_id = keys[pk.hex]
            identities[roster_id] = Identity.of(
                roster_id, given, family, preferred, email, username, identifier
            )
    return identities


class _PeopleMatcher:
    """One comparison. `taken` maps the id by which somebody was known to the id of the row that is them now."""

    def __init__(
        self,
        rows: dict[str, tuple[int, Identity]],
        existing: dict[str, Identity],
        answer: IdentityAnswer | None,
    ) -> None:
        self.lines = {roster_id: line for roster_id, (line, _row) in rows.items()}
        self.rows = {roster_id: row for roster_id, (_line, row) in rows.items()}
        self.existing, self.answer = existing, answer
        self.taken: dict[str, str] = {}
        self.done: set[str] = set()
        self.matches = PeopleMatches()

    def run(self) -> PeopleMatches:
        for roster_id, row in self.rows.items():
            if roster_id in self.existing and _both_equal(
                row.identifier, self.existing[roster_id].identifier
            ):
                self._take(roster_id, roster_id)
        self._across("identifier", lambda a, b: shares_given_name(a, b) or shares_family_name(a, b))
        for roster_id, row in self.rows.items():
            still_open = (
                roster_id in self.existing and roster_id not in self.taken and roster_id not in self.done
            )
            if still_open and is_same_person(row, self.existing[roster_id]):
                self._take(roster_id, roster_id)
        self._across("username", lambda a, b: shares_given_name(a, b) or shares_family_name(a, b))
        self._across("email", lambda a, b: shares_given_name(a, b) and shares_family_name(a, b))
        self._rest()
        return self.matches

    def _take(self, roster_id: str, before: str) -> None:
        self.taken[before] = roster_id
        self.done.add(roster_id)
        if roster_id != before:
            self.matches.moved[roster_id] = before

    def _across(self, column: str, agree: Callable[[Identity, Identity], bool]) -> None:
        """Match rows with people of another id by a column in which exactly one of each has the value."""
        rows, existing = self._by(column, self._open_rows()), self._by(column, self._open_known())
        for value, (row, *more) in rows.items():
            candidates = existing.get(value, [])
            if not more and len(candidates) == 1 and agree(row, candidates[0]):
                self._take(row.roster_id, candidates[0].roster_id)

    def _open_rows(self) -> Iterator[Identity]:
        return (row for roster_id, row in self.rows.items() if roster_id not in self.done)

    def _open_known(self) -> Iterator[Identity]:
        return (identity for roster_id, identity in self.existing.items() if roster_id not in self.taken)

    @staticmethod
    def _by(column: str, people: Iterable[Identity]) -> dict[str, list[Identity]]:
        people_by_value: dict[str, list[Identity]] = defaultdict(list)
        for person in people:
            if value := getattr(person, column):
                people_by_value[value].append(person)
        return people_by_value

    def _rest(self) -> None:
        """Rows whose id named somebody else: another person, or nobody can know."""
        names = Counter(fold_name(row.name) for row in self._open_rows())
        by_name: dict[str, list[Identity]] = defaultdict(list)
        for person in self._open_known():
            by_name[fold_name(person.name)].append(person)
        for roster_id, row in list(self.rows.items()):
            before = self.existing.get(roster_id)
            if roster_id in self.done or before is None:
                continue
            sure = roster_id in self.taken or is_same_person(row, before) is False
            if not sure and self.answer is None:
                self.matches.unsure.append((self.lines[roster_id], roster_id, before.name, row.name))
            elif not sure and self.answer is IdentityAnswer.SAME:
                self._take(roster_id, roster_id)
            else:
                alike = [
                    person for person in by_name[fold_name(row.name)] if person.roster_id not in self.taken
                ]
                if len(alike) == names[fold_name(row.name)] == 1 and not _both_differ(
                    row.identifier, alike[0].identifier
                ):
                    self._take(roster_id, alike[0].roster_id)
        unsure = {roster_id for _line, roster_id, _before, _now in self.matches.unsure}
        for roster_id, row in self.rows.items():
            if roster_id in self.existing and roster_id not in self.taken and roster_id not in unsure:
                self.matches.replaced.add(roster_id)
                self.matches.replaced_names.append((roster_id, self.existing[roster_id].name, row.name))
