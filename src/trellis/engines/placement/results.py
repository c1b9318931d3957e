"""What comes back. Enums and data only: the room puts them into words."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .inputs import InvalidInputError


class Barrier(StrEnum):
    """Why a seeker cannot go to a place. The first that applies, in this order."""

    CLEARANCE = "clearance"
    AGE = "age"
    DAYS = "days"
    TRAVEL = "travel"
    FULL = "full"


class ReasonKind(StrEnum):
    """What speaks for a proposal, or has to be known with it."""

    WISHED = "wished"
    INTEREST = "interest"
    LANGUAGE = "language"
    NEAR = "near"
    TRAVEL_UNKNOWN = "travel-unknown"
    ASKED_FOR = "asked-for"
    DAYS = "days"


class BlockKind(StrEnum):
    """What keeps somebody without a place: where the last of the sites fell out."""

    NO_SITES = "no-sites"
    NO_CLEARED_SITE = "no-cleared-site"
    TOO_YOUNG = "too-young"
    NO_DAYS_IN_COMMON = "no-days-in-common"
    TOO_FAR = "too-far"
    ALL_FULL = "all-full"


@dataclass(frozen=True, slots=True)
class MatchReason:
    """One reason and what its sentence needs.

    WISHED: `position` among the wishes. INTEREST: `position` and the field in `names`. LANGUAGE: those shared,
    in `names`. NEAR: `minutes`. DAYS: the ISO weekdays in common. Positions count from 1.
    """

    why: ReasonKind
    position: int | None = None
    names: tuple[str, ...] = ()
    minutes: int | None = None
    days: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AlternativePlace:
    """A place further down the list, and whether a seat is left there after all proposals."""

    place: str
    has_room: bool


@dataclass(frozen=True, slots=True)
class NoPlaceReason:
    """Why there is no place, and how many sites fell out where. `counts` add up to all sites.

    FULL counts the sites without a seat from the start and those that others, ahead in line, have filled.
    """

    block: BlockKind
    counts: tuple[tuple[Barrier, int], ...]

    def count(self, barrier: Barrier) -> int:
        return dict(self.counts)[barrier]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one seeker; a person decides.

    `rank` counts from 1 among the `choices` places that are open to them, in their order. `missed` are the
    first two that they would like more (full with others ahead), `others` the next two that they would like.
    Without a place: `place`, `rank` and `minutes` are None, and `blocked` says why.
    """

    seeker: str
    place: str | None
    rank: int | None
    choices: int
    reasons: tuple[MatchReason, ...] = ()
    minutes: int | None = None
    missed: tuple[str, ...] = ()
    others: tuple[AlternativePlace, ...] = ()
    blocked: NoPlaceReason | None = None


@dataclass(frozen=True, slots=True)
class Proposals:
    """All proposals, by the key of the seeker, whatever order the rows came in.

    `line` holds the lottery number of each seeker (0 is first), the same at every site.
    """

    all: tuple[Proposal, ...]
    line: dict[str, int]

    def __iter__(self) -> Iterator[Proposal]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    def of(self, seeker: str) -> Proposal:
        """The proposal for one seeker. Raises InvalidInputError for somebody who was not asked about."""
        at = bisect_left(self.all, seeker, key=lambda proposal: proposal.seeker)
        if at < len(self.all) and self.all[at].seeker == seeker:
            return self.all[at]
        raise InvalidInputError(f'There is no seeker "{seeker}" among these proposals.')

    @property
    def placed(self) -> dict[str, str]:
        """Key of the place by key of the seeker, for those who have one."""
        return {proposal.seeker: proposal.place for proposal in self.all if proposal.place is not None}
