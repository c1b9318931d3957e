"""Writing practical measures and their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import links
from trellis.core.foundation import ledger
from trellis.core.foundation.device_entries import fingerprint
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.measures import MEASURES
from trellis.core.foundation.revisions import save_if_current

from ..live_measures import fill_if_due
from ..models import CycleMeasure, DataPoint, PracticalMeasure
from ..text_checks import check_text

REASON = "write a practical measure that the caller may fill in"
LINK_PURPOSE = "practical-measure"
LINK_DAYS = 120
COPIED = ("title", "question", "rhythm")
"""What a school's copy has of its network's measure, and keeps when that changes."""


@dataclass(frozen=True)
class Entry:
    """A number as it was entered. key: the id that its page made."""

    key: UUID
    day: date
    numerator: int | None
    denominator: int | None
    value: float | None
    note: str = ""

    @property
    def columns(self) -> dict[str, object]:
        return {
            "day": self.day,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.value,
            "note": self.note,
        }


def add_measure(
    key: UUID, owner: Mapping[str, object], values: Mapping[str, object], by: UUID
) -> PracticalMeasure:
    """Make a practical measure. Sent twice under one id, it is one."""
    with ledger.act("add a practical measure", by=by, about=key):
        existing = PracticalMeasure.objects.unscoped(REASON).filter(pk=key).first()
        if existing is not None:
            return existing
        measure = PracticalMeasure(sourced_id=key, **owner, **_with_kind(values))
        for name in ("title", "question"):
            check_text(getattr(measure, name), measure.place, name)
        measure.save(force_insert=True)
        if measure.is_live:
            fill_if_due(measure)
        return measure


def _with_kind(values: Mapping[str, object]) -> dict[str, object]:
    """What Trellis counts by itself has the kind of its measure; nothing else has a group."""
    key = str(values.get("measure", ""))
    if key in MEASURES:
        rate = MEASURES[key].kind == "rate"
        return {**values, "kind": PracticalMeasure.Kind.SHARE if rate else PracticalMeasure.Kind.NUMBER}
    kind = values.get("kind") or PracticalMeasure.Kind.SHARE
    return {**values, "measure": "", "group": "", "kind": kind}


def update_measure(
    measure: PracticalMeasure,
    values: Mapping[str, object],
    seen: int | None,
    labels: Mapping[str, str],
    by: UUID,
) -> None:
    """Change its words or how often it is counted, of a school's copies too. What kind of number it is stays.

    Raises ActionError for a copy: all schools count the same.
    """
    if measure.same_as_id:
        raise ActionError(
            _(
                "The network set these words, so that all schools count the same. Ask the network to change them."
            )
        )
    with ledger.act("change a practical measure", by=by, about=measure.pk):
        for name in ("title", "question"):
            check_text(str(values[name]), measure.place, name)
        saved = save_if_current(measure, values, seen, labels)
        words = {name: getattr(saved, name) for name in COPIED}
        PracticalMeasure.objects.unscoped(REASON).filter(same_as=measure).update(**words)


def copy_to_schools(measure: PracticalMeasure, schools: Iterable[UUID], by: UUID) -> int:
    """Give each of these schools its copy of a network's measure, where it has none. Return how many are new."""
    with ledger.act("ask schools to count", by=by, about=measure.pk):
        copies = PracticalMeasure.objects.unscoped(REASON).filter(same_as=measure, deleted_at=None)
        counting = set(copies.values_list("school_id", flat=True))
        words = {name: getattr(measure, name) for name in (*COPIED, "kind", "measure", "group")}
        new = [
            PracticalMeasure(same_as=measure, school_id=pk, **words) for pk in schools if pk not in counting
        ]
        PracticalMeasure.objects.unscoped(REASON).bulk_create(new)
        return len(new)


def add_point(measure: PracticalMeasure, entry: Entry, by: UUID | None) -> DataPoint:
    """Enter a number. Sent twice, it is one. Raises ActionError for a day that has a number already, and for one within
    a frozen baseline."""
    check_text(entry.note, measure.place, "note")
    if measure.is_live:
        raise ActionError(_("Trellis fills this measure in from your records."))
    print_ = fingerprint(measure.pk, *entry.columns.values())
    point = DataPoint(sourced_id=entry.key, measure=measure, fingerprint=print_, by_id=by, **entry.columns)
    if existing := _saved(point):
        return existing
    _check_day(measure, entry.day)
    try:
        with ledger.act("enter a number", by=by, about=measure.pk):
            point.save(force_insert=True)
    except IntegrityError:
        if existing := _saved(point):
            return existing
        raise
    return point


def _saved(point: DataPoint) -> DataPoint | None:
    """The same number, if it was saved before. Another under its id is refused."""
    existing = DataPoint.objects.unscoped(REASON).filter(pk=point.pk).first()
    if existing is not None and existing.fingerprint != point.fingerprint:
        raise ActionError(
            _("We could not save this entry because another one has the same ID. Enter it again.")
        )
    return existing


def _check_day(measure: PracticalMeasure, day: date) -> None:
    points = DataPoint.objects.unscoped(REASON).filter(measure=measure, day=day, deleted_at=None)
    if points.exists():
        raise ActionError(_("There is a number for this day already. Correct that one."), field="day")
    _check_baseline(measure, day)


def _check_baseline(measure: PracticalMeasure, day: date) -> None:
    frozen = CycleMeasure.objects.unscoped(REASON).filter(
        practical=measure, deleted_at=None, baseline_first__lte=day, baseline_last__gte=day
    )
    if frozen.exists():
        raise ActionError(
            _(
                "This day is in a frozen baseline. The owner of the cycle can set the baseline again and say what "
                "changed."
            ),
            field="day",
        )


def correct_point(
    point: DataPoint, entry: Entry, seen: int | None, labels: Mapping[str, str], by: UUID
) -> None:
    """Correct a number. Raises EditConflict where somebody wrote since."""
    with ledger.act("correct a number", by=by, about=point.measure_id):
        check_text(entry.note, point.measure.place, "note")
        if entry.day != point.day:
            _check_day(point.measure, entry.day)
        if point.amount != DataPoint(**entry.columns).amount or entry.day != point.day:
            _check_baseline(point.measure, point.day)
        save_if_current(point, entry.columns, seen, labels)


def remove_point(point: DataPoint, by: UUID) -> None:
    """Take out a number that was entered by mistake."""
    with ledger.act("remove a number", by=by, about=point.measure_id):
        _check_baseline(point.measure, point.day)
        rows = DataPoint.objects.unscoped(REASON).filter(pk=point.pk, deleted_at=None)
        rows.update(deleted_at=timezone.now())


def make_entry_link(measure: PracticalMeasure, by: UUID) -> str:
    """A new link on which numbers are entered without an account; earlier ones stop working."""
    with ledger.act("make a link to enter numbers", by=by, about=measure.pk):
        links.revoke_links(LINK_PURPOSE, measure.pk, by)
        return links.issue_link(LINK_PURPOSE, measure.pk, None, LINK_DAYS, by)
