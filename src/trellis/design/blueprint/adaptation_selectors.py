"""What the schools of a network changed in their models, why, and what their measures were before and after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.utils.translation import gettext as _

from trellis.core.community.models import Network, School
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.registry import Registry

from .labels import part_title
from .models import Adoption, ChangeProposal, PackageDraft
from .package.schema import PARTS
from .school_selectors import Adaptation, adaptations_of, authors_of

FiguresOverYears = dict[tuple[UUID, str], list[tuple[int, str]]]
"""By school and measure: the year in which a school year ends, and the figure in words."""
SCHOOL_FIGURES: Registry[str, Callable[[Viewer, Network, Iterable[str]], FiguresOverYears]] = Registry(
    "school figures", "a school's measures over the years, for what followed a change of its model"
)

RELATED_MEASURES: dict[str, tuple[str, ...]] = {
    "plan": ("plan-current", "plan-family"),
    "internship": ("internship-now", "internship-hours"),
    "exhibition": ("exhibition-held", "outside-adult"),
    "calendar": ("internship-hours", "exhibition-held"),
    "project": ("project-authentic", "project-vetted"),
    "rubrics": ("work-read-twice", "evidence-depth"),
    "outcomes": ("evidence-depth",),
    "portfolio": ("portfolio-tasks-settled", "outside-adult"),
    "credit": ("graduated-in-4-years",),
    "credentials": ("practice-scored-twice", "adults-learn-as-students"),
}
"""By part, the measures that a change of it could move."""


@dataclass(frozen=True)
class AdaptationRow:
    """One change of one school. `figures`: (measure, years in words) for measures that it could have moved."""

    school: School
    adoption: Adoption
    adaptation: Adaptation
    figures: tuple[tuple[str, str], ...]
    proposed: str

    @property
    def part(self) -> str:
        return self.adaptation.change.path.partition(".")[0]


class SchoolsChanging:
    """How many of the schools that work by a draft's model have changed each part of it."""

    def __init__(self, viewer: Viewer, draft: PackageDraft) -> None:
        slug = str(draft.body.get("package", {}).get("slug", ""))
        rows = Adoption.objects.seen_by(viewer).current().filter(school__network=draft.network_id)
        changes = list(rows.filter(package__slug=slug).values_list("changes", flat=True))
        self.total = len(changes)
        self._by_part = Counter(
            part for paths in changes for part in {path.partition(".")[0] for path in paths}
        )

    def of_part(self, part: str) -> int:
        """The number of schools that have changed a part."""
        return self._by_part[part]


class NetworkAdaptations:
    """The changes of a network's schools, of one part or of all."""

    def __init__(self, viewer: Viewer, network: Network, part: str = "") -> None:
        self.viewer, self.network = viewer, network
        self.part = part if part in PARTS else ""

    @cached_property
    def _adoptions(self) -> list[Adoption]:
        rows = Adoption.objects.seen_by(self.viewer).current().filter(school__network=self.network)
        return [
            adoption
            for adoption in rows.select_related("package", "school").order_by("school__name")
            if adoption.changes
        ]

    @cached_property
    def every(self) -> list[tuple[Adoption, Adaptation]]:
        names = authors_of(self.viewer, self._adoptions)
        return [(adoption, row) for adoption in self._adoptions for row in adaptations_of(adoption, names)]

    @cached_property
    def rows(self) -> list[AdaptationRow]:
        return [
            AdaptationRow(
                adoption.school, adoption, row, self._followed(adoption, row), self._proposed(adoption, row)
            )
            for adoption, row in self.every
            if not self.part or row.change.path.partition(".")[0] == self.part
        ]

    @cached_property
    def parts(self) -> list[tuple[str, str, int]]:
        """Each part that schools changed: its name, its title and the number of changes."""
        names = [row.change.path.partition(".")[0] for _adoption, row in self.every]
        return [(part, part_title(part), names.count(part)) for part in PARTS if part in names]

    @cached_property
    def _figures(self) -> FiguresOverYears:
        keys = {key for keys in RELATED_MEASURES.values() for key in keys}
        figures: FiguresOverYears = {}
        for source in SCHOOL_FIGURES.values():
            figures |= source(self.viewer, self.network, keys)
        return figures

    def _followed(self, adoption: Adoption, row: Adaptation) -> tuple[tuple[str, str], ...]:
        from trellis.core.foundation.measures import MEASURES

        part = row.change.path.partition(".")[0]
        figures = []
        for key in RELATED_MEASURES.get(part, ()):
            years = self._figures.get((adoption.school_id, key), [])
            if years and key in MEASURES:
                text = ", ".join(
                    _("%(figure)s in %(year)s") % {"year": f"{year - 1}–{year % 100:02}", "figure": figure}
                    for year, figure in sorted(years)
                )
                figures.append((str(MEASURES[key].title), text))
        return tuple(figures)

    @cached_property
    def _proposals(self) -> dict[tuple[UUID, str], str]:
        rows = ChangeProposal.objects.seen_by(self.viewer).filter(network=self.network)
        return {(row.school_id, row.path): row.status for row in rows.order_by("created")}

    def _proposed(self, adoption: Adoption, row: Adaptation) -> str:
        return self._proposals.get((adoption.school_id, row.path), "")
