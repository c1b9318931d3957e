"""The people whom a visitor can be, each with a way in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.hashers import make_password

from trellis.community.models import Account, Demographics, Network, Person, Role, Tie

from .plan import PASSWORD

if TYPE_CHECKING:
    from .students import Classroom

PEOPLE = {
    "demo-network": ("Imani", "Moss"),
    "demo-leader": ("Ines", "Duarte"),
    "demo-counselor": ("Noor", "Haddad"),
    "demo-advisor": ("Daniel", "Osei"),
    "demo-student": ("Amina", "Diallo"),
    "demo-guardian": ("Carmen", "Diallo"),
    "demo-mentor": ("Rosa", "Herrera"),
}


def seat(network: Network, room: Classroom) -> None:
    """Give the cast their ties at the first school. The password is hashed once: all share it."""
    hashed = make_password(PASSWORD)
    people = {}
    for username, (given, family) in PEOPLE.items():
        person = Person.objects.create(network=network, given_name=given, family_name=family)
        Account.objects.create(username=username, person=person, password=hashed)
        people[username] = person
    group, _advisor = room.advisories[len(room.advisories) // 2]
    amina = people["demo-student"]
    Person.objects.unscoped("seats the cast").filter(pk=amina.pk).update(
        grade="11", home_languages=["fr", "en"]
    )

    Demographics.objects.create(
        student=amina,
        sex="female",
        race="black",
        multilingual_learner=True,
        disability=False,
        low_income=True,
    )

    def tie(username: str, role: str, **to: object) -> None:
        Tie.objects.create(person=people[username], role=role, starts=_since(room), **to)

    tie("demo-network", Role.NETWORK_STAFF, to_network=network)
    tie("demo-leader", Role.LEADER, to_school=room.school)
    tie("demo-counselor", Role.COUNSELOR, to_school=room.school)
    tie("demo-advisor", Role.ADVISOR, to_group_id=group)
    tie("demo-student", Role.STUDENT, to_school=room.school)
    tie("demo-student", Role.STUDENT, to_group_id=group)
    tie("demo-guardian", Role.GUARDIAN, to_person=amina)
    tie("demo-mentor", Role.MENTOR, to_person=amina)


def _since(room: Classroom) -> object:
    from .build import moment

    return moment(room.year.starts.replace(year=room.year.starts.year - 2))
