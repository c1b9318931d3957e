"""The rubric that a panel scores on, as the school's model has it, and scores that lie far apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from trellis.assessment.evidence.panel_evidence import RubricRow, practice_rows, rubric_rows_of
from trellis.core.foundation.errors import ActionError
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.credentials import DISCREPANCY, PRACTICE_KIND
from trellis.design.blueprint.package.internships_and_exhibitions import Exhibition as ExhibitionRules
from trellis.design.blueprint.package.internships_and_exhibitions import ExhibitionKind
from trellis.design.blueprint.package.people import Role

NO_TERM_OR_KIND = gettext_lazy(
    "There is no active term, or your school’s model does not have this kind of exhibition."
)


@dataclass(frozen=True)
class ExhibitionProtocol:
    """How the school holds exhibitions of one kind."""

    kind: ExhibitionKind
    rows: tuple[RubricRow, ...]
    apart: int
    scorers: tuple[Role, ...] = ()
    """The roles of the model that score."""

    @property
    def top(self) -> int:
        return max(len(row.levels) for row in self.rows)


def exhibition_rules(package: Package | None) -> ExhibitionRules:
    """How a school's model holds exhibitions. Raises ActionError for a school whose model has none."""
    if package is None or package.exhibition is None:
        raise ActionError(str(NO_TERM_OR_KIND))
    return package.exhibition


def get_protocol(package: Package, kind_key: str) -> ExhibitionProtocol:
    """The protocol of a kind of exhibition. Raises KeyError for a kind that the model does not have."""
    rules = exhibition_rules(package)
    kind = {kind.key: kind for kind in rules.kinds}[kind_key]
    rubric = next(rubric for rubric in package.rubrics.rubrics if rubric.key == kind.rubric)
    scorers = tuple(role for role in package.roles.roles if role.key in kind.readers)
    return ExhibitionProtocol(kind, rubric_rows_of(package, rubric), rules.discrepancy, scorers)


def practice_kind(package: Package) -> ExhibitionKind | None:
    """The kind of an exhibition of practice; None where the model has none."""
    exhibition = package.credentials.exhibition if package.credentials else None
    return exhibition.as_kind() if exhibition else None


def practice_protocol(package: Package) -> ExhibitionProtocol:
    """How an adult shows their practice. Raises KeyError where the model has no exhibition of practice."""
    kind = practice_kind(package)
    if kind is None:
        raise KeyError(PRACTICE_KIND)
    return ExhibitionProtocol(kind, practice_rows(package, kind.rubric), DISCREPANCY)


def rows_far_apart(
    protocol: ExhibitionProtocol, scores: Iterable[Mapping[str, int]]
) -> dict[str, tuple[int, int]]:
    """Rows in which two scorers lie the protocol's number of levels apart or more: lowest and highest, by key."""
    range_by_row: dict[str, tuple[int, int]] = {}
    all_scores = list(scores)
    for row in protocol.rows:
        levels = [levels_by_row[row.key] for levels_by_row in all_scores if row.key in levels_by_row]
        if levels and max(levels) - min(levels) >= protocol.apart:
            range_by_row[row.key] = (min(levels), max(levels))
    return range_by_row
