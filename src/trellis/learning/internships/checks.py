"""The checks of a site before students go there: valid, expired, or not recorded yet."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint.package.internships_and_exhibitions import SiteCheck

from .models import Clearance, Site

EXPIRES_SOON = timedelta(days=30)


@dataclass(frozen=True)
class CheckStatus:
    """The status of one check of a site: holds, soon (runs out within a month), over, or open (never done)."""

    kind: str
    title: str
    state: str
    until: date | None = None

    @property
    def fine(self) -> bool:
        return self.state in ("holds", "soon")


def check_statuses(
    sites: Iterable[UUID], required_checks: Iterable[SiteCheck], today: date
) -> dict[UUID, list[CheckStatus]]:
    """Return, by site, each check that the model requires, then others on record. The newest record counts."""
    keys = list(sites)
    newest: dict[UUID, dict[str, Clearance]] = {key: {} for key in keys}
    recorded = Clearance.objects.unscoped("read the checks of a site, which name no student")
    for clearance in recorded.filter(site__in=keys, deleted_at=None).order_by("created"):
        newest[clearance.site_id][clearance.kind] = clearance
    required_checks = list(required_checks)
    titles = {check.key: check.title for check in required_checks}
    return {
        key: [
            _check_status(kind, titles.get(kind, kind), clearances.get(kind), today)
            for kind in {**titles, **clearances}
        ]
        for key, clearances in newest.items()
    }


def _check_status(kind: str, title: str, recorded: Clearance | None, today: date) -> CheckStatus:
    if recorded is None:
        return CheckStatus(kind, title, "open")
    until = recorded.expires
    if until is None or until > today + EXPIRES_SOON:
        return CheckStatus(kind, title, "holds", until)
    return CheckStatus(kind, title, "soon" if until >= today else "over", until)


def unsettled_checks(site: Site, required_checks: Iterable[SiteCheck], today: date) -> list[CheckStatus]:
    """Return the checks of a site that have expired or were never done."""
    return [
        status for status in check_statuses([site.pk], required_checks, today)[site.pk] if not status.fine
    ]


def record_check(site: Site, check: SiteCheck, on: date, today: date, by: UUID) -> Clearance:
    """Record that a check was done on a day. Raises ActionError for a day in the future."""
    if on > today:
        raise ActionError(_("That date is in the future. Record a check after it is done."), "on")
    if on < today - timedelta(days=3660):
        raise ActionError(_("That date is more than ten years ago. Check the year."), "on")
    with ledger.act("record a site check", by=by, about=site.pk, kind=check.key):
        return Clearance.objects.create(
            site=site, kind=check.key, expires=_add_months(on, check.months) if check.months else None
        )


def _add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
