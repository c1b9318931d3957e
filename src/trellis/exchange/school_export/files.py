"""What a file of the export is: its rows, and the meaning of each column, which README.txt prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Model, QuerySet

from trellis.core.community.clock import zone_named
from trellis.core.community.models import Role, School, Tie
from trellis.core.community.viewer import Viewer

CHUNK = 2000
"""So many rows are held at a time."""
Cell = str | int | float


@dataclass(frozen=True)
class ExportScope:
    """Whose export of which school. students: those that the viewer sees; everything else hangs on them."""

    viewer: Viewer
    school: School
    students: list[UUID]

    @classmethod
    def of(cls, viewer: Viewer, school: School) -> ExportScope:
        ties = Tie.objects.seen_by(viewer).filter(role=Role.STUDENT, to_school=school, deleted_at=None)
        return cls(viewer, school, sorted(set(ties.values_list("person", flat=True))))

    @property
    def zone(self) -> ZoneInfo:
        return zone_named(self.school.time_zone)

    def about_students(self, model: type[Model], path: str = "student") -> QuerySet:
        """The rows about the school's students, as the viewer sees them."""
        return model.objects.seen_by(self.viewer).filter(**{f"{path}__in": self.students})

    def of_school(self, model: type[Model], path: str = "school") -> QuerySet:
        """The rows of the school itself, as the viewer sees them."""
        return model.objects.seen_by(self.viewer).filter(**{path: self.school})


@dataclass(frozen=True)
class ExportFile:
    """A CSV file: its name, what a row is, which rows, and by column the path to its value and its meaning."""

    name: str
    row: str
    rows: Callable[[ExportScope], QuerySet]
    columns: dict[str, tuple[str, str]]

    def lines(self, scope: ExportScope) -> Iterator[list[Cell]]:
        """The cells of each row that was not removed, the oldest first."""
        rows = self.rows(scope).filter(deleted_at=None).order_by("created", "pk")
        paths = [path for path, _meaning in self.columns.values()]
        for values in rows.values_list(*paths).iterator(chunk_size=CHUNK):
            yield [format_value(value, scope.zone) for value in values]


def format_value(value: object, zone: ZoneInfo) -> Cell:
    """A value as a file holds it: ISO dates and times on the school's clock, yes and no, lists with commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(zone).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return value if isinstance(value, int | float) else str(value)
