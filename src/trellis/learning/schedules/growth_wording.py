"""The words of a plan of growth: what each number is called, and what falls short in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.grades import grade_label
from trellis.core.foundation.formatting import format_number, format_sentence_list
from trellis.engines.timetable.growth_facts import SHORTAGES, FactKind, GrowthFact
from trellis.engines.timetable.growth_numbers import GRADES, ROOMS, Number

NAMES: dict[str, str | Promise] = {
    "teams": _("Teams"),
    "class-groups": _("Class groups"),
    "advisories": _("Advisories"),
    "core-teachers": _("Core teachers"),
    "other-teachers": _("Teachers outside teams"),
    "special-educators": _("Special educators"),
    "language-teachers": _("Language teachers"),
    "principal": _("Principal"),
    "planner": _("Planner"),
    "assistant-principal": _("Assistant principal or dean"),
    "counselors": _("Counselors"),
    "office": _("Office staff"),
    "internship-coordinator": _("Internship coordinator"),
    "college-adviser": _("College adviser"),
    "rooms-needed": _("Rooms needed at the busiest time"),
    "rooms": _("Rooms available"),
}
SHORT_OF = {
    FactKind.ROOMS: _("Rooms"),
    FactKind.ADVISORY_ADULTS: _("Advisories with an adult"),
    FactKind.PLANNING_COVER: _("Teachers for classes during team planning"),
}
WAYS = {
    FactKind.ROOMS: _("Find more rooms, or let some advisories meet at another time."),
    FactKind.STAFF: _("Plan for more people, or change the numbers that ask for them."),
    FactKind.ADVISORY_ADULTS: _("Plan for more teachers, or accept larger advisories."),
    FactKind.PLANNING_COVER: _("Plan for teachers outside teams, or for partners who teach at that time."),
    FactKind.SUBJECTS: _("Some teach more than one subject and need a license in each."),
    FactKind.ONE_SPECIALIST: _("Plan who steps in when this person is out."),
    FactKind.TEAMS_DOUBLE: _("Split the teams you have, so that each new team has experienced teachers."),
}


@dataclass(frozen=True)
class FactLine:
    """One kind of thing in the first year in which it is so, what to do about it, and the years after."""

    text: str
    ways: str | Promise
    later: str


def school_year_title(number: int) -> str:
    """A school year as people write it: 2027–28."""
    return f"{number - 1}–{number % 100:02}"


def number_name(key: str) -> str:
    """What a number of a plan is called: a grade, or something that it needs."""
    return gettext("Grade %(grade)s") % {"grade": grade_label(key)} if key in GRADES else str(NAMES[key])


def computed_text(number: Number) -> str:
    """The computed number, or the least and the most that would do: 5–6."""
    if number.least == number.most:
        return format_number(number.computed)
    return f"{format_number(number.least)}–{format_number(number.most)}"


def number_hint(key: str, number: Number | None) -> str:
    """What stands beside a number that people may set: what is computed, and what the roster says."""
    if number is None:
        return ""
    if key == ROOMS:
        return gettext("In the settings: %(number)s") % {"number": format_number(number.computed)}
    hint = gettext("Computed: %(number)s") % {"number": computed_text(number)}
    if number.counted is None:
        return hint
    return gettext("From the roster: %(number)s") % {"number": format_number(number.counted)} + f" · {hint}"


def shortage_lines(facts: Iterable[GrowthFact]) -> list[FactLine]:
    """What is missing, each kind once."""
    return _lines(fact for fact in facts if fact.kind in SHORTAGES)


def other_lines(facts: Iterable[GrowthFact]) -> list[FactLine]:
    """What a small school plans for, each kind once."""
    return _lines(fact for fact in facts if fact.kind not in SHORTAGES)


def _lines(facts: Iterable[GrowthFact]) -> list[FactLine]:
    by_kind: dict[tuple[FactKind, str], list[GrowthFact]] = {}
    for fact in facts:
        by_kind.setdefault((fact.kind, fact.role), []).append(fact)
    return [
        FactLine(_sentence(first), WAYS[first.kind], _later_words(later))
        for first, *later in by_kind.values()
    ]


def _sentence(fact: GrowthFact) -> str:
    words = {
        "year": fact.year,
        "needed": format_number(fact.needed),
        "available": format_number(fact.available),
        "what": SHORT_OF.get(fact.kind, NAMES.get(fact.role, "")),
    }
    if fact.kind == FactKind.SUBJECTS:
        return gettext("Teachers in year %(year)s: %(available)s, for %(needed)s subjects.") % words
    if fact.kind == FactKind.ONE_SPECIALIST:
        return gettext("%(what)s in year %(year)s: one person for all %(needed)s students.") % words
    if fact.kind == FactKind.TEAMS_DOUBLE:
        return (
            gettext("The number of teams doubles in year %(year)s: from %(available)s to %(needed)s.") % words
        )
    return gettext("%(what)s in year %(year)s: %(needed)s needed, %(available)s planned.") % words


def _later_words(facts: list[GrowthFact]) -> str:
    """The years after the first in which the same is so."""
    if not facts:
        return ""
    if facts[0].kind not in SHORTAGES:
        years = format_sentence_list(fact.year for fact in facts)
        return gettext("Also in later years: %(years)s.") % {"years": years}
    return " ".join(
        gettext("Year %(year)s: %(needed)s needed, %(available)s planned.")
        % {
            "year": fact.year,
            "needed": format_number(fact.needed),
            "available": format_number(fact.available),
        }
        for fact in facts
    )
