"""What is short in a year, as facts with numbers. `kind` and `number` name the date that they are about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .inputs import DateKind


@dataclass(frozen=True, slots=True)
class DaysShortage:
    """There are fewer school days than required."""

    needed: int
    available: int


@dataclass(frozen=True, slots=True)
class MissingTermShortage:
    """A term has no dates: it does not fit, or somebody removed it."""

    number: int


@dataclass(frozen=True, slots=True)
class TermShortage:
    """A term has fewer weeks with school than the model asks for."""

    number: int
    needed: int
    available: int


@dataclass(frozen=True, slots=True)
class ExhibitionShortage:
    """The exhibitions at the end of a term need more days than their window has.

    panels: that would have to work at once for them to fit; 0 where there is no window.
    """

    number: int
    needed: int
    available: int
    panels: int


@dataclass(frozen=True, slots=True)
class ClosedShortage:
    """All of a date is on days without school, or for internships on days that are no internship days."""

    kind: DateKind
    starts: date
    ends: date


Shortage = DaysShortage | MissingTermShortage | TermShortage | ExhibitionShortage | ClosedShortage
