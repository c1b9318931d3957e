"""The cells of one outcome as a table's rows. Written here, not in a template: there may be 5,000 of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation.formatting import format_list
from trellis.learning.projects.models import Product

from .gradebook import Cell, CellLevels


def render_rows(
    students: Iterable[Person],
    products: Iterable[Product],
    levels_by_cell: Mapping[Cell, CellLevels],
    assigned_cells: set[Cell],
    typed: Mapping[Cell, str] | None = None,
) -> SafeString:
    """A row for each student: a field where they make the product, what others gave beside it, and a link to the work.
    A field's name is `student product was`, so that an older page can be told from a newer one.

    typed: by cell, what was typed and could not be saved.
    """
    typed = typed or {}
    heads = [(product.pk, str(product.pk), escape(product.title)) for product in products]
    html_rows = []
    for student in students:
        name, key = escape(student.name), str(student.pk)
        cells = [
            _render_cell(
                levels_by_cell.get((student.pk, pk)),
                (student.pk, pk) in assigned_cells,
                f"{key} {text}",
                f"{name}, {title}",
                typed.get((student.pk, pk)),
            )
            for pk, text, title in heads
        ]
        html_rows.append(f'<tr><th scope="row">{name}</th>{"".join(cells)}</tr>')
    return mark_safe("".join(html_rows))  # noqa: S308 every name above is escaped


def _render_cell(levels: CellLevels | None, makes: bool, name: str, label: str, typed: str | None) -> str:
    level = levels.own_level if levels and levels.own_level is not None else ""
    shown = level if typed is None else escape(typed)
    others = format_list(levels.others) if levels else ""
    field = ""
    if makes:
        student, product = name.split()
        field = (
            f'<input class="short" inputmode="numeric" name="{name} {level or "-"}" value="{shown}" '
            f'aria-label="{label}"><a href="../{product}/{student}/" '
            f'aria-label="{_("Open work: %(work)s") % {"work": label}}"><span class="arrow">↗</span></a>'
        )
    beside = f' <span class="meta">{others}</span>' if others else ""
    return f"<td>{field}{beside}</td>"


def cells_by_field_name(assigned_cells: set[Cell]) -> dict[str, tuple[UUID, UUID]]:
    """By the beginning of a field's name, the student and the product."""
    return {f"{student} {product}": (student, product) for student, product in assigned_cells}
