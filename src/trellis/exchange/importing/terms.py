"""Reading academicSessions.csv: each school gets its own terms (see `calendars`)."""

from __future__ import annotations

from datetime import date

from trellis.core.community.models import School, Term

from ..oneroster.cells import split_ids
from . import calendars
from .context import ImportContext
from .renumbering import DescribedTerm, fold_name, renumber_terms
from .table_rows import TermRow


class TermReader:
    """The terms of one roster on its way in; after the schools, before the classes."""

    def __init__(self, context: ImportContext) -> None:
        self.context = context

    def run(self) -> None:
        sessions = {r["sourcedId"]: r for _, r in self.context.rows("academicSessions")}
        parents = {
            session_id: r.get("parentSourcedId", "")
            for session_id, r in sessions.items()
            if r.get("status") != "tobedeleted" and r["type"] in Term.Kind.values
        }
        by_school = {
            school: [
                sessions[session_id]
                for session_id in parents
                if session_id in session_ids and session_id in sessions
            ]
            for school, session_ids in sorted(self._calendars(parents).items())
        }
        renumber_terms(self.context, self._described(by_school))
        for school, records in by_school.items():
            self._terms_of(school, records)

    def _described(self, by_school: dict[str, list[dict[str, str]]]) -> dict[str, DescribedTerm]:
        """Each term by its id, as `renumber_terms` compares it."""
        find = self.context.table("schools").find
        return {
            calendars.term_id(r["sourcedId"], school): DescribedTerm(
                school=find(school),
                kind=r["type"],
                school_year=int(r["schoolYear"]),
                title=fold_name(r["title"]),
                starts=date.fromisoformat(r["startDate"]),
                ends=date.fromisoformat(r["endDate"]),
            )
            for school, records in by_school.items()
            for r in records
        }

    def of_class(self, record: dict[str, str]) -> list[str]:
        """The keys of the terms in which a class meets: its own school's."""
        find, school = self.context.table("terms").find, self.context.school_id(record["schoolSourcedId"])
        sessions = split_ids(record.get("termSourcedIds", ""))
        return [key for session in sessions if (key := find(calendars.term_id(session, school)))]

    def _calendars(self, parents: dict[str, str]) -> dict[str, set[str]]:
        """The sessions that each school of the roster follows, by its id there."""
        districts = self._schools_before() | {
            org_id: self.context.above(org_id, "districts") or ""
            for org_id, r in self.context.orgs.items()
            if r["type"] == "school" and self.context.table("schools").find(org_id)
        }
        followed = [
            (self.context.school_id(r["schoolSourcedId"]), session)
            for _, r in self.context.roster.records("classes")
            if r.get("status") != "tobedeleted"
            for session in split_ids(r.get("termSourcedIds", ""))
        ]
        whole = self.context.roster.modes["classes"] == "bulk"
        for term_id in (
            () if whole else self.context.table("terms").kept
        ):  # a delta may bring a term without its classes
            session, _at, school = term_id.rpartition("@")
            followed.append((school, session))
            parents.setdefault(session, "")
        return calendars.sessions_by_school(parents, districts, followed)

    def _schools_before(self) -> dict[str, str]:
        """The schools that this source brought before, with the keys of their districts: a delta may not name them."""
        if "delta" not in self.context.roster.modes.values():
            return {}
        schools = School.objects.system().filter(
            roster_source=self.context.source.pk, roster_id__gt="", deleted_at=None
        )
        return {
            school_id: key.hex if key else ""
            for school_id, key in schools.values_list("roster_id", "district")
        }

    def _terms_of(self, school: str, records: list[dict[str, str]]) -> None:
        by_id = {r["sourcedId"]: r for r in records}
        done: dict[str, str | None] = {}
        key = self.context.table("schools").find(school)

        def put(session_id: str) -> str | None:
            if session_id in done or session_id not in by_id:
                return done.get(session_id) or self.context.table("terms").find(
                    calendars.term_id(session_id, school)
                )
            done[session_id] = None  # a circle of parents ends here
            r = by_id[session_id]
            parent = put(r["parentSourcedId"]) if r.get("parentSourcedId") else None
            row = TermRow(
                title=r["title"],
                kind=r["type"],
                starts=date.fromisoformat(r["startDate"]),
                ends=date.fromisoformat(r["endDate"]),
                school_year=int(r["schoolYear"]),
                parent_id=parent,
                school_id=key,
            )
            roster_id = calendars.term_id(session_id, school)
            done[session_id] = self.context.table("terms").put(roster_id, row, name=row.title)
            return done[session_id]

        for session_id in by_id:
            put(session_id)
