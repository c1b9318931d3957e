"""Writing organizations and a school's relationship with one. Promises: `promises.py`; merging: `merging.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from trellis.core.community.models import School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current
from trellis.learning.projects.sent_files import accept_file

from .models import DistinctPair, Organization, Relationship

REASON = "keep one record of an organization"


def add_organization(network: UUID, facts: Mapping[str, object], by: UUID) -> Organization:
    """Add an organization. Raises ActionError where one of that name and city is on the list."""
    current = Organization.objects.unscoped(REASON).current().filter(network=network)
    if current.filter(name__iexact=facts["name"], city__iexact=facts.get("city", "")).exists():
        raise ActionError(
            _("%(name)s is already on the list. Search for it there.") % {"name": facts["name"]}
        )
    with ledger.act("add an organization", by=by):
        return Organization.objects.create(network_id=network, **facts)


def save_organization(
    organization: Organization,
    facts: Mapping[str, object],
    by: UUID | None,
    seen: int | None,
    labels: Mapping[str, str],
) -> Organization:
    """Correct what is known of an organization. Raises EditConflict where somebody changed it since `seen`."""
    with ledger.act("change an organization", by=by, about=organization.pk):
        return save_if_current(organization, facts, seen, labels)


def begin_relationship(organization: Organization, school: School, by: UUID) -> Relationship:
    """Note that a school works with an organization; the relationship that it has, where it has one."""
    with ledger.act("begin to work with an organization", by=by, about=organization.pk):
        Organization.objects.unscoped(REASON).select_for_update().get(pk=organization.pk)
        rows = Relationship.objects.unscoped("keep one relationship of a school and an organization")
        existing = rows.filter(organization=organization, school=school, deleted_at=None).first()
        return existing or Relationship.objects.create(organization=organization, school=school)


def save_relationship(
    relationship: Relationship,
    facts: Mapping[str, object],
    by: UUID | None,
    seen: int | None,
    labels: Mapping[str, str],
) -> Relationship:
    """Write what a school has with an organization, or the organization's own correction of its contacts.

    Raises EditConflict where somebody changed it since `seen`, ActionError for days in the wrong order.
    """
    for first, last in (("since", "until"), ("signed_on", "valid_until")):
        starts, ends = facts.get(first), facts.get(last)
        if isinstance(starts, date) and isinstance(ends, date) and ends < starts:
            raise ActionError(_("The last day is before the first. Check both dates."), last)
    with ledger.act("change a relationship", by=by, about=relationship.pk):
        return save_if_current(relationship, facts, seen, labels)


def attach_agreement(relationship: Relationship, sent: UploadedFile, by: UUID) -> None:
    """Keep the file of an agreement; the one before is replaced. Raises ActionError for a kind that is not accepted."""
    file = accept_file(sent)
    with ledger.act("attach an agreement", by=by, about=relationship.pk):
        row = Relationship.objects.unscoped("attach the file of an agreement").get(pk=relationship.pk)
        row.file_name, row.media_type = file.name, file.media_type
        row.file.save(file.stored, file.content, save=True)


def keep_apart(first: Organization, second: Organization, by: UUID) -> DistinctPair:
    """Note that two organizations with similar names are two."""
    pair = sorted((first, second), key=lambda organization: organization.pk.hex)
    with ledger.act("note that organizations are two", by=by, about=pair[0].pk):
        row, _created = DistinctPair.objects.unscoped("note once that organizations are two").get_or_create(
            first=pair[0], second=pair[1]
        )
    return row
