"""Writing a driver diagram."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import save_if_current

from ..driver_tree import find_node, in_reading_order, make_tree, may_stand_under, reorder
from ..models import Aim, Driver, DriverMeasure, PracticalMeasure
from ..text_checks import check_text

REASON = "write a driver diagram that the caller may change"
MOST = 80


def add_driver(
    aim: Aim, key: UUID, kind: str, parent: Driver | None, values: Mapping[str, str], by: UUID
) -> Driver:
    """Add a driver or an idea at the end of those under the same parent. Sent twice under one id, it is one."""
    with ledger.act("add to a driver diagram", by=by, about=aim.pk):
        existing = Driver.objects.unscoped(REASON).filter(pk=key).first()
        if existing is not None:
            return existing
        drivers = _drivers_of(aim.pk)
        if not may_stand_under(kind, parent):
            raise ActionError(_("This can’t stand there. Choose another place."))
        if len(drivers) >= MOST:
            raise ActionError(
                _("A diagram holds %(n)d drivers and ideas at most. Remove some first.") % {"n": MOST}
            )
        _check(aim, values)
        siblings = [each for each in drivers if each.parent_id == (parent.pk if parent else None)]
        driver = Driver(
            sourced_id=key, aim=aim, kind=kind, parent=parent, position=len(siblings) + 1, **values
        )
        driver.save(force_insert=True)
        return driver


def update_driver(
    driver: Driver, values: Mapping[str, str], seen: int | None, labels: Mapping[str, str], by: UUID
) -> None:
    """Change its words. Raises EditConflict where somebody wrote since."""
    with ledger.act("change a driver diagram", by=by, about=driver.aim_id):
        _check(driver.aim, values)
        save_if_current(driver, values, seen, labels)


def move_driver(driver: Driver, step: int, by: UUID) -> None:
    """Move it up (-1) or down (1) among those under the same parent. At either end nothing changes."""
    with ledger.act("change a driver diagram", by=by, about=driver.aim_id):
        siblings = [each.pk for each in _siblings(driver.aim_id, driver.parent_id)]
        if driver.pk in siblings:
            _number(reorder(siblings, driver.pk, step))


def place_under(driver: Driver, parent: Driver, by: UUID) -> None:
    """Move it, with all that stands under it, to the end of those under another driver."""
    with ledger.act("change a driver diagram", by=by, about=driver.aim_id):
        if parent.aim_id != driver.aim_id or not may_stand_under(driver.kind, parent):
            raise ActionError(_("This can’t stand there. Choose another place."), field="parent")
        if driver.parent_id == parent.pk:
            return
        old, last = driver.parent_id, len(_siblings(driver.aim_id, parent.pk))
        rows = Driver.objects.unscoped(REASON).filter(pk=driver.pk)
        rows.update(parent=parent, position=last + 1, modified=timezone.now(), revision=F("revision") + 1)
        _number([each.pk for each in _siblings(driver.aim_id, old)])


def remove_driver(driver: Driver, by: UUID) -> None:
    """Take it out with all that stands under it. It can be put back."""
    with ledger.act("change a driver diagram", by=by, about=driver.aim_id):
        node = find_node(make_tree(_drivers_of(driver.aim_id)), driver.pk)
        if node is None:
            return
        keys = [each.driver.pk for each in in_reading_order([node])]
        Driver.objects.unscoped(REASON).filter(pk__in=keys).update(deleted_at=timezone.now())
        _number([each.pk for each in _siblings(driver.aim_id, driver.parent_id)])


def restore_driver(driver: Driver, by: UUID) -> None:
    """Put back what was taken out, with what was taken out together with it, at the end of its place.

    Raises ActionError where what it stood under is not there any more.
    """
    with ledger.act("change a driver diagram", by=by, about=driver.aim_id):
        if driver.deleted_at is None:
            return
        standing = {each.pk for each in _drivers_of(driver.aim_id)}
        if driver.parent_id and driver.parent_id not in standing:
            raise ActionError(_("Put back what it stood under first."))
        together = Driver.objects.unscoped(REASON).filter(aim=driver.aim_id, deleted_at=driver.deleted_at)
        below = in_reading_order(make_tree(together, driver.pk))
        keys = [driver.pk, *(node.driver.pk for node in below)]
        last = len(_siblings(driver.aim_id, driver.parent_id))
        Driver.objects.unscoped(REASON).filter(pk__in=keys).update(deleted_at=None)
        Driver.objects.unscoped(REASON).filter(pk=driver.pk).update(position=last + 1)


def watch(driver: Driver, measure: str, practical: PracticalMeasure | None, by: UUID) -> None:
    """Watch a measure for a driver. Added twice, it is watched once."""
    with ledger.act("watch a measure for a driver", by=by, about=driver.aim_id):
        DriverMeasure.objects.unscoped(REASON).update_or_create(
            driver=driver, measure=measure, practical=practical, defaults={"deleted_at": None}
        )


def stop_watching(row: DriverMeasure, by: UUID) -> None:
    with ledger.act("stop watching a measure", by=by, about=row.driver_id):
        rows = DriverMeasure.objects.unscoped(REASON).filter(pk=row.pk, deleted_at=None)
        rows.update(deleted_at=timezone.now())


def _check(aim: Aim, values: Mapping[str, str]) -> None:
    for name in ("title", "why"):
        check_text(values.get(name, ""), aim.place, name)


def _drivers_of(aim_id: UUID) -> list[Driver]:
    return list(Driver.objects.unscoped(REASON).filter(aim=aim_id, deleted_at=None))


def _siblings(aim_id: UUID, parent_id: UUID | None) -> list[Driver]:
    rows = Driver.objects.unscoped(REASON).filter(aim=aim_id, parent=parent_id, deleted_at=None)
    return list(rows.order_by("position", "created", "pk"))


def _number(order: list[UUID]) -> None:
    for position, key in enumerate(order, start=1):
        Driver.objects.unscoped(REASON).filter(pk=key).exclude(position=position).update(position=position)
