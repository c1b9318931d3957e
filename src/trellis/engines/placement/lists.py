"""Who may go where, and each seeker's places in the order of their liking, in one pass.

A pair that may be is one 64-bit number, most important digit first: wish, interest, shared language, minutes,
place. Sorting the numbers sorts the places; reading a number's digits explains it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .encoding import IntArray, PlaceColumns, SeekerColumns
from .inputs import InvalidInputError, Place, Seeker
from .results import Barrier
from .travel_times import NO_LIMIT, UNKNOWN_MINUTES, TravelTimes, cosines

BLOCK_CELLS = 1 << 18  # of one block: two megabytes a column of numbers, which stays in the cache


@dataclass(frozen=True, slots=True)
class PairEncoding:
    """How many bits of a pair's number each digit takes. A digit that is all ones is "none"."""

    wish: int
    interest: int
    minutes: int
    place: int

    @classmethod
    def of(cls, crowd: SeekerColumns, sites: PlaceColumns, ways: TravelTimes) -> PairEncoding:
        wishes, liked = (int(rows[:, 2].max(initial=-1)) + 1 for rows in (crowd.wishes, crowd.liked))
        return cls(
            wish=wishes.bit_length(),
            interest=liked.bit_length(),
            minutes=(ways.longest + 1).bit_length(),
            place=max(len(sites.days) - 1, 1).bit_length(),
        )

    @property
    def bits(self) -> int:
        return self.wish + self.interest + 1 + self.minutes + self.place

    def places(self, numbers: IntArray) -> IntArray:
        return numbers & ((1 << self.place) - 1)

    def foreign(self, numbers: IntArray) -> IntArray:
        """1 where no language is shared, 0 where one is."""
        return (numbers >> (self.place + self.minutes)) & 1

    def read(self, number: int) -> tuple[int | None, int | None, bool, int | None, int]:
        """Position of the wish, of the interest (from 0), shared language, minutes, place."""
        number, place = divmod(number, 1 << self.place)
        number, minutes = divmod(number, 1 << self.minutes)
        number, foreign = divmod(number, 2)
        wish, interest = divmod(number, 1 << self.interest)
        return (
            _decode_digit(wish, self.wish),
            _decode_digit(interest, self.interest),
            not foreign,
            _decode_digit(minutes, self.minutes),
            place,
        )


def _decode_digit(value: int, bits: int) -> int | None:
    return None if value == (1 << bits) - 1 else value


@dataclass(frozen=True, slots=True)
class PreferenceLists:
    """`rows[seeker]`: sorted numbers. `counts[seeker]`: sites lost at each Barrier, in their order."""

    digits: PairEncoding
    rows: list[IntArray]
    counts: IntArray


@dataclass(frozen=True, slots=True)
class _SeekerBlock:
    """Some seekers of one kind (same days, same age band) and the sites open to that kind."""

    who: IntArray
    sites: IntArray


