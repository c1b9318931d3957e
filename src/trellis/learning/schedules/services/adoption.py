"""Adopting a week: from a day on it is the calendar behind everybody's Today page."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_date

from ..models import WeekDesign, WeekMeeting
from .designs import REASON, lock_open_design
from .drafting import is_drafting

YEAR_STARTS, YEAR_ENDS = (7, 1), (12, 31)
"""A week may begin from July 1 before the year in which its school year ends until December 31 of it: in the south a
school year begins and ends in one year."""


def adopt_design(design: WeekDesign, starts: date, by: UUID) -> WeekDesign:
    """Let a week hold from a day on. The week before it ends the day before; one that would begin on that day or
    later becomes a draft again. The same again changes nothing.

    Raises ActionError for a week without lessons, one that is being drafted, and a day outside its school year.
    """
    with ledger.act("adopt a week", by=by, about=design.pk):
        rows = WeekDesign.objects.unscoped(REASON).select_for_update()
        same = rows.filter(pk=design.pk, adopted_at__isnull=False, starts=starts).first()
        if same:
            return same
        now = lock_open_design(design)
        _check_adoptable(now, starts)
        others = rows.filter(school=now.school_id, adopted_at__isnull=False, deleted_at=None)
        for other in others.exclude(pk=now.pk):
            if other.starts >= starts:
                other.adopted_at = other.starts = other.ends = None
            elif other.ends is None or other.ends >= starts:
                other.ends = starts - timedelta(days=1)
            other.save()
        now.adopted_at, now.starts, now.ends = timezone.now(), starts, None
        now.save()
        return now


def _check_adoptable(design: WeekDesign, starts: date) -> None:
    if is_drafting(design):
        raise ActionError(_("The week is being drafted. Wait until it is done."))
    if not WeekMeeting.objects.unscoped(REASON).filter(design=design).exists():
        raise ActionError(_("This week has no lessons yet. Draft it first."))
    first, last = date(design.school_year - 1, *YEAR_STARTS), date(design.school_year, *YEAR_ENDS)
    if not first <= starts <= last:
        raise ActionError(
            _("Enter a day from %(first)s to %(last)s.")
            % {"first": format_date(first), "last": format_date(last)},
            "starts",
        )


def reopen_design(design: WeekDesign, by: UUID) -> None:
    """Make an adopted week that has not begun a draft again. Raises ActionError for one that has."""
    with ledger.act("reopen a week", by=by, about=design.pk):
        rows = WeekDesign.objects.adopted().unscoped(REASON).select_for_update().select_related("school")
        now = rows.filter(pk=design.pk).first()
        if now is None:
            return
        if not may_reopen(now):
            raise ActionError(_("This week has started. Copy it to change it."))
        before = rows.filter(school=now.school_id, ends=now.starts - timedelta(days=1)).first()
        now.adopted_at = now.starts = now.ends = None
        now.save()
        if before:
            before.ends = None
            before.save()


def may_reopen(design: WeekDesign) -> bool:
    """Whether an adopted week has not begun on the school's clock."""
    today = school_local_time(design.school, timezone.now()).date()
    return design.starts is not None and design.starts > today
