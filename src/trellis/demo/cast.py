"""The people whom a visitor can be, each with a way in and a place at the first school."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from trellis.core.community.models import Account, Group, Role

from .plan import PASSWORD

if TYPE_CHECKING:
    from .students import SchoolBuilder

PEOPLE = {
    "demo-network": ("Imani", "Moss"),
    "demo-leader": ("Ines", "Duarte"),
    "demo-counselor": ("Noor", "Haddad"),
    "demo-coach": ("Kofi", "Mensah"),
    "demo-advisor": ("Daniel", "Osei"),
    "demo-teacher": ("Tomas", "Silva"),
    "demo-student": ("Amina", "Diallo"),
    "demo-guardian": ("Carmen", "Diallo"),
    "demo-mentor": ("Rosa", "Herrera"),
}
STORY_BACKGROUND = {
    "multilingual_learner": True,
    "disability": False,
    "low_income": True,
    "sex": "female",
    "race": "black",
}


def choose_cast(room: SchoolBuilder) -> dict[str, dict]:
    """Choose the cast among the people of the first school, before they are written: row by username."""
    rows = {row["sourced_id"]: row for row in room.people}
    juniors = {about["id"] for about in room.students if about["grade"] == "11"}
    _group, advisor, members = next(a for a in reversed(room.advisories) if juniors & set(a[2]))
    star = next(about for about in room.students if about["id"] == members[0])
    star |= {"star": True, "multilingual": True, "disability": False, "new": False}
    row_by_username = {
        "demo-advisor": rows[advisor],
        "demo-student": rows[star["id"]] | {"home_languages": ["fr", "en"]},
        "demo-mentor": rows[room.sites[0]["mentors"][0]],
    }
    rows[star["id"]]["home_languages"] = ["fr", "en"]
    next(b for b in room.backgrounds if b["student_id"] == star["id"]).update(STORY_BACKGROUND)
    for username, (given, family) in PEOPLE.items():
        row = row_by_username[username] = (
            rows[row_by_username[username]["sourced_id"]]
            if username in row_by_username
            else room.person("en")
        )
        row |= {"given_name": given, "family_name": family}
    return row_by_username


def seat_cast(room: SchoolBuilder, people: dict[str, dict]) -> None:
    """Give the cast their accounts and the ties they lack. The password is hashed once: all share it."""
    hashed = make_password(PASSWORD)
    ids = {username: row["sourced_id"] for username, row in people.items()}
    for username, key in ids.items():
        Account.objects.create(username=username, person_id=key, password=hashed)
    since = room.year.starts - timedelta(days=730)
    amina = ids["demo-student"]
    room.tie(ids["demo-network"], Role.NETWORK_STAFF, since, to_network_id=room.network.pk)
    for username, role in (
        ("demo-leader", Role.LEADER),
        ("demo-counselor", Role.COUNSELOR),
        ("demo-counselor", Role.LIAISON),
        ("demo-coach", Role.COACH),
    ):
        room.tie(ids[username], role, since, to_school_id=room.school.pk)
    room.tie(ids["demo-guardian"], Role.GUARDIAN, since, to_person_id=amina)
    workshop = Group.objects.create(school=room.school, kind=Group.Kind.CLASS, title="Math workshop")
    room.tie(ids["demo-teacher"], Role.TEACHER, room.year.starts, to_group_id=workshop.pk)
    learners = [about["id"] for about in room.students if about["grade"] == "11"][:17]
    for student in {amina, *learners}:
        room.tie(student, Role.STUDENT, room.year.starts, to_group_id=workshop.pk)
