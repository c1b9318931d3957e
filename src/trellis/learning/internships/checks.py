"""What is looked into at a site before students go there: what holds, what has run out, what nobody noted yet."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.refusal import Refusal
from trellis.design.blueprint.package.world import Check

from .models import Clearance, Site

SOON = timedelta(days=30)


@dataclass(frozen=True)
class Standing:
    """One check of a site. `state`: holds, soon (runs out within a month), over, or open (never noted)."""

    kind: str
    title: str
    state: str
    until: date | None = None

    @property
    def fine(self) -> bool:
        return self.state in ("holds", "soon")


def standings(
    sites: Iterable[UUID], required_checks: Iterable[Check], today: date
) -> dict[UUID, list[Standing]]:
    """By site, each check that the model wants, then others that were noted there. The newest note counts."""
    keys = list(sites)
    newest: dict[UUID, dict[str, Clearance]] = {key: {} for key in keys}
    noted = Clearance.objects.unscoped("what holds at a site before a student goes there")
    for clearance in noted.filter(site__in=keys, deleted_at=None).order_by("created"):
        newest[clearance.site_id][clearance.kind] = clearance
    required_checks = list(required_checks)
    titles = {check.key: check.title for check in required_checks}
    return {
        key: [
            _standing(kind, titles.get(kind, kind), clearances.get(kind), today)
            for kind in {**titles, **clearances}
        ]
        for key, clearances in newest.items()
    }


def _standing(kind: str, title: str, noted: Clearance | None, today: date) -> Standing:
    if noted is None:
        return Standing(kind, title, "open")
    until = noted.expires
    if until is None or until > today + SOON:
        return Standing(kind, title, "holds", until)
    return Standing(kind, title, "soon" if until >= today else "over", until)


def unsettled(site: Site, required_checks: Iterable[Check], today: date) -> list[Standing]:
    """What a person looks into before a student goes there: run out, or never noted."""
    return [
        standing for standing in standings([site.pk], required_checks, today)[site.pk] if not standing.fine
    ]


def note(site: Site, check: Check, on: date, today: date, by: UUID) -> Clearance:
    """Note that something was looked into on a day. Raises Refusal for a day that has not come."""
    if on > today:
        raise Refusal(_("That date is in the future. Record a check after it is done."))
    if on < today - timedelta(days=3660):
        raise Refusal(_("That date is more than ten years ago. Check the year."))
    with ledger.act("note a check of a site", by=by, about=site.pk, kind=check.key):
        return Clearance.objects.create(
            site=site, kind=check.key, expires=_later(on, check.months) if check.months else None
        )


def _later(day: date, months: int) -> date:
    """The same day of the month, `months` later; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
