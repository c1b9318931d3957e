"""Which kinds of data are stored of the students of some schools: asked of the tables, never assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db.models import Model, Q
from django.utils import timezone

from trellis.core.community.models import Role, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation.query_forms import IdsOf

from .data_elements import ELEMENTS, DataElement, StoredColumn

REASON = "tell whether any row holds a kind of data; no row is read"


@dataclass(frozen=True)
class InventoryLine:
    """An element, whether an agreement allows it, and whether rows of it are stored now."""

    element: DataElement
    allowed: bool
    stored: bool

    @property
    def needs_attention(self) -> bool:
        """Stored, and not in the agreement."""
        return self.stored and not self.allowed


def stored_elements(schools: Iterable[UUID]) -> set[str]:
    """The keys of the elements of which a row is stored about a student who goes to one of these schools now."""
    students = IdsOf(
        Tie,
        "person",
        active_at(timezone.now()) & Q(role=Role.STUDENT, to_school__in=list(schools)),
        reason=REASON,
    )
    return {
        element.key
        for element in ELEMENTS.values()
        if any(_holds_rows(column, students) for column in element.columns)
    }


def _holds_rows(stored: StoredColumn, students: IdsOf) -> bool:
    model = apps.get_model(stored.model)
    conditions = dict(stored.conditions) | {f"{stored.student}__in": students}
    if stored.model != "community.Account":  # an account has no soft deletion
        conditions["deleted_at"] = None
    rows = getattr(model.objects, "unscoped", lambda reason: model.objects.all())(REASON)
    return rows.filter(_is_filled(model, stored.column), **conditions).exists()


def _is_filled(model: type[Model], column: str) -> Q:
    field = model._meta.get_field(column)
    filled = Q(**{f"{column}__isnull": False})
    if field.get_internal_type() in ("CharField", "TextField", "EmailField", "FileField"):
        return filled & ~Q(**{column: ""})
    return filled & ~Q(**{column: []}) if field.get_internal_type() == "JSONField" else filled


def inventory(schools: Iterable[UUID], allowed: Iterable[str]) -> list[InventoryLine]:
    """Every element, in the order of the schedule."""
    stored, ticked = stored_elements(schools), set(allowed)
    return [InventoryLine(element, key in ticked, key in stored) for key, element in ELEMENTS.items()]


def by_category(lines: Iterable[InventoryLine]) -> Iterator[tuple[str, list[InventoryLine]]]:
    """The lines under the categories of the schedule."""
    groups: dict[str, tuple[str, list[InventoryLine]]] = {}
    for line in lines:
        category = line.element.category
        groups.setdefault(str(category), (category, []))[1].append(line)
    yield from groups.values()
