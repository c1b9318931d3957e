"""Levels that somebody typed on an old page, held against those that are saved now."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from trellis.core.community.models import Person
from trellis.core.foundation.revisions import EditConflict, FieldDifference
from trellis.design.frameworks.models import Outcome
from trellis.learning.projects.models import Product

from .models import Score

Cell = tuple[UUID, UUID]
LevelChanges = Mapping[Cell, tuple[int | None, int | None]]
"""By student and product, the level that the page showed and the one that was typed."""


def check_level_conflicts(
    changes: LevelChanges, products: Mapping[UUID, Product], outcome: Outcome, by: Person
) -> None:
    """Raise EditConflict, with both levels, for cells whose level is neither what the page showed nor what was
    typed."""
    own_levels = Score.objects.unscoped("read the scorer's own levels").filter(
        outcome=outcome,
        scorer=by,
        work__product__in=products,
        work__student__in={student for student, _of in changes},
    )
    stands = {
        (student, of): level
        for student, of, level in own_levels.values_list("work__student", "work__product", "level")
    }
    names = {
        person.pk: person.name
        for person in Person.objects.unscoped("name the students of cells in a conflict").filter(
            pk__in={student for student, _product in changes}
        )
    }
    differences = [
        FieldDifference(
            f"{student} {product}",
            f"{names[student]}, {products[product].title}",
            str(now or ""),
            str(level or ""),
            now,
            str(level or ""),
        )
        for (student, product), (was, level) in changes.items()
        if (now := stands.get((student, product))) not in (was, level)
    ]
    if differences:
        raise EditConflict(differences)
