"""What a school works by. Code never asks which network it is in; it asks `package_for_school(school)`."""

import json
from functools import lru_cache
from uuid import UUID

from trellis.core.community.models import Network, School
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.design.frameworks.models import Outcome

from .models import Adoption
from .package import Package, adapt_package

_CURRENT_ADOPTIONS = PreparedQuery(
    Adoption, lambda adoptions: adoptions.current().order_by("pk").values_list("pk", flat=True)[:1]
)


@lru_cache(maxsize=512)
def _adopted_package(adoption_id: UUID) -> Package:
    adoption = (
        Adoption.objects.unscoped("read a school's model, which names no person")
        .select_related("package")
        .get(pk=adoption_id)
    )
    return _adapt_body(
        json.dumps(adoption.package.body, sort_keys=True), json.dumps(adoption.changes, sort_keys=True)
    )


@lru_cache(maxsize=64)
def _adapt_body(body: str, changes: str) -> Package:
    """Schools that changed nothing share one package: checking it takes as long as a page does."""
    return adapt_package(Package.model_validate(json.loads(body)), json.loads(changes))


def package_for_school(school_id: UUID) -> Package | None:
    """The package that the school adopted, with its own changes; None while it has adopted none.

    An adoption is never changed, only ended by the next, so what was read once holds.
    """
    current = _CURRENT_ADOPTIONS.unscoped("read a school's model, which names no person", school=school_id)
    return _adopted_package(current[0]) if current else None


def schools_without_model(network: Network) -> list[School]:
    """The network's schools that have adopted no model yet, by name."""
    schools = School.objects.unscoped("tell an operator about schools, not people")
    adopted_schools = (
        Adoption.objects.current().unscoped("list the schools that have a model").values("school")
    )
    return list(
        schools.filter(network=network, deleted_at=None).exclude(pk__in=adopted_schools).order_by("name")
    )


def framework_of(school_id: UUID) -> UUID | None:
    """The id of the framework that the school's model came with; None while it has adopted none."""
    adoptions = Adoption.objects.current().unscoped("read a school's model, which names no person")
    return adoptions.filter(school=school_id).values_list("package__framework", flat=True).first()


def outcomes_of(school_id: UUID) -> dict[str, Outcome]:
    """What the school's model works towards, by key, in its order."""
    framework = framework_of(school_id)
    return {each.key: each for each in Outcome.objects.filter(framework=framework)} if framework else {}
