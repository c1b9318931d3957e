"""Words about a school name none of its people: how names are found, and what is no name."""

import pytest

from trellis.core.community.models import Person, Role
from trellis.core.community.named_people import people_named_in
from world import make_world, tie

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    side = make_world().home
    for given, family in (("Ana", "Diaz Peña"), ("Li", "Wei"), ("May", "Rivers")):
        tie(
            Person.objects.create(network=side.network, given_name=given, family_name=family),
            Role.STUDENT,
            side.school,
        )
    return side


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ana Díaz-Peña spoke for her group.", ["Ana Diaz Peña"]),
        ("I asked wei, li about it", ["Li Wei"]),
        ("Ms. Rivers asked a good question", ["May Rivers"]),
        ("The rivers of the city in May", []),
        ("Diaz Peña", []),  # of hundreds of students somebody has almost any family name
        ("Charlie was there", []),
        ("", []),
    ],
)
def test_a_student_is_found_by_both_names_or_a_title(home, text, names):
    assert people_named_in(text, home.school.pk, (Role.STUDENT,)) == names


def test_of_the_few_who_teach_a_family_name_with_a_capital_is_enough(home):
    roles = (Role.TEACHER,)
    assert people_named_in("Silva let them choose", home.school.pk, roles, family_name_alone=True)
    assert people_named_in("Silva let them choose", home.school.pk, roles) == []
    assert people_named_in("Tomas Silva", home.school.pk, (Role.STUDENT,)) == []
