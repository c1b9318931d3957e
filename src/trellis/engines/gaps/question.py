"""What is asked of a table: which columns make the groups, what is measured, compared with whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .results import EVERYBODY_ELSE, Kind, Labels, Refused

Reference = str | Sequence[str] | Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Question:
    """Checked when made: raises Refused with a sentence for whoever asked.

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
            raise Refused("Give at least one column with groups.")
        if bool(self.numerator) != bool(self.denominator):
            raise Refused("A rate needs both a numerator and a denominator.")
        if bool(self.numerator) == bool(self.value):
            raise Refused("Give either a numerator and a denominator, or a value.")
        if not isinstance(self.min_n, int) or self.min_n < 1:
            raise Refused("The smallest group to show must be a whole number, 1 or more.")
        twice = {column for column in self.columns if self.columns.count(column) > 1}
        if twice:
            raise Refused(f"Use each column only once: {', '.join(sorted(twice))} is named twice.")

    @property
    def kind(self) -> Kind:
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

    def find_reference(self, levels: Iterable[Labels]) -> Labels | None:
        """The group that `reference` names, out of those there are. Refused when none or several fit."""
        if self.reference is None:
            return None
        levels = list(levels)
        fits = [labels for labels in levels if self._names(labels)]
        if len(fits) == 1:
            return fits[0]
        reference_text, column = _said(self.reference), " × ".join(self.group)
        if fits:
            raise Refused(f"{reference_text} could mean {len(fits)} groups of {column}. Write it as a × b.")
        group_names = "; ".join(name_of(labels) for labels in levels[:20]) + (
            "; …" if len(levels) > 20 else ""
        )
        raise Refused(
            f"There is no {reference_text} in {column} to compare with. Choose one of: {group_names}."
        )

    def _names(self, labels: Labels) -> bool:
        reference = self.reference
        if isinstance(reference, str):
            return reference.strip() in {mark.join(labels) for mark in (" × ", " x ", ", ", ",")}
        if isinstance(reference, Mapping):
            return dict(reference) == dict(zip(self.group, labels, strict=True))
        return tuple(reference or ()) == labels


def name_of(labels: Labels | None) -> str:
    """How a group is called: its levels crossed, "a × b"; nobody in particular is everybody else."""
    return EVERYBODY_ELSE if labels is None else " × ".join(labels)


def _said(reference: Reference) -> str:
    if isinstance(reference, str):
        return f'"{reference}"'
    levels = reference.values() if isinstance(reference, Mapping) else reference or ()
    return f'"{name_of(tuple(str(level) for level in levels))}"'
