"""Small networks with a school year of their own, whose figures a test knows beforehand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from trellis.core.community.models import Account, Demographics, Network, Person, Role, School, Term, Tie
from trellis.core.community.viewer import Viewer
from trellis.learning.internships.models import Placement, Site

LONG_AGO = timezone.now() - timedelta(days=500)


@dataclass
class Student:
    """A student, and whether they are a multilingual learner."""

    person: Person
    learner: bool


@dataclass
class SmallNetwork:
    """A network with a network lead, and for each school a principal and its students."""

    network: Network
    imani: Person
    schools: dict[str, School] = field(default_factory=dict)
    principals: dict[str, Person] = field(default_factory=dict)
    students: dict[str, list[Student]] = field(default_factory=dict)
    site: Site | None = None
    term: Term | None = None

    def viewer(self, person: Person) -> Viewer:
        return Viewer.of(person)

    def enroll(self, school: str, learner: bool, since: datetime = LONG_AGO, **demographics) -> Person:
        """One more student of a school, a multilingual learner or not, enrolled since a moment."""
        person = Person.objects.create(network=self.network, given_name="Student", grade="10")
        Tie.objects.create(person=person, role=Role.STUDENT, to_school=self.schools[school], starts=since)
        Demographics.objects.create(student=person, multilingual_learner=learner, **demographics)
        self.students[school].append(Student(person, learner))
        return person

    def place(self, person: Person, starts: date | None = None) -> Placement:
        """An internship of a student, from a day on."""
        self.site = self.site or Site.objects.create(network=self.network, name="Hope Clinic")
        return Placement.objects.create(student=person, site=self.site, starts=starts or timezone.localdate())


def make_network(name: str, sizes: dict[str, int], learners: float = 0.5, days: int = 90) -> SmallNetwork:
    """A network whose schools have so many students, this share of them learners; the year began `days` ago."""
    network = Network.objects.create(name=name, slug=name.lower())
    small = SmallNetwork(network, _person(network, "Imani"))
    Tie.objects.create(person=small.imani, role=Role.NETWORK_STAFF, to_network=network, starts=LONG_AGO)
    today = timezone.localdate()
    year = {"starts": today - timedelta(days=days), "ends": today + timedelta(days=200)}
    small.term = Term.objects.create(
        network=network, kind=Term.Kind.YEAR, title="Year", school_year=year["ends"].year, **year
    )
    for school, size in sizes.items():
        add_school(small, school, size, learners)
    return small


def add_school(small: SmallNetwork, school: str, size: int, learners: float = 0.5) -> School:
    """A further school with its principal and its students."""
    small.schools[school] = School.objects.create(network=small.network, name=school)
    small.students[school] = []
    principal = small.principals[school] = _person(small.network, f"Ines {school}")
    Tie.objects.create(person=principal, role=Role.LEADER, to_school=small.schools[school], starts=LONG_AGO)
    for number in range(size):
        small.enroll(school, number < learners * size, sex=("female", "male")[number % 2])
    return small.schools[school]


def at_noon(day: date) -> datetime:
    """Noon of a day, for ties that begin on it."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def _person(network: Network, given_name: str) -> Person:
    person = Person.objects.create(network=network, given_name=given_name)
    Account.objects.create_user(f"{given_name}-{network.slug}".lower().replace(" ", "-"), person=person)
    return person
