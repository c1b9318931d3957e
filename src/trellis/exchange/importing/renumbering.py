"""Rows whose id now names something else, because a system counts its rows anew.

Districts, schools, courses and classes are compared by what they are (name, number, school), and not by their id alone:
a row that describes what another id named before is that row under a new id, and what an id named before is not
rewritten into something else. People are matched in `people_matching`, ties in `tie_matching`.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple, TypeVar

from trellis.core.community.models import Group

from . import table_rows
from .context import ImportContext
from .table_diff import IdChanges, TableDiff

Description = TypeVar("Description", bound=tuple)
"""What a row is, whatever its id: names folded, ids of other rows as keys (32 hex digits)."""


class Place(NamedTuple):
    name: str
    identifier: str


class DescribedTerm(NamedTuple):
    school: str | None
    kind: str
    school_year: int
    title: str
    starts: date
    ends: date


class DescribedCourse(NamedTuple):
    title: str
    code: str
    school: str | None


class DescribedGroup(NamedTuple):
    school: str
    kind: str
    title: str
    code: str
    course: str | None
    terms: tuple[str, ...]


def fold_name(text: str) -> str:
    """Return a text without accents, letter case and double spaces, to compare names by."""
    letters = unicodedata.normalize("NFKD", text)
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).casefold().split())


def compare_ids(
    rows: dict[str, Description],
    existing: dict[str, Description],
    is_same: Callable[[Description, Description], bool],
    by_itself: bool,
) -> IdChanges:
    """Compare what ids name now with what they named before.

    rows, existing: id to a description. `is_same`: whether a row with a kept id and another description is still the
    same thing. `by_itself`: whether a description is enough where nothing else points to new numbers.
    """
    renumbered = IdChanges()
    open_rows = {
        roster_id: description
        for roster_id, description in rows.items()
        if existing.get(roster_id) != description
    }
    open_existing = {
        roster_id: description
        for roster_id, description in existing.items()
        if rows.get(roster_id) != description
    }
    row_counts, existing_counts = Counter(open_rows.values()), Counter(open_existing.values())
    by_description = {description: roster_id for roster_id, description in open_existing.items()}
    for roster_id, description in open_rows.items():
        old = by_description.get(description)
        if old is None or row_counts[description] > 1 or existing_counts[description] > 1:
            continue
        if by_itself or roster_id in existing or old in rows or roster_id.casefold() == old.casefold():
            renumbered.moved[roster_id] = old
    taken = set(renumbered.moved.values())
    for roster_id, description in open_rows.items():
        compared = roster_id in open_existing and roster_id not in renumbered.moved and roster_id not in taken
        if compared and not is_same(description, open_existing[roster_id]):
            renumbered.replaced.add(roster_id)
    return renumbered


def renumber_places(context: ImportContext, kind: str) -> None:
    """Find renumbered districts or schools, from orgs.csv."""
    merge = context.table(kind)
    if not merge.kept:
        return
    org_type = kind.removesuffix("s")
    rows = {
        r["sourcedId"]: Place(fold_name(r["name"]), r.get("identifier", ""))
        for _line, r in context.roster.records("orgs")
        if r.get("status") != "tobedeleted" and r.get("type") == org_type
    }
    existing = {
        roster_id: Place(fold_name(name), identifier)
        for roster_id, name, identifier in _known_rows(
            merge, ("name", "identifier"), _ids_to_compare(context, "orgs", rows)
        )
    }
    _apply_id_changes(
        context,
        kind,
        compare_ids(rows, existing, _is_same_place, by_itself=context.roster.modes["orgs"] == "bulk"),
    )


def _is_same_place(row: Place, existing: Place) -> bool:
    one_lacks_number = not (row.identifier and existing.identifier)
    return row.name == existing.name or one_lacks_number or row.identifier == existing.identifier


def renumber_terms(context: ImportContext, rows: dict[str, DescribedTerm]) -> None:
    """Find renumbered terms, by their ids."""
    merge = context.table("terms")
    if not merge.kept:
        return
    columns = ("school_id", "kind", "school_year", "title", "starts", "ends")
    existing = {
        roster_id: DescribedTerm(school and school.hex, kind, year, fold_name(title), starts, ends)
        for roster_id, school, kind, year, title, starts, ends in _known_rows(
            merge, columns, _ids_to_compare(context, "academicSessions", rows)
        )
    }
    _apply_id_changes(context, "terms", compare_ids(rows, existing, _is_same_term, by_itself=True))


def _is_same_term(row: DescribedTerm, existing: DescribedTerm) -> bool:
    """A corrected title or day is the same term still; another kind, or all of them new, is another term."""
    return row[:3] == existing[:3] and any(
        now == before for now, before in zip(row[3:], existing[3:], strict=True)
    )


def renumber_courses(context: ImportContext) -> None:
    """Find renumbered courses, from courses.csv."""
    merge, find_school = context.table("courses"), context.table("schools").find
    if not merge.kept:
        return
    rows = {
        r["sourcedId"]: DescribedCourse(
            fold_name(r["title"]),
            r.get("courseCode", ""),
            find_school(r.get("orgSourcedId", "")),
        )
        for _line, r in context.roster.records("courses")
        if r.get("status") != "tobedeleted"
    }
    columns = ("title", "code", "school_id")
    existing = {
        roster_id: DescribedCourse(fold_name(title), code, school and school.hex)
        for roster_id, title, code, school in _known_rows(
            merge, columns, _ids_to_compare(context, "courses", rows)
        )
    }
    _apply_id_changes(
        context, "courses", compare_ids(rows, existing, lambda _row, _known: True, by_itself=False)
    )


def renumber_groups(context: ImportContext) -> None:
    """Find renumbered classes, from classes.csv. A class never moves to another school: there it is another class."""
    merge = context.table("groups")
    if not merge.kept:
        return
    find_course = context.table("courses").find
    rows = {}
    for _line, r in context.roster.records("classes"):
        school = context.school_of(r["schoolSourcedId"])
        if r.get("status") == "tobedeleted" or school is None:
            continue
        kind = table_rows.GROUP_KINDS.get(r["classType"], Group.Kind.CLASS).value
        terms = tuple(sorted(context.terms_of_class(r)))
        course = find_course(r.get("courseSourcedId", ""))
        rows[r["sourcedId"]] = DescribedGroup(
            school, kind, fold_name(r["title"]), r.get("classCode", ""), course, terms
        )
    columns = ("school_id", "kind", "title", "code", "course_id", "terms")
    existing = {
        roster_id: DescribedGroup(
            school.hex, kind, fold_name(title), code, course and course.hex, tuple(sorted(terms))
        )
        for roster_id, school, kind, title, code, course, terms in _known_rows(
            merge, columns, _ids_to_compare(context, "classes", rows)
        )
    }
    _apply_id_changes(
        context,
        "groups",
        compare_ids(rows, existing, lambda row, before: row.school == before.school, by_itself=False),
    )


def _ids_to_compare(context: ImportContext, file: str, rows: dict) -> Iterable[str] | None:
    """Which known rows to compare with: all of them (None), or those that a delta names."""
    return None if context.roster.modes[file] == "bulk" else rows


def _known_rows(
    merge: TableDiff, columns: tuple[str, ...], roster_ids: Iterable[str] | None
) -> Iterable[tuple]:
    rows = merge.model.objects.system().filter(roster_source=merge.source.pk, roster_id__gt="")
    compared_ids = None if roster_ids is None else set(roster_ids)
    for row in rows.values_list("roster_id", *columns).iterator(5_000):
        if compared_ids is None or row[0] in compared_ids:
            yield row


def _apply_id_changes(context: ImportContext, kind: str, renumbered: IdChanges) -> None:
    lost = context.table(kind).renumber(renumbered)
    if kind in ("schools", "groups"):
        context.gone[kind.removesuffix("s")].update(lost)
