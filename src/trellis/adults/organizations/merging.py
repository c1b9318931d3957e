"""Merging two records of one organization in one act, and undoing it: what moved moves back."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import F, Model
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError

from .models import Organization, OrganizationMerge, PanelMember, Relationship, SiteLink

REASON = "merge two records of one organization"
FIELDS = ("name", "about", "city", "address", "website", "email", "phone", "languages")
"""What is chosen field by field."""
MOVING: dict[str, type[Model]] = {
    "relationships": Relationship,
    "sites": SiteLink,
    "panel_members": PanelMember,
}
"""What belongs to an organization and goes with it. Partners and promises belong to a relationship."""


def merge_organizations(
    target: Organization, merged: Organization, values: Mapping[str, object], by: UUID
) -> OrganizationMerge:
    """Make `merged` a part of `target`, which says what `values` says from now on. Everything of it moves.

    A merge of the same two again is the one that was. Raises ActionError where one of them became part of another.
    """
    with ledger.act("merge organizations", by=by, about=target.pk, merged=str(merged.pk)):
        rows = Organization.objects.unscoped(REASON).select_for_update()
        fresh = {row.pk: row for row in rows.filter(pk__in=(target.pk, merged.pk), deleted_at=None)}
        target, merged = fresh[target.pk], fresh[merged.pk]
        if merged.merged_into_id == target.pk:
            return _open_merge(target, merged)
        if target.pk == merged.pk or target.merged_into_id or merged.merged_into_id:
            raise ActionError(_("One of these was merged already. Open the list again."))
        before = {field: getattr(target, field) for field in FIELDS}
        after = {field: values.get(field, before[field]) for field in FIELDS}
        moved = {kind: _move(model, merged, target) for kind, model in MOVING.items()}
        _write(target, after)
        _write(merged, {"merged_into": target})
        return OrganizationMerge.objects.create(
            target=target, merged=merged, by_id=by, moved=moved, before=before, after=after
        )


def undo_merge(merge: OrganizationMerge, by: UUID) -> Organization:
    """Part what was merged, and return the record that is on its own again. What somebody changed since stays.

    Raises ActionError where the target record became part of another meanwhile.
    """
    with ledger.act("undo a merge of organizations", by=by, about=merge.target_id):
        merge = OrganizationMerge.objects.unscoped(REASON).select_for_update().get(pk=merge.pk)
        organizations = Organization.objects.unscoped(REASON)
        target, merged = organizations.get(pk=merge.target_id), organizations.get(pk=merge.merged_id)
        if merge.undone_at:
            return merged
        if target.merged_into_id:
            raise ActionError(_("One of these was merged already. Open the list again."))
        for kind, model in MOVING.items():
            rows = model.objects.unscoped(REASON).filter(pk__in=merge.moved[kind], organization=target)
            rows.update(organization=merged, modified=timezone.now())
        restored = {
            field: merge.before[field] for field in FIELDS if getattr(target, field) == merge.after[field]
        }
        _write(target, restored)
        _write(merged, {"merged_into": None})
        merge.undone_at = timezone.now()
        merge.save(update_fields=["undone_at", "modified"])
        merged.refresh_from_db()
        return merged


def resolve_forward(organization: Organization) -> Organization:
    """The organization that this one is part of by now; itself where it is part of none."""
    while organization.merged_into_id:
        organization = Organization.objects.unscoped("follow an organization to the one it is part of").get(
            pk=organization.merged_into_id
        )
    return organization


def _open_merge(target: Organization, merged: Organization) -> OrganizationMerge:
    merges = OrganizationMerge.objects.unscoped(REASON).filter(target=target, merged=merged, undone_at=None)
    return merges.latest("created")


def _move(model: type[Model], source: Organization, target: Organization) -> list[str]:
    """Move the rows of one table, and return their ids."""
    rows = model.objects.unscoped(REASON).filter(organization=source)
    ids = [str(key) for key in rows.order_by("pk").values_list("pk", flat=True)]
    rows.update(organization=target, modified=timezone.now())
    return ids


def _write(organization: Organization, values: Mapping[str, object]) -> None:
    rows = Organization.objects.unscoped(REASON).filter(pk=organization.pk)
    rows.update(**values, revision=F("revision") + 1, modified=timezone.now())
