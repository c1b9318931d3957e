"""A team to begin a design with, planned or from the roster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from trellis.core.community.models import Group, Person

from .models import TeamSection

SECTION_TITLES: dict[str, Callable[[int], str]] = {
    TeamSection.Kind.CLASS: lambda number: _("Group %(number)d") % {"number": number},
    TeamSection.Kind.ADVISORY: lambda number: _("Advisory %(number)d") % {"number": number},
}


@dataclass
class StartTeam:
    """A team to begin with: its sections by kind, each a name and its group in the roster, and its teachers in order;
    None is a teacher who is not known yet. specialties: what each of them teaches now (see `start_plan`)."""

    title: str
    students: int
    grades: str = ""
    group: Group | None = None
    sections: dict[str, list[tuple[str, Group | None]]] = field(default_factory=dict)
    teachers: list[Person | None] = field(default_factory=list)
    specialties: list[str] = field(default_factory=list)


def planned_sections(kind: str, count: int) -> list[tuple[str, Group | None]]:
    """So many sections of a kind that are only numbered."""
    return [(SECTION_TITLES[kind](number), None) for number in range(1, count + 1)]
