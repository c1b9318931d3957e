"""A school's growth: the agreed levels of its shared reviews, row by row over the years. No sum, no comparison of
schools."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_list
from trellis.learning.schedules.growth_wording import school_year_title

from .models import AgreedRowLevel, SchoolReview
from .rubric import Rubric, rubric_of
from .selectors import review_title, shared_reviews

STEP, TOP, FLOOR, HEIGHT = 64, 8, 56, 76
"""Of the picture of a row: the width of a review, the heights of the highest level, of nothing, and of all."""


@dataclass(frozen=True)
class GrowthColumn:
    """A review, with its rubric as it was then."""

    review: SchoolReview
    title: str
    rubric: Rubric

    @property
    def is_visit(self) -> bool:
        return self.review.kind == SchoolReview.Kind.VISIT

    @property
    def year(self) -> str:
        return school_year_title(self.review.school_year)


@dataclass(frozen=True)
class GrowthCell:
    """The agreed level of a row in a review; None where the review has no level on it."""

    column: GrowthColumn
    level: int | None

    @property
    def title(self) -> str:
        return self.column.rubric.level_title(self.level)


@dataclass(frozen=True)
class Mark:
    """A level in the picture, as numbers that are never localized. label: under it, for the first of a year."""

    x: str
    y: str
    is_visit: bool
    title: str


@dataclass(frozen=True)
class GrowthRow:
    """One row over the reviews."""

    title: str
    cells: list[GrowthCell]

    @property
    def description(self) -> str:
        """The row read aloud."""
        levels = [
            _("%(review)s: %(level)s") % {"review": cell.column.title, "level": cell.title}
            for cell in self.cells
            if cell.level is not None
        ]
        return _("%(row)s. %(levels)s") % {"row": self.title, "levels": format_list(levels)}

    @property
    def marks(self) -> list[Mark]:
        return [
            Mark(_x(number, len(self.cells)), _y(cell), cell.column.is_visit, cell.title)
            for number, cell in enumerate(self.cells)
            if cell.level is not None
        ]

    @property
    def line(self) -> str:
        """The path between self-reviews."""
        points = [f"{mark.x} {mark.y}" for mark in self.marks if not mark.is_visit]
        return "M" + "L".join(points) if len(points) > 1 else ""


def _x(number: int, columns: int) -> str:
    place = columns - 1 - number if get_language_bidi() else number
    return str(place * STEP + STEP // 2)


def _y(cell: GrowthCell) -> str:
    highest = max(cell.column.rubric.levels_by_position, default=1)
    return f"{FLOOR - (FLOOR - TOP) * (cell.level or 0) / highest:.0f}"


@dataclass(frozen=True)
class Growth:
    """columns: shared reviews from the oldest. rows: of the newest rubric, then those of older ones."""

    columns: list[GrowthColumn]
    rows: list[GrowthRow]

    @property
    def years(self) -> list[tuple[str, int]]:
        """Each school year with the number of its reviews."""
        return [
            (year, len(list(columns))) for year, columns in groupby(column.year for column in self.columns)
        ]

    @property
    def view_box(self) -> str:
        return f"0 0 {STEP * len(self.columns)} {HEIGHT}"

    @property
    def grid(self) -> str:
        """The lines of the levels, as a path."""
        levels = max((len(column.rubric.levels) for column in self.columns), default=0)
        heights = [FLOOR - (FLOOR - TOP) * level / levels for level in range(1, levels + 1)]
        return "".join(f"M0 {height:.0f}h{STEP * len(self.columns)}" for height in heights)

    @property
    def year_marks(self) -> list[tuple[str, str]]:
        """Where each school year stands under the picture: the middle of its reviews."""
        marks, first = [], 0
        for year, count in self.years:
            middle = first * STEP + count * STEP // 2
            whole = STEP * len(self.columns)
            marks.append((str(whole - middle if get_language_bidi() else middle), year))
            first += count
        return marks


def growth_of(viewer: Viewer, school: School) -> Growth:
    """The growth of a school. Two queries."""
    reviews = shared_reviews(viewer).filter(school=school).order_by("school_year", "kind", "starts")
    columns = [GrowthColumn(review, review_title(review), rubric_of(review)) for review in reviews]
    levels: dict[object, dict[str, int]] = defaultdict(dict)
    agreed = AgreedRowLevel.objects.seen_by(viewer).filter(
        review__in=[column.review.pk for column in columns], level__isnull=False
    )
    for review_id, key, level in agreed.values_list("review", "row", "level"):
        levels[review_id][key] = level
    titles: dict[str, str] = {}
    for column in reversed(columns):
        for row in column.rubric.rows:
            titles.setdefault(row.key, row.title)
    rows = [
        GrowthRow(title, [GrowthCell(column, levels[column.review.pk].get(key)) for column in columns])
        for key, title in titles.items()
    ]
    return Growth(columns, [row for row in rows if row.marks])
