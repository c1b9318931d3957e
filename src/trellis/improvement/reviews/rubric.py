"""The rubric of a review, as it was when the review began: kept as data, translated when it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from trellis.core.community.models import School
from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint.selectors import package_for_school
from trellis.design.blueprint.sentence_translations import saved_translations

from .models import SchoolReview


@dataclass(frozen=True)
class RubricLevel:
    position: int
    quality: str
    meaning: str

    @property
    def title(self) -> str:
        """A level in words: "Level 2: Growing"."""
        return _("Level %(n)s: %(name)s") % {"n": self.position, "name": self.quality}


@dataclass(frozen=True)
class RubricRow:
    """A question that a school asks itself, and where to look for the answer."""

    key: str
    title: str
    question: str
    look_for: tuple[str, ...]


@dataclass(frozen=True)
class Rubric:
    title: str
    levels: tuple[RubricLevel, ...]
    rows: tuple[RubricRow, ...]

    @cached_property
    def levels_by_position(self) -> dict[int, RubricLevel]:
        return {level.position: level for level in self.levels}

    @cached_property
    def rows_by_key(self) -> dict[str, RubricRow]:
        return {row.key: row for row in self.rows}

    def level_title(self, position: int | None) -> str:
        """The words of a level; "" for none."""
        level = self.levels_by_position.get(position) if position is not None else None
        return level.title if level else ""

    def row_title(self, key: str) -> str:
        """The title of a row; "" for none."""
        return self.rows_by_key[key].title if key in self.rows_by_key else ""


def current_rubric(school: School) -> dict[str, object]:
    """The review rubric that a school's model has now, as a review keeps it. Raises ActionError without one."""
    package = package_for_school(school.pk)
    if package is None or package.review is None:
        raise ActionError(_("This school’s model has no review rubric. Add one to the model first."))
    review = package.review
    return {
        "version": package.version,
        "title": review.title,
        "levels": [
            {"position": level.position, "quality": level.quality, "meaning": level.meaning or ""}
            for level in review.levels
        ],
        "rows": [
            {"key": row.key, "title": row.title, "question": row.question, "look_for": list(row.look_for)}
            for row in review.rows
        ],
    }


def rubric_of(review: SchoolReview) -> Rubric:
    """The rubric of a review, in the reader's language as far as it is translated."""
    return read_rubric(review.rubric, review.school)


def read_rubric(data: Mapping[str, Any], school: School) -> Rubric:  # Any: JSON
    """A rubric that was kept as data."""
    language = get_language() or ""
    translate = saved_translations(language, network=school.network_id).translate
    return Rubric(
        _translated(data.get("title", ""), translate),
        tuple(
            RubricLevel(
                level["position"],
                _translated(level["quality"], translate),
                _translated(level["meaning"], translate),
            )
            for level in data.get("levels", ())
        ),
        tuple(
            RubricRow(
                row["key"],
                _translated(row["title"], translate),
                _translated(row["question"], translate),
                tuple(_translated(each, translate) for each in row["look_for"]),
            )
            for row in data.get("rows", ())
        ),
    )


def _translated(text: str, translate: Callable[[str], str]) -> str:
    return translate(text) if text else ""
