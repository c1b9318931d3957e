"""What a school works by. Code never asks which network it is in; it asks `package_for_school(school)`."""

import json
from collections.abc import Iterator
from functools import lru_cache
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from trellis.core.community.models import Network, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.design.frameworks.models import Outcome

from .models import Adoption, ModelPackage, UnfinishedAdaptation
from .models.adoptions import in_force_at
from .package import Package, Problem, adapt_package, measure_problems
from .package.check import validate_tables
from .package.files import RawTables
from .package.locks import merge_under_locks
from .package.schema import PackageMetadata
from .package.standard_roles import with_standard_roles
from .package.upgrade import UpgradeComparison
from .package.versions import version_order

_ADOPTION_IDS = PreparedQuery(
    Adoption, lambda adoptions: adoptions.order_by("starts").values_list("pk", flat=True)[:1]
)


@lru_cache(maxsize=512)
def _adopted_package(adoption_id: UUID) -> Package:
    adoption = (
        Adoption.objects.unscoped("read a school's model, which names no person")
        .select_related("package")
        .get(pk=adoption_id)
    )
    return _package_for_pages(*_texts_of(adoption))


@lru_cache(maxsize=64)
def _package_for_pages(body: str, changes: str) -> Package:
    """The package with its roles under the keys by which pages look for them."""
    return with_standard_roles(_adapt_body(body, changes))


def _texts_of(adoption: Adoption) -> tuple[str, str]:
    return json.dumps(adoption.package.body, sort_keys=True), json.dumps(adoption.changes, sort_keys=True)


@lru_cache(maxsize=64)
def _adapt_body(body: str, changes: str) -> Package:
    """Schools that changed nothing share one package: checking it takes as long as a page does."""
    return adapt_package(Package.model_validate(json.loads(body)), json.loads(changes))


def package_for_school(school_id: UUID) -> Package | None:
    """The package that the school adopted, with its own changes; None while it has adopted none.

    An adoption is never changed, only ended by the next, so what was read once holds.
    """
    reason = "read a school's model, which names no person"
    current = _ADOPTION_IDS.unscoped(reason, in_force_at(timezone.now()), school=school_id)
    return _adopted_package(current[0]) if current else None


def package_body(package: ModelPackage) -> Package:
    """A stored version as a package. Each is read and checked once in a process."""
    return _adapt_body(json.dumps(package.body, sort_keys=True), "{}")


def adapted_package(adoption: Adoption) -> Package:
    """The package of an adoption, with the school's own changes."""
    return _adapt_body(*_texts_of(adoption))


def current_adoption(school_id: UUID) -> Adoption | None:
    """By what the school works now."""
    adoptions = Adoption.objects.current().unscoped("read a school's model, which names no person")
    return adoptions.filter(school=school_id).select_related("package").first()


def earlier_models(school_id: UUID) -> Iterator[tuple[Package, UUID | None]]:
    """The models by which the school worked before, the latest first, each with the id of its framework."""
    adoptions = Adoption.objects.unscoped("read a school's earlier models, which name no person")
    ended = adoptions.filter(school=school_id, deleted_at=None, ends__lte=timezone.now())
    for adoption_id, framework in ended.order_by("-ends").values_list("pk", "package__framework"):
        yield _adopted_package(adoption_id), framework


def planned_adoption(school_id: UUID) -> Adoption | None:
    """By what the school works from a later day on, where it has decided so."""
    adoptions = Adoption.objects.planned().unscoped("read a school's model, which names no person")
    return adoptions.filter(school=school_id).select_related("package").order_by("starts").first()


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
    return outcomes_in_framework(framework) if framework else {}


def outcomes_in_framework(framework: UUID) -> dict[str, Outcome]:
    """The outcomes of a framework by key, in its order."""
    return {each.key: each for each in Outcome.objects.filter(framework=framework)}


def draft_problems(body: RawTables) -> tuple[Package | None, list[Problem]]:
    """The package that a draft is, where it has no problem, and its problems, as `trellis model check` lists them."""
    package, problems = validate_tables(body)
    if package:
        problems = [*problems, *measure_problems(package.measures)]
    return (None if problems else package), sorted(set(problems))


def later_versions(adoption: Adoption, network: Network) -> list[ModelPackage]:
    """Versions of the school's model that are later than its own, the latest first."""
    versions = ModelPackage.objects.filter(slug=adoption.package.slug, deleted_at=None).filter(
        Q(network=None) | Q(network=network)
    )
    present = version_order(adoption.package.version)
    later = [version for version in versions if version_order(version.version) > present]
    return sorted(later, key=lambda version: version_order(version.version), reverse=True)


def offered_models(network: Network) -> list[ModelPackage]:
    """The latest version of each model that a school of the network can begin with: of those that the network has
    published or its schools work by; where there are none, of those that everybody has."""
    versions = ModelPackage.objects.filter(deleted_at=None).defer("body")
    adoptions = Adoption.objects.current().unscoped("list the models of a network's schools")
    used = Q(pk__in=adoptions.filter(school__network=network).values("package")) | Q(network=network)
    slugs = set(versions.filter(used).values_list("slug", flat=True))
    latest: dict[str, ModelPackage] = {}
    for version in versions.filter(Q(network=None) | Q(network=network)).order_by("name"):
        present = latest.get(version.slug)
        is_offered = not slugs or version.slug in slugs
        if is_offered and (
            present is None or version_order(version.version) > version_order(present.version)
        ):
            latest[version.slug] = version
    return list(latest.values())


def upgrade_comparison(adoption: Adoption, package: ModelPackage) -> UpgradeComparison:
    """What the school has beside a later version of its model."""
    return UpgradeComparison(package_body(adoption.package), adapted_package(adoption), package_body(package))


def checked_tables(package: Package, tables: RawTables) -> tuple[Package | None, list[Problem]]:
    """A package with other parts, where it has no problem, and its problems."""
    metadata = package.model_dump(mode="json", include=set(PackageMetadata.model_fields))
    return draft_problems({"package": metadata, **tables})


def unfinished_adaptation(viewer: Viewer, adoption: Adoption) -> UnfinishedAdaptation | None:
    """What a school has begun to change and what does not hold together yet, on top of the adoption in force.

    Where it was begun under an earlier one, it is merged with what has changed since; what is locked now gives way.
    """
    rows = UnfinishedAdaptation.objects.seen_by(viewer).select_related("adoption__package")
    unfinished = rows.filter(school=adoption.school_id).first()
    if unfinished and unfinished.adoption_id != adoption.pk:
        begun, now = adapted_package(unfinished.adoption).tree, adapted_package(adoption).tree
        unfinished.body = merge_under_locks(begun, unfinished.body, now).tree
    return unfinished
