"""Changes to the details of schools."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from trellis.core.foundation import ledger

from .models import School


def update_school_details(
    schools: Iterable[School],
    by: UUID | None,
    city: str | None = None,
    state: str | None = None,
    time_zone: str | None = None,
    phone: str | None = None,
) -> int:
    """Write where these schools are; None leaves a fact as it is. Gives how many were changed."""
    details = {"city": city, "state": state, "time_zone": time_zone, "phone": phone}
    values = {name: value for name, value in details.items() if value is not None}
    changed = [school for school in schools if any(getattr(school, name) != values[name] for name in values)]
    if not changed:
        return 0
    with ledger.act("update school details", by=by, about=changed[0].pk, schools=len(changed)):
        School.objects.unscoped("read schools that the caller has already checked").filter(
            pk__in=[school.pk for school in changed]
        ).update(**values, modified=timezone.now())
    return len(changed)
