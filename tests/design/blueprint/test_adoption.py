"""A school adopts a model, and from then on works by it."""

import pytest

from trellis.core.community.models import Network, School
from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint import services
from trellis.design.blueprint.models import ModelPackage
from trellis.design.blueprint.package import Package, builtin_packages, read_package
from trellis.design.blueprint.selectors import package_for_school
from trellis.design.frameworks.models import Level, Outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    network = Network.objects.create(name="Harbor", slug="harbor")
    return School.objects.create(network=network, name="Harbor Met")


@pytest.fixture
def big_picture():
    return read_package(builtin_packages()["big-picture"])


def test_a_school_without_a_model_has_none(school):
    assert package_for_school(school.pk) is None


def test_a_school_works_by_the_model_that_it_adopted_last(school, big_picture):
    new_tech = read_package(builtin_packages()["new-tech"])
    services.adopt_package(school, services.load_package(big_picture))
    assert package_for_school(school.pk).slug == "big-picture"
    services.adopt_package(school, services.load_package(new_tech))
    assert package_for_school(school.pk).slug == "new-tech"


def test_loading_a_package_lays_out_its_outcomes_once(big_picture):
    services.load_package(big_picture)
    services.load_package(big_picture)
    assert ModelPackage.objects.count() == 1
    assert Outcome.objects.count() == len(big_picture.outcomes.outcomes)
    assert Level.objects.count() > Outcome.objects.count()


def test_other_contents_under_the_same_version_are_refused(big_picture):
    services.load_package(big_picture)
    with pytest.raises(ActionError, match="new version"):
        services.load_package(Package.model_validate(big_picture.model_dump() | {"about": "Something else."}))


def test_a_school_may_not_change_what_is_held_everywhere(school, big_picture):
    package = services.load_package(big_picture)
    with pytest.raises(ActionError):
        services.adopt_package(school, package, changes={"outcomes.title": "Our own goals"})