def build_preference_lists(
    crowd: SeekerColumns, sites: PlaceColumns, ways: TravelTimes, days_needed: int
) -> PreferenceLists:
    """Return every pair that may be. Raises InvalidInputError for more wishes, interests and sites than fit 62 bits."""
    digits = PairEncoding.of(crowd, sites, ways)
    if digits.bits > 55:
        raise InvalidInputError(
            "There are too many wishes, interests and sites for one match: split it by region."
        )
    rows: list[IntArray] = [np.empty(0, np.int64)] * len(crowd.days)
    counts = np.zeros((len(crowd.days), len(Barrier)), np.int64)
    for who, open_sites, lost in _seeker_kinds(crowd, sites, days_needed):
        counts[who, :3] = lost
        if not len(open_sites):
            continue
        step = max(1, min(BLOCK_CELLS // len(open_sites), 1 << (62 - digits.bits)))
        for start in range(0, len(who), step):
            block = _SeekerBlock(who[start : start + step], open_sites)
            block_lists = _rank_block(block, crowd, sites, ways, digits)
            for seeker, row in zip(block.who.tolist(), block_lists.rows, strict=True):
                rows[seeker] = row
            counts[block.who, 3:] = block_lists.counts
    return PreferenceLists(digits, rows, counts)


def _seeker_kinds(
    crowd: SeekerColumns, sites: PlaceColumns, days_needed: int
) -> Iterator[tuple[IntArray, IntArray, list[int]]]:
    """Seekers of each kind, the sites left to them, and how many fell at clearance, age and days."""
    if not len(crowd.days):
        return
    codes, kind = np.unique(crowd.surely * 128 + crowd.days, return_inverse=True)
    order = np.argsort(kind, kind="stable")
    ends = np.cumsum(np.bincount(kind, minlength=len(codes)))
    for code, who in zip(codes.tolist(), np.split(order, ends[:-1]), strict=True):
        surely, days = divmod(code, 128)
        old_enough = sites.cleared & (sites.least_age <= surely)
        fits = old_enough & (np.bitwise_count(sites.days & days) >= days_needed)
        left = [len(fits), *(int(some.sum()) for some in (sites.cleared, old_enough, fits))]
        yield who, np.flatnonzero(fits), [more - less for more, less in pairwise(left)]


def _rank_block(
    block: _SeekerBlock, crowd: SeekerColumns, sites: PlaceColumns, ways: TravelTimes, digits: PairEncoding
) -> PreferenceLists:
    """The lists of one block, and its counts for travel and for room."""
    seeker_spots, site_spots = crowd.spots.some(block.who), sites.spots.some(block.sites)
    least = ways.least_cosine(seeker_spots, crowd.most[block.who])
    maybe = cosines(seeker_spots, site_spots) >= least[:, None]
    cells = np.flatnonzero(maybe)
    row = np.repeat(np.arange(len(block.who)), np.count_nonzero(maybe, axis=1))
    column = cells - row * len(block.sites)
    minutes = ways.minutes(seeker_spots.some(row), site_spots.some(column))
    near = minutes <= crowd.most[block.who][row]
    cells, row, column, minutes = cells[near], row[near], column[near], minutes[near]
    reached = np.bincount(row, minlength=len(block.who))
    room = sites.room[block.sites][column] > 0
    if not room.all():
        cells, row, column, minutes = cells[room], row[room], column[room], minutes[room]
    sizes = np.bincount(row, minlength=len(block.who))
    numbers = _encode_pairs(block, crowd, sites, digits, (cells, row, column, minutes))
    counts = np.column_stack([len(block.sites) - reached, reached - sizes])
    return PreferenceLists(digits, np.split(numbers, np.cumsum(sizes)[:-1]), counts)


def _encode_pairs(
    block: _SeekerBlock,
    crowd: SeekerColumns,
    sites: PlaceColumns,
    digits: PairEncoding,
    pairs: tuple[IntArray, IntArray, IntArray, IntArray],
) -> IntArray:
    """The pairs of a block as numbers, sorted seeker by seeker."""
    cells, row, column, minutes = pairs
    site = block.sites[column]
    number = row << digits.wish | _wish_positions(block, crowd, digits, cells)
    number = (
        number << digits.interest | _interest_positions(block, crowd, sites, digits)[row, sites.field[site]]
    )
    number = number << 1 | _shares_no_language(crowd.speaks[block.who], row, sites.speaks, site)
    number = number << digits.minutes | np.where(
        minutes == UNKNOWN_MINUTES, (1 << digits.minutes) - 1, minutes
    )
    number = number << digits.place | site
    number.sort()
    return number & ((1 << digits.bits) - 1)


def _wish_positions(
    block: _SeekerBlock, crowd: SeekerColumns, digits: PairEncoding, cells: IntArray
) -> IntArray:
    """The position of each pair among the seeker's wishes. Cells are sorted, so a wish is looked up in them."""
    wish = np.full(len(cells), (1 << digits.wish) - 1, np.int64)
    row, wish_rows = _entries_of_block(block, crowd.wishes)
    column = np.searchsorted(block.sites, wish_rows[:, 1])
    has_site = column < len(block.sites)
    has_site[has_site] = block.sites[column[has_site]] == wish_rows[has_site, 1]
    cell = row[has_site] * len(block.sites) + column[has_site]
    at = np.searchsorted(cells, cell)
    has_cell = at < len(cells)
    has_cell[has_cell] = cells[at[has_cell]] == cell[has_cell]
    wish[at[has_cell]] = wish_rows[has_site, 2][has_cell]
    return wish


def _interest_positions(
    block: _SeekerBlock, crowd: SeekerColumns, sites: PlaceColumns, digits: PairEncoding
) -> IntArray:
    """[seeker of the block, field]: the position of the field among their interests."""
    table = np.full((len(block.who), int(sites.field.max()) + 1), (1 << digits.interest) - 1, np.int64)
    row, liked = _entries_of_block(block, crowd.liked)
    table[row, liked[:, 1]] = liked[:, 2]
    return table


def _entries_of_block(block: _SeekerBlock, entries: IntArray) -> tuple[IntArray, IntArray]:
    """The entries of the block's seekers, each with the seeker's row in the block."""
    starts = np.searchsorted(entries[:, 0], block.who, side="left")
    sizes = np.searchsorted(entries[:, 0], block.who, side="right") - starts
    row = np.repeat(np.arange(len(block.who)), sizes)
    within = np.arange(len(row)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return row, entries[np.repeat(starts, sizes) + within]


def _shares_no_language(
    seeker_words: NDArray[np.uint64], row: IntArray, site_words: NDArray[np.uint64], site: IntArray
) -> NDArray[np.bool_]:
    shared = np.zeros(len(row), np.bool_)
    for word in range(seeker_words.shape[1]):
        shared |= (seeker_words[row, word] & site_words[site, word]) != 0
    return ~shared


def find_barrier(seeker: Seeker, place: Place, days_needed: int, ways: TravelTimes) -> Barrier | None:
    """The first that applies, in the order of Barrier, or None. FULL means no seat to begin with."""
    if not place.cleared:
        return Barrier.CLEARANCE
    if place.least_age > seeker.surely:
        return Barrier.AGE
    if len(seeker.days & place.days) < days_needed:
        return Barrier.DAYS
    minutes = travel_minutes(seeker, place, ways)
    if minutes is not None and minutes > (NO_LIMIT if seeker.most_minutes is None else seeker.most_minutes):
        return Barrier.TRAVEL
    return None if place.capacity else Barrier.FULL


def travel_minutes(seeker: Seeker, place: Place, ways: TravelTimes) -> int | None:
    """Minutes one way, or None when it cannot be said."""
    minutes = int(ways.minutes(ways.spots([seeker.at]), ways.spots([place.at]))[0])
    return None if minutes == UNKNOWN_MINUTES else minutes
