"""What is asked of a table: which columns make the groups, what is measured, compared with whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .results import EVERYBODY_ELSE, EstimateKind, GroupLabels, InvalidInputError

Reference = str | Sequence[str] | Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class ComparisonSpec:
    """What to compare. Checked when made: raises InvalidInputError with a sentence for whoever asked.

    `reference` is one level, or for crossed groups "a × b" (also written "a x b" or "a, b"), a sequence of
    levels, or a mapping of column to level. None compares each group with everybody else in its table.
    """

    group: tuple[str, ...]
    numerator: str | None = None
    denominator: str | None = None
    value: str | None = None
    by: str | None = None
    reference: Reference = None
    min_n: int = 10

    def __post_init__(self) -> None:
        if not self.group:
            raise InvalidInputError("Give at least one column with groups.")
        if bool(self.numerator) != bool(self.denominator):
            raise InvalidInputError("A rate needs both a numerator and a denominator.")
        if bool(self.numerator) == bool(self.value):
            raise InvalidInputError("Give either a numerator and a denominator, or a value.")
        if not isinstance(self.min_n, int) or self.min_n < 1:
            raise InvalidInputError("The smallest group to show must be a whole number, 1 or more.")
        twice = {column for column in self.columns if self.columns.count(column) > 1}
        if twice:
            raise InvalidInputError(f"Use each column only once: {', '.join(sorted(twice))} is named twice.")

    @property
    def kind(self) -> EstimateKind:
        return "mean" if self.value else "rate"

    @property
    def unit(self) -> str:
        return "units" if self.value else "percentage points"

    @property
    def keys(self) -> list[str]:
        """The columns that say where a row belongs: `by` first, if there is one."""
        return [*([self.by] if self.by else []), *self.group]

    @property
    def numbers(self) -> list[str]:
        return [column for column in (self.numerator, self.denominator, self.value) if column]

    @property
    def columns(self) -> list[str]:
        return self.keys + self.numbers

    def find_reference(self, levels: Iterable[GroupLabels]) -> GroupLabels | None:
        """The group that `reference` names, out of those there are. Raises InvalidInputError when none or several
        fit."""
        if self.reference is None:
            return None
        levels = list(levels)
        fits = [labels for labels in levels if self._names(labels)]
        if len(fits) == 1:
            return fits[0]
        reference_text, column = _quote_reference(self.reference), " × ".join(self.group)
        if fits:
            raise InvalidInputError(
                f"{reference_text} could mean {len(fits)} groups of {column}. Write it as a × b."
            )
        group_names = "; ".join(group_name(labels) for labels in levels[:20]) + (
            "; …" if len(levels) > 20 else ""
        )
        raise InvalidInputError(
            f"There is no {reference_text} in {column} to compare with. Choose one of: {group_names}."
        )

    def _names(self, labels: GroupLabels) -> bool:
        reference = self.reference
        if isinstance(reference, str):
            return reference.strip() in {mark.join(labels) for mark in (" × ", " x ", ", ", ",")}
        if isinstance(reference, Mapping):
            return dict(reference) == dict(zip(self.group, labels, strict=True))
        return tuple(reference or ()) == labels


def group_name(labels: GroupLabels | None) -> str:
    """How a group is called: its levels crossed, "a × b"; nobody in particular is everybody else."""
    return EVERYBODY_ELSE if labels is None else " × ".join(labels)


def _quote_reference(reference: Reference) -> str:
    if isinstance(reference, str):
        return f'"{reference}"'
    levels = reference.values() if isinstance(reference, Mapping) else reference or ()
    return f'"{group_name(tuple(str(level) for level in levels))}"'
