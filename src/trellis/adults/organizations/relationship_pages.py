"""Reading one relationship: its promises of a year, and what was delivered."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community import links
from trellis.core.community.school_years import SchoolYear

from .deliveries import PromiseStatus, deliveries_to, promise_statuses
from .models import PartnerPromise, Relationship


def promises_of(relationship: Relationship, year: SchoolYear) -> list[PromiseStatus]:
    """The promises of a relationship that the caller may read, and how they stand."""
    rows = PartnerPromise.objects.unscoped("read the promises of a relationship that the reader has")
    promises = rows.filter(relationship=relationship, school_year=year.number, deleted_at=None)
    promises = promises.select_related("relationship").order_by("created", "pk")
    deliveries = deliveries_to(relationship.school_id, [relationship.organization_id], year)
    return promise_statuses(promises, deliveries, year)


def relationship_by_id(key: UUID) -> Relationship:
    """The relationship that an organization's link is about. Raises LinkExpiredError where it is no more."""
    rows = Relationship.objects.unscoped("find the relationship that an organization's link is about")
    rows = rows.filter(deleted_at=None).select_related("organization", "school")
    relationship = rows.filter(pk=key).first()
    if relationship is None:
        raise links.LinkExpiredError(_("The school canceled this link. Ask the school for a new one."))
    return relationship
