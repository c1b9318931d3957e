"""The people of the tests, small: enough of a school for the frame around its pages."""

from dataclasses import dataclass

from trellis.core.community.models import Account, Group, Network, Person, Role, School, Tie
from trellis.core.foundation import ledger

PASSWORD = "kites over harbor 9"


@dataclass
class World:
    network: Network
    school: School
    people: dict[str, Person]

    def __getattr__(self, name: str) -> Person:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def make_world(invented: bool = False, slug: str = "harbor") -> World:
    """Harbor, a school of one advisory: Imani, Ines, Daniel, Amina, Carmen and Rosa, each with an account."""
    with ledger.act("make a test world"):
        network = Network.objects.create(name="Harbor Schools", slug=slug, invented=invented)
        school = School.objects.create(network=network, name="Harbor Met")
        advisory = Group.objects.create(school=school, kind="advisory", title="Daniel's advisory")
        people = {
            name: Person.objects.create(network=network, given_name=name.title(), family_name="Moss")
            for name in ("imani", "ines", "daniel", "amina", "carmen", "rosa")
        }
        for name, role, target in (
            ("imani", Role.NETWORK_STAFF, {"to_network": network}),
            ("ines", Role.LEADER, {"to_school": school}),
            ("daniel", Role.ADVISOR, {"to_group": advisory}),
            ("amina", Role.STUDENT, {"to_group": advisory}),
            ("carmen", Role.GUARDIAN, {"to_person": people["amina"]}),
            ("rosa", Role.MENTOR, {"to_person": people["amina"]}),
        ):
            Tie.objects.create(person=people[name], role=role, **target)
    return World(network, school, people)


def give_account(person: Person, username: str) -> Account:
    return Account.objects.create_user(username, person=person, password=PASSWORD)
