"""Which terms are which school's. OneRoster's academic sessions name no school: its classes tell which it follows.

Each school that follows a session gets a term of its own, so that two districts keep two calendars.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import blake2b

MAX_ID_LENGTH = 255


def term_id(session: str, school: str) -> str:
    """The roster id of one school's term: the session's and the school's together."""
    both = f"{session}@{school}"
    return both if len(both) <= MAX_ID_LENGTH else blake2b(both.encode(), digest_size=32).hexdigest()


def sessions_by_school(
    parents: Mapping[str, str], districts: Mapping[str, str], followed: Iterable[tuple[str, str]]
) -> dict[str, set[str]]:
    """Which sessions each school follows.

    parents: session to the session it is a part of ("" for none). districts: every school to its district ("" for
    none). followed: (school, session) as classes tell.

    A school follows the sessions of its classes, what these are parts of, and the other parts of those, unless only
    other districts use them. A school without classes follows what its district's schools do; where that is nothing,
    the sessions that nobody's classes name; and where all others agree on one calendar, that one.
    """
    school_sessions: dict[str, set[str]] = defaultdict(set)
    for school, session in followed:
        if school in districts and session in parents:
            school_sessions[school] |= {session, *_ancestors(session, parents)}
    users = _districts_by_session(school_sessions, districts)
    for school, sessions in school_sessions.items():
        sessions |= _other_parts(sessions, parents, users, districts[school])
    return {
        school: school_sessions.get(school)
        or _sessions_without_classes(school, school_sessions, parents, districts)
        for school in districts
    }


def _ancestors(session: str, parents: Mapping[str, str]) -> list[str]:
    """The sessions that this one is a part of, nearest first; a circle ends the walk."""
    ancestors: list[str] = []
    while (session := parents.get(session, "")) in parents and session not in ancestors:
        ancestors.append(session)
    return ancestors


def _districts_by_session(
    school_sessions: Mapping[str, set[str]], districts: Mapping[str, str]
) -> dict[str, set[str]]:
    users: dict[str, set[str]] = defaultdict(set)
    for school, sessions in school_sessions.items():
        for session in sessions:
            users[session].add(districts[school])
    return users


def _other_parts(
    sessions: set[str], parents: Mapping[str, str], users: Mapping[str, set[str]], district: str
) -> set[str]:
    """The further parts of these sessions that are not another district's alone."""
    all_sessions = set(sessions)
    while more := {
        session
        for session, parent in parents.items()
        if session not in all_sessions
        and parent in all_sessions
        and (session not in users or district in users[session])
    }:
        all_sessions |= more
    return all_sessions


def _sessions_without_classes(
    school: str,
    school_sessions: Mapping[str, set[str]],
    parents: Mapping[str, str],
    districts: Mapping[str, str],
) -> set[str]:
    """The sessions of a school that has no class yet."""
    near = [school_sessions[other] for other in school_sessions if districts[other] == districts[school]]
    if near:
        return set.union(*near)
    free = set(parents).difference(*school_sessions.values())
    if free:
        return free
    calendars = {frozenset(sessions) for sessions in school_sessions.values()}
    return set(calendars.pop()) if len(calendars) == 1 else set()
