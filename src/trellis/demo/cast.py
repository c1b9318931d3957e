"""The people whom a visitor can be, each with an account and a role at the first school."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from trellis.core.community.models import Account, Group, Role

from .plan import PASSWORD

if TYPE_CHECKING:
    from .students import PersonRow, SchoolBuilder

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
EMAILS = {"demo-guardian": "carmen@home.example", "demo-mentor": "rosa@hopeclinic.example"}
PHONES = {"demo-guardian": "401-555-0150", "demo-mentor": "401-555-0151"}
CLASS_SIZE = 20
STORY_BACKGROUND = {
    "multilingual_learner": True,
    "disability": False,
    "low_income": True,
    "sex": "female",
    "race": "black",
}


def choose_cast(builder: SchoolBuilder) -> dict[str, PersonRow]:
    """Choose the cast among the people of the first school, before they are written: row by username."""
    rows = {row["sourced_id"]: row for row in builder.people}
    juniors = {student.id for student in builder.students if student.grade == "11"}
    _group, advisor, members = next(a for a in reversed(builder.advisories) if juniors & set(a[2]))
    star = next(student for student in builder.students if student.id == members[0])
    star.in_story, star.multilingual, star.disability, star.new = True, True, False, False
    row_by_username = {
        "demo-advisor": rows[advisor],
        "demo-student": rows[star.id],
        "demo-mentor": rows[builder.sites[0].mentors[0]],
    }
    rows[star.id]["home_languages"] = ["fr", "en"]
    next(row for row in builder.backgrounds if row["student_id"] == star.id).update(STORY_BACKGROUND)
    for username, (given_name, family_name) in PEOPLE.items():
        row = row_by_username[username] = row_by_username.get(username) or builder.person("en")
        row["given_name"], row["family_name"] = given_name, family_name
    for username, email in EMAILS.items():
        row_by_username[username]["email"] = email
        row_by_username[username]["phone"] = PHONES[username]
    row_by_username["demo-guardian"]["home_languages"] = ["fr", "en"]
    return row_by_username


def add_cast(builder: SchoolBuilder, people: dict[str, PersonRow]) -> None:
    """Give the cast their accounts and the ties they lack. The password is hashed once: all share it."""
    hashed = make_password(PASSWORD)
    ids = {username: row["sourced_id"] for username, row in people.items()}
    for username, key in ids.items():
        Account.objects.create(username=username, person_id=key, password=hashed)
    since = builder.year.starts - timedelta(days=730)
    amina = ids["demo-student"]
    builder.tie(ids["demo-network"], Role.NETWORK_STAFF, since, to_network_id=builder.network.pk)
    for username, role in (
        ("demo-leader", Role.LEADER),
        ("demo-counselor", Role.COUNSELOR),
        ("demo-counselor", Role.LIAISON),
        ("demo-coach", Role.COACH),
    ):
        builder.tie(ids[username], role, since, to_school_id=builder.school.pk)
    builder.tie(ids["demo-guardian"], Role.GUARDIAN, since, to_person_id=amina)
    workshop = Group.objects.create(school=builder.school, kind=Group.Kind.CLASS, title="Math workshop")
    builder.tie(ids["demo-teacher"], Role.TEACHER, builder.year.starts, to_group_id=workshop.pk)
    advisory = next(members for _group, _advisor, members in builder.advisories if amina in members)
    others = [student.id for student in builder.students if student.grade == "11"][:CLASS_SIZE]
    for student in dict.fromkeys([*advisory, *others][:CLASS_SIZE]):
        builder.tie(student, Role.STUDENT, builder.year.starts, to_group_id=workshop.pk)
