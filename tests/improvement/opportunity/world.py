"""Two small networks whose sums are known: in Harbor multilingual learners are left out, by plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from trellis.core.community.models import Account, Demographics, Group, Network, Person, Role, School, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.improvement.opportunity.services import rebuild_rollups
from trellis.learning.internships.models import Placement, Site

LONG_AGO = timezone.now() - timedelta(days=500)
RACES = ["black", "latine", "white", "black", "black", "latine", "latine", "white", "white", "native"] * 3
RACES += [*RACES[:9], "white"]  # three Native students a school: too few to show


@dataclass
class Small:
    """A network of two schools of 40 students, 12 of them multilingual learners."""

    network: Network
    schools: list[School]
    imani: Person
    ines: Person
    daniel: Person

    def viewer(self, name: str) -> Viewer:
        return Viewer.of(getattr(self, name))


def _person(network: Network, given_name: str, family_name: str) -> Person:
    person = Person.objects.create(
        network=network, given_name=given_name, family_name=family_name, grade="10"
    )
    Account.objects.create_user(f"{given_name}-{family_name}@{network.slug}".lower(), person=person)
    return person


def make(name: str, multilingual_rate: float, rest_rate: float) -> Small:
    """A network called `name` in which these shares of the two sides have an internship now."""
    with ledger.act("make a world for the tests"):
        network = Network.objects.create(name=name, slug=name.lower())
        schools = [School.objects.create(network=network, name=f"{name} {side}") for side in ("East", "West")]
        imani, ines, daniel = (
            _person(network, *names) for names in (("Imani", "Moss"), ("Ines", "Duarte"), ("Daniel", "Osei"))
        )
        Tie.objects.create(person=imani, role=Role.NETWORK_STAFF, to_network=network, starts=LONG_AGO)
        Tie.objects.create(person=ines, role=Role.LEADER, to_school=schools[0], starts=LONG_AGO)
        advisory = Group.objects.create(school=schools[0], kind=Group.Kind.ADVISORY, title="Advisory 10-A")
        Tie.objects.create(person=daniel, role=Role.ADVISOR, to_group=advisory, starts=LONG_AGO)
        site = Site.objects.create(network=network, name="Hope Clinic")
        for school in schools:
            _students(school, site, multilingual_rate, rest_rate)
        rebuild_rollups(network)
    return Small(network, schools, imani, ines, daniel)


def _students(school: School, site: Site, multilingual_rate: float, rest_rate: float) -> None:
    for i in range(40):
        student = Person.objects.create(
            network=school.network, given_name=f"Student {i}", family_name=school.name, grade="10"
        )
        Tie.objects.create(person=student, role=Role.STUDENT, to_school=school, starts=LONG_AGO)
        learner = i % 10 < 3
        Demographics.objects.create(student=student, multilingual_learner=learner, race=RACES[i])
        if (i // 10) / 4 < (multilingual_rate if learner else rest_rate):
            Placement.objects.create(student=student, site=site, starts=timezone.localdate())
