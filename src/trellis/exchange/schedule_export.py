"""A school's week as OneRoster 1.2 files: academic sessions, courses and classes, for systems that want a schedule.

Source: 1EdTech OneRoster 1.2 CSV binding. Ids of schools, sessions and advisories are those of the roster where they
came with one, so that the other system knows them; ids of classes stay the same from one export to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from trellis.core.community.models import Group, School, Term
from trellis.core.community.viewer import Viewer
from trellis.learning.schedules.models import TeamSection, TeamSubject, WeekDesign
from trellis.learning.schedules.names import WeekNames
from trellis.learning.schedules.week_contents import WeekContents, load_contents

from .oneroster_files import Row, roster_id, write_oneroster

FIRST_DAY, LAST_DAY = (8, 15), (6, 30)
"""Of a school year whose terms nobody has entered."""


@dataclass(frozen=True)
class _Session:
    """An academic session; parent: the id of the one that it is part of."""

    key: str
    title: str
    kind: str
    starts: date
    ends: date
    parent: str = ""


def export_schedule(viewer: Viewer, design: WeekDesign) -> bytes:
    """The files of a design, in a zip archive."""
    contents = load_contents(design, viewer)
    sessions = _sessions(viewer, design)
    rows: dict[str, Iterable[Row]] = {
        "orgs": [_org(design.school)],
        "academicSessions": [_session_row(session, design.school_year) for session in sessions],
        "courses": _courses(contents, sessions),
        "classes": _classes(contents, sessions),
    }
    return write_oneroster(rows)


def _derived_id(*parts: object) -> str:
    """An id that is the same in each export."""
    return str(uuid5(NAMESPACE_URL, "/".join(str(part) for part in parts)))


def _org(school: School) -> Row:
    return {
        "sourcedId": roster_id(school),
        "name": school.name,
        "type": "school",
        "identifier": school.identifier,
    }


def _sessions(viewer: Viewer, design: WeekDesign) -> list[_Session]:
    """The school's own terms of the year; without any, the year itself."""
    rows = Term.objects.seen_by(viewer).filter(school=design.school_id, school_year=design.school_year)
    terms = list(rows.filter(deleted_at=None).order_by("starts", "-ends"))
    if not terms:
        year = design.school_year
        first, last = date(year - 1, *FIRST_DAY), date(year, *LAST_DAY)
        key = _derived_id("year", design.school_id, year)
        return [_Session(key, f"{year - 1}-{year % 100:02d}", Term.Kind.YEAR, first, last)]
    by_id = {term.pk: term for term in terms}
    return [
        _Session(
            roster_id(term),
            term.title,
            term.kind,
            term.starts,
            term.ends,
            roster_id(by_id[term.parent_id]) if term.parent_id in by_id else "",
        )
        for term in terms
    ]


def _session_row(session: _Session, school_year: int) -> Row:
    return {
        "sourcedId": session.key,
        "title": session.title,
        "type": session.kind,
        "startDate": session.starts.isoformat(),
        "endDate": session.ends.isoformat(),
        "parentSourcedId": session.parent,
        "schoolYear": str(school_year),
    }


def _courses(contents: WeekContents, sessions: list[_Session]) -> Iterator[Row]:
    """A course for each subject of each team."""
    years = [session.key for session in sessions if session.kind == Term.Kind.YEAR]
    for subject in contents.subjects.values():
        team = contents.teams[subject.team_id]
        yield {
            "sourcedId": _derived_id("course", subject.pk),
            "schoolYearSourcedId": years[0] if years else "",
            "title": f"{subject.title}, {team.title}"[:160],
            "grades": team.grades,
            "orgSourcedId": roster_id(contents.design.school),
            "subjects": subject.title,
        }


def _classes(contents: WeekContents, sessions: list[_Session]) -> Iterator[Row]:
    """A class for each subject of each section; advisories are homerooms."""
    names = WeekNames(contents)
    terms = ",".join(session.key for session in sessions if session.kind != Term.Kind.YEAR)
    terms = terms or ",".join(session.key for session in sessions)
    meetings: dict[tuple[UUID, UUID | None], list] = {}
    for meeting in contents.meetings:
        if meeting.subject_id:
            meetings.setdefault((meeting.subject_id, meeting.section_id), []).append(meeting)
    for (subject_id, section_id), rows in meetings.items():
        subject, section = contents.subjects[subject_id], contents.sections.get(section_id)
        rooms = dict.fromkeys(
            contents.rooms[row.room_id].title for row in rows if row.room_id in contents.rooms
        )
        team = contents.teams[subject.team_id]
        group = names.section(section) if section else team.title
        yield {
            "sourcedId": _class_id(subject, section),
            "title": f"{subject.title}, {group}"[:160],
            "grades": team.grades,
            "courseSourcedId": _derived_id("course", subject.pk),
            "classType": "homeroom" if subject.kind == TeamSubject.Kind.ADVISORY else "scheduled",
            "location": ", ".join(rooms)[:80],
            "schoolSourcedId": roster_id(contents.design.school),
            "termSourcedIds": terms,
            "subjects": subject.title,
            "periods": ",".join(f"{row.day}-{row.number}" for row in rows),
        }


def _class_id(subject: TeamSubject, section: TeamSection | None) -> str:
    """An advisory's own id where it is on the roster; otherwise one for the subject and the section."""
    group: Group | None = section.group if section else None
    if subject.kind == TeamSubject.Kind.ADVISORY and group is not None:
        return roster_id(group)
    return _derived_id("class", subject.pk, section.pk if section else "")
