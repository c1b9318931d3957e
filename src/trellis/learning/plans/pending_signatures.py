"""Plans that wait for a signature: from the day on which somebody signed a version, or it was sent to be signed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q

from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.prepared_queries import PreparedQuery

from .models import Plan, PlanSignature, PlanVersion

REASON = "show a mentor the goals that they are asked to sign"
_VERSIONS = PreparedQuery(
    PlanVersion,
    lambda versions: versions.order_by("plan__term__starts", "number").values_list(
        "pk", "plan", "plan__student"
    ),
)
_PLANS = PreparedQuery(Plan, lambda plans: plans.values_list("pk", flat=True))
_SIGNED_VERSIONS = PreparedQuery(
    PlanSignature, lambda signatures: signatures.values_list("version", flat=True)
)
_SIGNED_PARTS = PreparedQuery(PlanSignature, lambda signatures: signatures.values_list("version", "part"))


def _in_term(day: date) -> Q:
    """The condition for versions of plans for a term that holds this day."""
    return Q(plan__term__starts__lte=day, plan__term__ends__gte=day, plan__deleted_at=None)


def versions_to_sign(viewer: Viewer, condition: Q, day: date) -> list[UUID]:
    """The newest versions, of plans that the viewer sees, that the viewer has not signed. condition: of which versions.
    Two queries at most."""
    rows = _VERSIONS.seen_by(viewer, _in_term(day), condition)
    return _unsigned(viewer, {plan: version for version, plan, _student in rows}.values())


def mentored_versions(viewer: Viewer, day: date) -> dict[UUID, UUID]:
    """The newest version for each of the viewer's mentees, by student; of two plans, that of the term that started
    last. A mentor's page shows nothing of one but its goals."""
    plans = _PLANS.seen_by(viewer, student__in=viewer.to("person", Role.MENTOR))
    rows = _VERSIONS.unscoped(REASON, _in_term(day), plan__in=plans, deleted_at=None) if plans else []
    return {student: version for version, _plan, student in rows}


def mentees_with_goals_to_sign(viewer: Viewer, day: date) -> set[UUID]:
    """The viewer's mentees whose goals wait for the viewer's signature."""
    versions = mentored_versions(viewer, day)
    unsigned = set(_unsigned(viewer, versions.values()))
    return {student for student, version in versions.items() if version in unsigned}


def _unsigned(viewer: Viewer, versions: Collection[UUID]) -> list[UUID]:
    if not versions:
        return []
    signed = _SIGNED_VERSIONS.unscoped(
        "find out what the viewer has signed",
        version__in=list(versions),
        person=viewer.person_id,
        deleted_at=None,
    )
    return [version for version in versions if version not in set(signed)]


def missing_parts(
    viewer: Viewer, plans: Collection[UUID], who: tuple[str, ...], day: date
) -> Mapping[UUID, tuple[str, ...]]:
    """By plan that was sent to be signed, the parts in which nobody has signed its newest version. Two queries."""
    rows = _VERSIONS.seen_by(viewer, _in_term(day), plan__in=list(plans))
    newest = {plan: version for version, plan, _student in rows}
    signed: dict[UUID, set[str]] = defaultdict(set)
    for version, part in _SIGNED_PARTS.seen_by(viewer, version__in=list(newest.values())):
        signed[version].add(part)
    return {
        plan: tuple(part for part in who if part not in signed[version]) for plan, version in newest.items()
    }
