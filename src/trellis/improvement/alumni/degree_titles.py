"""Titles of degrees that Trellis could not read: a person says once what each is, for the whole network."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from trellis.core.community.models import Network
from trellis.core.foundation import ledger

from .models import ClearinghouseFile, CollegeDegree, DegreeTitle
from .persistence import Level, degree_level

MAX_TITLES = 40
REASON = "read and correct what the title of a degree means, which names nobody"


def normalize_title(title: str) -> str:
    """A title in lower case, with one space between words."""
    return " ".join(title.lower().split())


def field_name(title: str) -> str:
    """The name of a form's field for a title: without the signs that a name can't have."""
    return "title-" + hashlib.sha256(title.encode()).hexdigest()[:12]


def corrected_levels(network: Network) -> dict[str, Level]:
    """By title, what somebody said that it is."""
    rows = DegreeTitle.objects.unscoped(REASON).filter(network=network)
    return {title: Level(level) for title, level in rows.values_list("title", "level")}


def level_of(title: str, corrected: Mapping[str, Level]) -> Level:
    """What a degree is: as somebody said, else as its title reads."""
    return corrected.get(normalize_title(title)) or degree_level(title)


def unclear_titles(file: ClearinghouseFile) -> list[str]:
    """The titles in a file that nobody could read yet, by name."""
    rows = CollegeDegree.objects.unscoped(REASON).filter(match__file=file, level=Level.UNKNOWN)
    titles = {normalize_title(title) for title in rows.values_list("title", flat=True)}
    return sorted(titles - {""})[:MAX_TITLES]


def save_levels(network: Network, levels: Mapping[str, Level], by: UUID | None) -> int:
    """Save what titles mean, for degrees that are here and for those to come. Return how many titles it was."""
    with ledger.act("say what titles of degrees mean", by=by, about=network.pk, titles=len(levels)):
        rows = CollegeDegree.objects.unscoped(REASON).filter(
            match__file__network=network, level=Level.UNKNOWN
        )
        degrees = list(rows.values_list("pk", "title"))
        for title, level in levels.items():
            key = normalize_title(title)
            DegreeTitle.objects.unscoped(REASON).update_or_create(
                network=network, title=key, defaults={"level": level.value}
            )
            same = [pk for pk, of_degree in degrees if normalize_title(of_degree) == key]
            for place in range(0, len(same), 500):
                CollegeDegree.objects.unscoped(REASON).filter(pk__in=same[place : place + 500]).update(
                    level=level.value, modified=timezone.now()
                )
    return len(levels)
