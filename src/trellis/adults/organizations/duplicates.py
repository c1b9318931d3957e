"""Which organizations may be one: names that are spelled much alike, or the same email or phone. No database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Generic, TypeVar

from trellis.core.foundation.search import fold_name

MIN_RATIO = 0.82
MAX_SHARING = 40
"""A word or number that more organizations have says nothing about two of them."""
MIN_PHONE_DIGITS = 7

Key = TypeVar("Key")


@dataclass(frozen=True)
class OrganizationFacts(Generic[Key]):
    """What is compared of an organization."""

    key: Key
    name: str
    city: str = ""
    email: str = ""
    phone: str = ""

    @property
    def digits(self) -> str:
        """The last ten digits of the phone number; "" where there are too few."""
        digits = "".join(character for character in self.phone if character.isdigit())[-10:]
        return digits if len(digits) >= MIN_PHONE_DIGITS else ""


def find_duplicates(organizations: Iterable[OrganizationFacts[Key]]) -> list[tuple[Key, Key]]:
    """Pairs that may be one organization, the likeliest first."""
    ratios: dict[tuple[Key, Key], float] = {}
    for first, second in _pairs(list(organizations)):
        ratio = likeness(first, second)
        if ratio >= MIN_RATIO:
            ratios[first.key, second.key] = ratio
    return sorted(ratios, key=lambda pair: -ratios[pair])


def likeness(first: OrganizationFacts[Key], second: OrganizationFacts[Key]) -> float:
    """From 0 to 1, more than 1 for the same email or phone; 0 in two cities, where they are branches."""
    if first.city and second.city and fold_name(first.city) != fold_name(second.city):
        return 0
    names = sorted((fold_name(first.name), fold_name(second.name)))
    ratio = SequenceMatcher(
        None, names[0].replace(" ", ""), names[1].replace(" ", ""), autojunk=False
    ).ratio()
    same_email = first.email and first.email.casefold() == second.email.casefold()
    same_phone = first.digits and first.digits == second.digits
    return 1 + ratio if same_email or same_phone else ratio


def _pairs(
    organizations: list[OrganizationFacts[Key]],
) -> Iterator[tuple[OrganizationFacts[Key], OrganizationFacts[Key]]]:
    """Pairs that share a word of the name, an email or a phone number: all pairs would be too many."""
    sharing: dict[str, list[int]] = defaultdict(list)
    for position, organization in enumerate(organizations):
        words = fold_name(organization.name).split()
        for mark in {*words, "".join(words), organization.email.casefold(), organization.digits} - {""}:
            sharing[mark].append(position)
    close = {
        pair
        for positions in sharing.values()
        if len(positions) <= MAX_SHARING
        for pair in combinations(positions, 2)
    }
    for first, second in sorted(close):
        yield organizations[first], organizations[second]
