"""What each request costs and how far it is met, in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.foundation.formatting import format_list
from trellis.engines.timetable import week
from trellis.engines.timetable.week import Wish

from .findings import WeekFindings
from .models import WeekDesign
from .requests_of_week import REQUEST_LABELS, is_asked


@dataclass(frozen=True)
class RequestRow:
    """One request. price: what it costs, "" where that is not known (yet); met: how far it is met."""

    key: str
    label: str
    is_asked: bool
    price: str = ""
    is_free: bool = False
    met: str = ""


def request_rows(design: WeekDesign, findings: WeekFindings) -> list[RequestRow]:
    """All requests that can be made of a week, those that are asked for first."""
    prices = {price.wish: price for price in findings.prices or () if price.wish}
    rows = [_row(design, wish, findings.counts, prices.get(wish)) for wish in REQUEST_LABELS]
    return sorted(rows, key=lambda row: not row.is_asked)


def _row(
    design: WeekDesign, wish: Wish, counts: week.WishCounts | None, price: week.WishPrice | None
) -> RequestRow:
    is_requested = is_asked(design, wish)
    words = _price_words(wish, price) if price else []
    met = ""
    if counts is not None:
        short = counts.of(wish)
        met = _("Not met: %(what)s.") % {"what": count_words(wish, short)} if short else _("Fully met.")
    return RequestRow(
        wish.value,
        str(REQUEST_LABELS[wish]),
        is_requested,
        format_list(words) if words else _("no cost") if price else "",
        price is not None and not words,
        met,
    )


def _price_words(wish: Wish, price: week.WishPrice) -> list[str]:
    """What else there is more of because of the request."""
    words = []
    for other in REQUEST_LABELS:
        more = price.with_it.of(other) - price.without_it.of(other)
        if other is not wish and more > 0:
            words.append(count_words(other, more))
    return words


def count_words(wish: Wish, count: int) -> str:
    """So many units of what a request leaves open: "6 gaps for teachers"."""
    words = {
        Wish.TEACHER_GAPS: ngettext("%(count)d gap for teachers", "%(count)d gaps for teachers", count),
        Wish.STUDENT_GAPS: ngettext("%(count)d gap for students", "%(count)d gaps for students", count),
        Wish.DAYS_OFF: ngettext(
            "%(count)d day without lessons not given", "%(count)d days without lessons not given", count
        ),
        Wish.CONSECUTIVE: ngettext(
            "%(count)d period too many in a row", "%(count)d periods too many in a row", count
        ),
        Wish.ROOM_CHANGES: ngettext("%(count)d room change", "%(count)d room changes", count),
        Wish.PLANNING: ngettext(
            "%(count)d minute short of team planning", "%(count)d minutes short of team planning", count
        ),
        Wish.LANGUAGE: ngettext(
            "%(count)d minute short of language service", "%(count)d minutes short of language service", count
        ),
    }
    return words[wish] % {"count": count}
