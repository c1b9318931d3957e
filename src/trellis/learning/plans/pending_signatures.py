"""Plans that wait for a signature: from the day on which somebody signed a version, or it was sent to be signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from trellis.core.community.models import Role
from trellis.core.community.viewer import Viewer

from .models import Plan, PlanSignature, PlanVersion

REASON = "show a mentor the goals that they are asked to sign"


def newest_versions(versions: QuerySet[PlanVersion], day: date) -> QuerySet[PlanVersion]:
    """Of these versions, the newest of each plan for a term that holds this day."""
    newer = PlanVersion.objects.unscoped("find out whether a version is the newest").filter(
        plan=OuterRef("plan"), number__gt=OuterRef("number"), deleted_at=None
    )
    current = Plan.objects.unscoped("find the plans of the terms under way").filter(
        term__starts__lte=day, term__ends__gte=day, deleted_at=None
    )
    return versions.filter(~Exists(newer), plan__in=current.values("pk"))


def versions_to_sign(viewer: Viewer, day: date) -> QuerySet[PlanVersion]:
    """The newest versions of plans that the viewer sees and has not signed."""
    return _unsigned(newest_versions(PlanVersion.objects.seen_by(viewer), day), viewer)


def mentored_versions(viewer: Viewer, day: date) -> QuerySet[PlanVersion]:
    """The newest versions of the plans of the viewer's mentees. A mentor's page shows nothing of one but its goals."""
    plans = Plan.objects.seen_by(viewer).filter(student__in=viewer.to("person", Role.MENTOR))
    versions = PlanVersion.objects.unscoped(REASON).filter(plan__in=plans.values("pk"), deleted_at=None)
    return newest_versions(versions, day)


def mentees_with_goals_to_sign(viewer: Viewer, day: date) -> set[UUID]:
    """The viewer's mentees whose goals wait for the viewer's signature. One query."""
    versions = _unsigned(mentored_versions(viewer, day), viewer)
    return set(versions.values_list("plan__student", flat=True))


def _unsigned(versions: QuerySet[PlanVersion], viewer: Viewer) -> QuerySet[PlanVersion]:
    own_signatures = PlanSignature.objects.unscoped("find out what the viewer has signed").filter(
        version=OuterRef("pk"), person=viewer.person_id, deleted_at=None
    )
    return versions.filter(~Exists(own_signatures))


def missing_parts(
    viewer: Viewer, plans: Iterable[UUID], who: tuple[str, ...], day: date
) -> Mapping[UUID, tuple[str, ...]]:
    """By plan that was sent to be signed, the parts in which nobody has signed its newest version. One query."""
    signatures = PlanSignature.objects.seen_by(viewer).filter(version=OuterRef("pk"))
    versions = newest_versions(PlanVersion.objects.seen_by(viewer).filter(plan__in=list(plans)), day)
    signed = {f"signed_{number}": Exists(signatures.filter(part=part)) for number, part in enumerate(who)}
    return {
        row[0]: tuple(part for part, is_signed in zip(who, row[1:], strict=True) if not is_signed)
        for row in versions.values_list("plan_id").annotate(**signed)
    }
