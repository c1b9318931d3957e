"""Keeping a version of a model, and laying out its outcomes and rubrics."""

from collections.abc import Mapping
from uuid import UUID

from trellis.core.community.models import Network
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.design.frameworks.models import Criterion, Framework, Level, Outcome, Rubric

from ..models import ModelPackage
from ..package import Package


def load_package(
    package: Package,
    by: UUID | None = None,
    network: Network | None = None,
    notes: Mapping[str, str] | None = None,
) -> ModelPackage:
    """Keep a package and lay out its outcomes and rubrics. Again is harmless; a changed body is refused.

    network: the one that publishes it; none for a package that comes from a folder. notes: by part, why it changed.
    """
    existing = ModelPackage.objects.filter(
        slug=package.slug, version=package.version, network=network
    ).first()
    if existing and existing.fingerprint == package.fingerprint:
        return existing
    if existing:
        raise ActionError(
            f"{package.name} {package.version} is already here with different contents. "
            "Give the changed package a new version in package.toml."
        )
    with ledger.act("load a model package", by=by, slug=package.slug, version=package.version):
        framework = _create_framework(package, network)
        return ModelPackage.objects.create(
            network=network,
            notes=dict(notes or {}),
            published_by_id=by,
            slug=package.slug,
            version=package.version,
            name=package.name,
            fingerprint=package.fingerprint,
            body=package.model_dump(mode="json"),
            framework=framework,
        )


def _create_framework(package: Package, network: Network | None) -> Framework:
    # Two networks on one server may each publish a version of one model: the framework says whose it is.
    version = f"{package.version}+{network.slug}"[:40] if network else package.version
    framework = Framework.objects.create(
        title=package.outcomes.title,
        creator=package.author,
        version=version,
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
