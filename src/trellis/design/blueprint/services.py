"""Verbs of the blueprint: load a package, and let a school adopt one."""

from collections.abc import Callable, Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from trellis.core.community.models import Network, School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.registry import Registry
from trellis.design.frameworks.models import Criterion, Framework, Level, Outcome, Rubric

from .models import Adoption, ModelPackage
from .package import InvalidPackageError, LockedPartError, Package, adapt_package, measure_problems
from .selectors import schools_without_model


def load_package(package: Package, by: UUID | None = None) -> ModelPackage:
    """Keep a package and lay out its outcomes and rubrics. Again is harmless; a changed body is refused."""
    existing = ModelPackage.objects.filter(slug=package.slug, version=package.version).first()
    if existing and existing.fingerprint == package.fingerprint:
        return existing
    if existing:
        raise ActionError(
            f"{package.name} {package.version} is already here with different contents. "
            "Give the changed package a new version in package.toml."
        )
    with ledger.act("load a model package", by=by, slug=package.slug, version=package.version):
        framework = _create_framework(package)
        return ModelPackage.objects.create(
            slug=package.slug,
            version=package.version,
            name=package.name,
            fingerprint=package.fingerprint,
            body=package.model_dump(mode="json"),
            framework=framework,
        )


def _create_framework(package: Package) -> Framework:
    framework = Framework.objects.create(
        title=package.outcomes.title,
        creator=package.author,
        version=package.version,
        key=package.slug,
        language=package.languages[0],
    )
    outcomes = {
        o.key: Outcome.objects.create(
            framework=framework,
            key=o.key,
            code=o.code,
            title=o.title,
            statement=o.statement,
            question=o.questions[0],
            position=position,
        )
        for position, o in enumerate(package.outcomes.outcomes)
    }
    for r in package.rubrics.rubrics:
        rubric = Rubric.objects.create(framework=framework, key=r.key, title=r.title)
        for position, c in enumerate(r.criteria):
            row = Criterion.objects.create(
                rubric=rubric,
                outcome=outcomes[c.outcome],
                description=c.title,
                weight=c.weight,
                position=position,
            )
            Level.objects.bulk_create(
                Level(criterion=row, position=p, quality=q, description=d) for p, q, d in package.cells(r, c)
            )
    return framework


def adopt_package(
    school: School,
    package: ModelPackage,
    by: UUID | None = None,
    changes: Mapping[str, object] | None = None,
) -> Adoption:
    """Adopt a package for a school from now on. Refuses changes to locked parts and unknown measures."""
    try:
        adapted = adapt_package(Package.model_validate(package.body), changes or {})
    except LockedPartError as error:
        raise ActionError(str(error)) from error
    if changes and (problems := list(measure_problems(adapted.measures))):
        raise InvalidPackageError(problems)
    now = timezone.now()
    with ledger.act("adopt a model", by=by, about=school.pk, package=package.slug):
        current = Adoption.objects.current().unscoped("find the school's current model")
        current.filter(school=school).update(ends=now)
        return Adoption.objects.create(
            school=school, package=package, starts=now, changes=dict(changes or {})
        )


def adopt_in_schools(
    network: Network, package: Package, names: list[str], by: UUID | None = None
) -> list[School]:
    """Let the named schools work by this model, all or none; without names, those that have no model yet.

    Gives the schools whose model changed. Raises ActionError for a name that no school, or more than one, has.
    """
    schools = [_school_named(network, name) for name in names] if names else schools_without_model(network)
    with ledger.act("adopt a model", by=by, about=network.pk, package=package.slug):
        model = load_package(package, by)
        current = Adoption.objects.current().unscoped("find the school's current model")
        have = set(current.filter(package=model).values_list("school_id", flat=True))
        new = [school for school in schools if school.pk not in have]
        for school in new:
            adopt_package(school, model, by)
        if new:
            transaction.on_commit(lambda: _run_after_adoption(network))
    return new


AFTER_ADOPTION: Registry[str, Callable[[Network], None]] = Registry(
    "after adoption", "what runs for a network after its schools adopt a model"
)


def _run_after_adoption(network: Network) -> None:
    for call in AFTER_ADOPTION.values():
        call(network)


def _school_named(network: Network, name: str) -> School:
    matches = School.objects.unscoped("find the school that an operator named").filter(
        network=network, name__iexact=name.strip(), deleted_at=None
    )[:2]
    if len(matches) == 1:
        return matches[0]
    what = "more than one school" if matches else "no school"
    raise ActionError(f"{network.name} has {what} named “{name}”. Nothing was changed.")
