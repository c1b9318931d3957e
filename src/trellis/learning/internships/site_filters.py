"""Filters of a search for a site: which sites match, and the one reason why each of the others does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

ALL_WEEKDAYS = frozenset(range(1, 8))


class Mismatch(StrEnum):
    """Why a site does not match."""

    OTHER_FIELD = "other-field"
    OTHER_LANGUAGE = "other-language"
    TOO_FAR = "too-far"
    TRAVEL_UNKNOWN = "travel-unknown"
    OTHER_DAYS = "other-days"
    FULL = "full"


class FilterableSite(Protocol):
    """What the filters look at. minutes: from the student's school, None where nobody entered it.

    days: ISO weekdays on which the site takes students. languages: BCP 47 tags.
    """

    @property
    def minutes(self) -> int | None: ...

    @property
    def days(self) -> frozenset[int]: ...

    @property
    def field(self) -> str: ...

    @property
    def languages(self) -> frozenset[str]: ...

    @property
    def free(self) -> int: ...


@dataclass(frozen=True)
class SiteFilters:
    """What somebody looks for; an empty filter lets every site through. days: any one of them is enough."""

    most_minutes: int | None = None
    days: frozenset[int] = frozenset()
    field: str = ""
    language: str = ""
    has_opening: bool = False


AnySite = TypeVar("AnySite", bound=FilterableSite)


def find_mismatch(site: FilterableSite, filters: SiteFilters) -> Mismatch | None:
    """Return the first reason why a site does not match, in the order of `Mismatch`; None when it matches."""
    if filters.field and site.field.casefold() != filters.field.casefold():
        return Mismatch.OTHER_FIELD
    if filters.language and filters.language not in site.languages:
        return Mismatch.OTHER_LANGUAGE
    if filters.most_minutes is not None:
        if site.minutes is None:
            return Mismatch.TRAVEL_UNKNOWN
        if site.minutes > filters.most_minutes:
            return Mismatch.TOO_FAR
    if filters.days and not filters.days & (site.days or ALL_WEEKDAYS):
        return Mismatch.OTHER_DAYS
    if filters.has_opening and site.free < 1:
        return Mismatch.FULL
    return None


def split_by_match(
    sites: Iterable[AnySite], filters: SiteFilters
) -> tuple[list[AnySite], list[tuple[AnySite, Mismatch]]]:
    """Return the sites that match, and the others, each with its one reason; both in the order given."""
    matches, others = [], []
    for site in sites:
        mismatch = find_mismatch(site, filters)
        if mismatch is None:
            matches.append(site)
        else:
            others.append((site, mismatch))
    return matches, others
