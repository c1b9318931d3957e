"""Carries levels from one version of a rubric to the scale of another. A reading itself is never changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .inputs import InvalidInputError, Rating, validate_level, validate_scale


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """From a level of the older version to one of the new: `to[i]` is where level i + 1 goes.

    Between two levels it goes straight, so what was not lower stays not lower. Call it with a level; `carry`
    makes new readings and leaves the old ones as they are.
    """

    to: tuple[float, ...]

    def __call__(self, level: float) -> float:
        """The level on the new scale. Raises InvalidInputError off the older scale."""
        level = validate_level(level, len(self.to), "The level to carry over")
        below = min(int(level), len(self.to) - 1)
        low, high = self.to[below - 1], self.to[below]
        return min(high, low + (high - low) * (level - below))

    def carry(self, readings: Iterable[Rating]) -> tuple[Rating, ...]:
        """Copies of the readings with their levels on the new scale. Raises InvalidInputError naming the reading off
        the older."""
        top = len(self.to)
        return tuple(
            replace(
                reading,
                level=self(validate_level(reading.level, top, f'The level of the reading "{reading.key}"')),
            )
            for reading in readings
        )


def build_crosswalk(
    levels_from: int, levels_to: int, mapping: Mapping[int, float] | None = None
) -> Crosswalk:
    """A crosswalk from a scale 1 to `levels_from` onto one 1 to `levels_to`.

    `mapping` says for each older level where it goes. Without one, lowest goes to lowest and highest to highest,
    and the rest lies evenly between. Raises InvalidInputError: a level left out or unknown, one that goes off the new
    scale, and a mapping by which better work would be carried below work that was not as good.
    """
    validate_scale(levels_from)
    validate_scale(levels_to)
    levels = range(1, levels_from + 1)
    if mapping is None:
        return Crosswalk(tuple(1 + (level - 1) * (levels_to - 1) / (levels_from - 1) for level in levels))
    missing = [level for level in levels if level not in mapping]
    if missing:
        raise InvalidInputError(
            f"Level {missing[0]} of the older rubric goes nowhere. Say where each of its levels goes."
        )
    unknown = [level for level in mapping if level not in levels]
    if unknown:
        raise InvalidInputError(
            f"The older rubric has levels 1 to {levels_from} and no level {unknown[0]}. Leave it out."
        )
    to = tuple(validate_level(mapping[level], levels_to, f"Where level {level} goes") for level in levels)
    for level in levels[:-1]:
        if to[level - 1] > to[level]:
            raise InvalidInputError(
                f"Level {level} would go to {to[level - 1]:g} and level {level + 1} only to {to[level]:g}. "
                "Let no level end up below one that it was above."
            )
    return Crosswalk(to)
