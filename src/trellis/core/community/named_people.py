"""Finds people of a school in what is written about the school: such words are about practice, never about a person."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from trellis.core.foundation.text_folding import fold_text

from .models import Person, Role, Tie
from .viewer import active_at

REASON = "keep the names of a school's people out of what is written about the school"
SHORTEST_NAME = 3
"""Letters of a family name that is looked for by itself."""
TITLES = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|coach|sr|sra|srta|señor|señora|mme|mlle|monsieur|madame)"
ORDINARY_WORDS = frozenset(
    """
    april august baker bell best black brown carpenter cook day dean english field fields french garden
    good gray green hall head hill house june king law little long love march may mason miller moore
    north page park parks power price reading rich river rivers rose sharp short small south spring
    stone summer teacher ward water waters week west white winter wise wood woods worth young
    """.split()  # noqa: SIM905 a list of words reads best as words
)
"""Family names that are words too: found only after a title, or with the given name."""
_GAPS = re.compile(r"[\W_]+")


def people_named_in(
    text: str, school_id: UUID, roles: Collection[str], family_name_alone: bool = False
) -> list[str]:
    """The names of people with these roles at a school whom a text names: by given and family name, in any order, or
    by a title and the family name.

    family_name_alone: a family name with a capital counts too, unless it is an ordinary word. For the few who teach;
    of hundreds of students somebody has almost any name.
    """
    if not text.strip():
        return []
    folded = _normalize(text)
    people = _people_of(school_id, roles)
    return sorted(
        {
            person.name
            for person in people
            if _is_named(person, folded) or (family_name_alone and _has_family_name(person, text, folded))
        }
    )


def students_named_in_network(text: str, network_id: UUID) -> list[str]:
    """The names of students at any school of a network whom a text names. Only people whose given, preferred or family
    name is a word of the text are read: a network has too many to read all."""
    words = {form for word in text.replace("’", " ").split() for form in _name_forms(word)}
    if not words:
        return []
    ties = Tie.objects.unscoped(REASON).filter(active_at(timezone.now()), role=Role.STUDENT)
    people = Person.objects.unscoped(REASON).filter(
        Q(given_name__in=words) | Q(preferred_name__in=words) | Q(family_name__in=words),
        network=network_id,
        deleted_at=None,
        pk__in=ties.values("person"),
    )
    folded = _normalize(text)
    named = people.only("given_name", "preferred_name", "family_name")
    return sorted({person.name for person in named if _is_named(person, folded)})


def _name_forms(word: str) -> tuple[str, ...]:
    bare = word.strip(".,;:!?()[]\"'“”")
    return (bare, bare.capitalize()) if bare else ()


def _people_of(school_id: UUID, roles: Collection[str]) -> list[Person]:
    ties = Tie.objects.unscoped(REASON).filter(
        active_at(timezone.now()), Q(to_school=school_id) | Q(to_group__school=school_id), role__in=roles
    )
    people = Person.objects.unscoped(REASON).filter(pk__in=ties.values("person"), deleted_at=None)
    return list(people.only("given_name", "preferred_name", "family_name"))


def _normalize(text: str) -> str:
    """The words of a text without case, accents and punctuation, with one space around each."""
    return f" {_GAPS.sub(' ', fold_text(text)).strip()} "


def _is_named(person: Person, folded: str) -> bool:
    if any(name in folded for name in _full_names(person)):
        return True
    family = _normalize(person.family_name)
    return bool(family.strip() and re.search(rf" {TITLES}{re.escape(family)}", folded))


def _full_names(person: Person) -> Iterator[str]:
    """The ways to write the full name, normalized."""
    for given in filter(None, {person.given_name, person.preferred_name}):
        if person.family_name:
            yield _normalize(f"{given} {person.family_name}")
            yield _normalize(f"{person.family_name} {given}")


def _has_family_name(person: Person, text: str, folded: str) -> bool:
    """Whether the family name stands in the text with a capital, in scripts that have capitals."""
    family = _normalize(person.family_name)
    if len(family.strip()) < SHORTEST_NAME or family not in folded or family.strip() in ORDINARY_WORDS:
        return False
    first = family.split()[0]
    return any(
        fold_text(word).split()[:1] == [first]
        and (word[:1].isupper() or word[:1].lower() == word[:1].upper())
        for word in re.findall(r"[\w’'-]+", text)
    )
