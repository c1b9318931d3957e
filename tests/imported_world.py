"""A network as a real one begins: `trellis open`, a roster of two districts, `model adopt`, `invite`, joining by code.

No row is made by the test itself. Harbor High is in New York on the northern calendar, Hobart Secondary in Tasmania on
the southern; days are laid around today, so that a term is under way at both.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from click.testing import CliRunner
from django.test import Client
from django.urls import reverse

from exchange.rosters import write_out
from trellis.cli import main
from trellis.core.community.models import Group, Network, Person, School

PASSWORD = "three quiet herons"
ADDRESS = "https://trellis.example.org"
TODAY = date.today()


def day(offset: int) -> str:
    return (TODAY + timedelta(days=offset)).isoformat()


def tables() -> dict[str, list[list[str]]]:
    """Two districts. Family names tell the school; each student of Harbor has a home language or several."""
    number = TODAY.year + (TODAY.month >= 8)
    users = [
        ["t-noor", "true", "", "Noor", "Haddad", "", "", "", ""],
        ["t-daniel", "true", "", "Daniel", "Osei", "", "", "", ""],
        ["t-tomas", "true", "", "Tomas", "Silva", "", "", "", ""],
        ["p-ines", "true", "", "Ines", "Duarte", "", "ines@harbor.example", "", ""],
        ["g-carmen", "true", "", "Carmen", "Diallo", "", "", "", "h-1,h-2"],
        ["t-wren", "true", "", "Wren", "Marsh", "", "", "", ""],
        ["p-alba", "true", "", "Alba", "Reid", "", "", "", ""],
    ]
    roles = [
        ["r-noor", "t-noor", "primary", "counselor", "", "", "s-h"],
        ["r-daniel", "t-daniel", "primary", "teacher", "", "", "s-h"],
        ["r-tomas", "t-tomas", "primary", "teacher", "", "", "s-h"],
        ["r-ines", "p-ines", "primary", "principal", "", "", "s-h"],
        ["r-carmen", "g-carmen", "primary", "guardian", "", "", "s-h"],
        ["r-wren", "t-wren", "primary", "teacher", "", "", "s-t"],
        ["r-alba", "p-alba", "primary", "principal", "", "", "s-t"],
    ]
    enrollments = [
        ["e-daniel", "c-advisory", "s-h", "t-daniel", "teacher", "true", "", ""],
        ["e-tomas", "c-biology", "s-h", "t-tomas", "teacher", "true", "", ""],
        ["e-wren", "c-hass", "s-t", "t-wren", "teacher", "true", "", ""],
    ]
    demographics = []
    names = [
        "Amina",
        "Bea",
        "Chidi",
        "Dalia",
        "Emre",
        "Fatou",
        "Goran",
        "Hana",
        "Ismael",
        "Jia",
        "Kofi",
        "Lina",
    ]
    for number_, name in enumerate(names, 1):
        person_id, family = f"h-{number_}", "Diallo" if number_ < 3 else "Harbor"
        agents = "g-carmen" if number_ < 3 else ""
        users.append(
            [person_id, "true", "", name, family, "", "", "9" if number_ < 7 else "Grade 10", agents]
        )
        roles.append([f"r-{person_id}", person_id, "primary", "student", "", "", "s-h"])
        enrollments.append([f"e-a-{person_id}", "c-advisory", "s-h", person_id, "student", "", "", ""])
        enrollments.append([f"e-b-{person_id}", "c-biology", "s-h", person_id, "student", "", "", ""])
        demographics.append([person_id, "2011-05-04", "female", "false", "false", "true", "Y", ""])
    for number_, name in enumerate(["Kai", "Mia"], 1):
        person_id = f"k-{number_}"
        users.append([person_id, "true", "", name, "Burr", "", "", "09", ""])
        roles.append([f"r-{person_id}", person_id, "primary", "student", "", "", "s-t"])
        enrollments.append([f"e-{person_id}", "c-hass", "s-t", person_id, "student", "", "", ""])
    return {
        "orgs": [
            ["d-bay", "Bay District", "district", "", ""],
            ["d-tas", "Tasman District", "district", "", ""],
            ["s-h", "Harbor High", "school", "S-1", "d-bay"],
            ["s-t", "Hobart Secondary", "school", "", "d-tas"],
        ],
        "academicSessions": [
            ["y-n", "North year", "schoolYear", day(-90), day(200), "", str(number)],
            ["n-2", "Winter", "term", day(-20), day(60), "y-n", str(number)],
            ["y-s", "South year", "schoolYear", day(-300), day(20), "", str((TODAY + timedelta(20)).year)],
            ["s-4", "Southern Term 4", "term", day(-30), day(20), "y-s", str((TODAY + timedelta(20)).year)],
        ],
        "courses": [["k-bio", "y-n", "Biology", "BIO", "09", "s-h", "", ""]],
        "classes": [
            ["c-advisory", "Advisory Daniel", "homeroom", "", "", "", "s-h", "n-2"],
            ["c-biology", "Biology 9", "scheduled", "B9", "12", "k-bio", "s-h", "n-2"],
            ["c-hass", "HASS 9", "homeroom", "", "", "", "s-t", "s-4"],
        ],
        "users": users,
        "roles": roles,
        "enrollments": enrollments,
        "demographics": demographics,
    }


@dataclass
class ImportedWorld:
    """The network, and who of it has joined: by given name, with their signed-in client."""

    network: Network
    clients: dict[str, Client] = field(default_factory=dict)

    def person(self, given_name: str) -> Person:
        return Person.objects.unscoped("the test looks").get(given_name=given_name, network=self.network)

    def school(self, name: str = "Harbor High") -> School:
        return School.objects.unscoped("the test looks").get(name=name)

    def group(self, title: str) -> Group:
        return Group.objects.unscoped("the test looks").get(title=title)


def trellis(*words: object, answer: str = "") -> str:
    """Run the command; gives what it printed. Fails with that where it failed."""
    result = CliRunner().invoke(main, [str(word) for word in words], input=answer)
    assert result.exit_code == 0, result.output or result.exception
    return result.output


def username_of(given_name: str) -> str:
    return given_name.lower()


def join(code: str, given_name: str) -> Client:
    client = Client()
    form = {"code": code, "username": username_of(given_name), "password": PASSWORD, "again": PASSWORD}
    response = client.post(reverse("join"), form)
    assert response.status_code == 302, response.content.decode()
    return client


def open_imported_world(
    folder: Path,
    model: str = "big-picture",
    zone: str = "America/New_York",
    southern_zone: str = "Australia/Hobart",
) -> ImportedWorld:
    """Do what `docs/rosters.md` says, from an empty database. `zone` is the network's and Harbor High's."""
    output = trellis(
        *("open", "--name", "Two Coasts", "--slug", "two-coasts", "--package", model),
        *("--leader-name", "Imani Moss", "--time-zone", zone),
    )
    world = ImportedWorld(Network.objects.unscoped("the test looks").get())
    world.clients["Imani"] = join(re.search(r"^    (\S+)$", output, re.M)[1], "Imani")
    trellis("roster", "import", write_out(folder / "roster", tables()), "--source", "SIS", "--yes")
    trellis("school", "set", "--district", "Bay District", "--state", "NY", "--city", "New York")
    trellis("school", "set", "--district", "Tasman District", "--time-zone", southern_zone)
    trellis("model", "adopt", model)
    _add_from_outside(world)
    roles = ("student", "advisor", "teacher", "counselor", "leader", "guardian")
    trellis("invite", folder / "codes.csv", *(word for role in roles for word in ("--role", role)))
    with (folder / "codes.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            world.clients[line["given name"]] = join(line["code"], line["given name"])
    return world


def _add_from_outside(world: ImportedWorld) -> None:
    """The network's lead adds a coach of both schools and a superintendent."""
    page = reverse("network-staff", args=[world.network.pk])
    schools = [world.school(name).pk for name in ("Harbor High", "Hobart Secondary")]
    district = world.school().district_id
    for given, role, more in (
        ("Ravi", "coach", {"schools": schools}),
        ("Devi", "superintendent", {"district": district}),
    ):
        response = world.clients["Imani"].post(page, {"given_name": given, "role": role} | more)
        world.clients[given] = join(response.context["added"].code, given)
