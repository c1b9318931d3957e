"""What schools like a school tried: those ideas first that are for the same measure or the same students."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer
from trellis.improvement.cycles.models import Aim
from trellis.improvement.cycles.selectors import open_aims, starts_at

from .models import ChangeIdea
from .selectors import IdeaCard, LibraryFilter, TestCard, cards_of, matching_ideas
from .similar_schools import bands_of, likeness

SHOWN, CONSIDERED = 5, 60


@dataclass(frozen=True)
class SimilarTest:
    """A test at a school that is like the reader's, and why it is."""

    card: TestCard
    reasons: list[str]


@dataclass(frozen=True)
class SimilarIdea:
    """An idea that schools like the reader's tried. for_aim: it is for what the school works on."""

    idea: ChangeIdea
    tests: list[SimilarTest]
    for_aim: bool


def similar_ideas_section(viewer: Viewer, school: School, aim: Aim | None) -> Mapping[str, object]:
    """The card on a school's improvement page, or on the page of one of its aims."""
    return {
        "ideas": similar_ideas(viewer, school, aim),
        "school": school,
        "aim": aim,
        "starts": starts_at(viewer, school),
    }


def similar_ideas(viewer: Viewer, school: School, aim: Aim | None) -> list[SimilarIdea]:
    """Ideas that were tested at schools like this one, for the aim's measure and students first, then the newest."""
    ideas = matching_ideas(viewer, school.network_id, LibraryFilter())[:CONSIDERED]
    cards = cards_of(viewer, ideas)
    places = {card.test.school_id for each in cards for card in each.tests if card.test.school_id}
    if not places - {school.pk}:
        return []
    school_bands = bands_of(places | {school.pk})
    reasons = {
        place: likeness(school_bands[school.pk], school_bands[place]) for place in places - {school.pk}
    }
    measures, groups = _watched(viewer, school, aim)
    rows = [_similar(card, reasons, measures, groups) for card in cards]
    rows = [row for row in rows if row.tests]
    rows.sort(key=lambda row: (row.idea.measure in measures, row.idea.group in groups), reverse=True)
    return rows[:SHOWN]


def _watched(viewer: Viewer, school: School, aim: Aim | None) -> tuple[set[str], set[str]]:
    """The measures and groups of one aim, or of the open aims of a school."""
    aims = [aim] if aim else list(open_aims(viewer, school))
    return {each.measure for each in aims} - {""}, {each.group for each in aims} - {""}


def _similar(
    card: IdeaCard, reasons: Mapping[UUID, list[str]], measures: set[str], groups: set[str]
) -> SimilarIdea:
    tests = [
        SimilarTest(test, reasons[test.test.school_id])
        for test in card.tests
        if test.test.school_id and reasons.get(test.test.school_id)
    ]
    return SimilarIdea(card.idea, tests, card.idea.measure in measures or card.idea.group in groups)
