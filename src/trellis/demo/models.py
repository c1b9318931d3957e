"""Two schools that changed their network's model, each with its reason, and a new version to decide about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from trellis.core.community.models import Network, Role, Tie
from trellis.design.blueprint.models import Adoption, ModelPackage
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.versions import next_version
from trellis.design.blueprint.selectors import package_body
from trellis.design.blueprint.services import adopt_package, load_package

ADAPTATIONS: dict[str, list[tuple[dict[str, object], str]]] = {
    "big-picture": [
        (
            {"calendar.cycles.weeks": 8},
            "Our families move for the harvest in the fall. Shorter terms let every student finish one.",
        )
    ],
    "new-tech": [
        (
            {"exhibition.discrepancy": 1},
            "Two scorers who are one level apart talk as well. The talk is where we learn the rubric.",
        )
    ],
}
"""By model: what one of its schools changed, and why."""
WHY_EXHIBITIONS = "Outside adults ask the questions that we forget to ask, so they need the time to ask them."


def create_adaptations(network: Network, today: date) -> None:
    """Let one school of a model change it, and publish the next version of the first model."""
    adoptions = Adoption.objects.current().system().filter(school__network=network)
    for slug, changes in ADAPTATIONS.items():
        rows = adoptions.filter(package__slug=slug).select_related("school", "package").order_by("created")
        for adoption, (change, reason) in zip(rows, changes, strict=False):
            _adapt(adoption, change, reason, today)
    _publish_next(network)


def _adapt(adoption: Adoption, change: Mapping[str, object], reason: str, today: date) -> None:
    leader = Tie.objects.system().filter(role=Role.LEADER, to_school=adoption.school_id).first()
    given = {"text": reason, "by": str(leader.person_id) if leader else "", "on": today.isoformat()}
    by = leader.person_id if leader else None
    adopt_package(adoption.school, adoption.package, by, change, dict.fromkeys(change, given))


def _publish_next(network: Network) -> None:
    """The next version of Big Picture's model: the panel asks for longer."""
    base = ModelPackage.objects.filter(slug="big-picture", network=None).first()
    if base is None:
        return
    body = package_body(base).model_dump(mode="json")
    body["version"] = next_version(base.version)
    kind = body["exhibition"]["kinds"][0]
    kind["minutes"] += 5
    kind["steps"][1]["minutes"] += 5
    load_package(Package.model_validate(body), None, network, {"exhibition": WHY_EXHIBITIONS})
