"""Details that distinguish people of the same name wherever one is chosen from a list.

`add_distinctions` adds to such people, and to nobody else, the least that tells them apart: the grade; where that is
the same, an adult's role; then the advisory or another place; the last digits of the student ID; an adult's email.
`Person.name` then says it: "Ana Lopez (grade 9)" beside "Ana Lopez (grade 11, Advisory 11-E)" and "Ana Lopez (grade 11,
Advisory 11-F)".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.text_folding import fold_text

from .grades import grade_label
from .models import Group, Person, Role, Tie
from .viewer import active_at

People = TypeVar("People", bound=Iterable[Person])
Cluster = list[Person]


def add_distinctions(people: People) -> People:
    """Set `distinction` on people in a list who have the same name. Return the list. One query at most."""
    named: dict[str, dict[UUID, list[Person]]] = defaultdict(lambda: defaultdict(list))
    for person in people:
        person.distinction = ""
        name = " ".join(fold_text(person.name).split()) or person.name
        named[name][person.pk].append(person)
    namesakes = [rows for rows in named.values() if len(rows) > 1]
    details = _Details([same[0] for rows in namesakes for same in rows.values()])
    for rows in namesakes:
        for pk, labels in details.distinguish([same[0] for same in rows.values()]).items():
            for person in rows[pk]:
                person.distinction = format_list(labels)
    return people


class _Details:
    """What can be said of people who have a name in common with somebody else in the list."""

    def __init__(self, people: Cluster) -> None:
        self.people = people

    def distinguish(self, people: Cluster) -> dict[UUID, list[str]]:
        """By person, the details that tell people of one name apart; numbers, by age of the entry, where none does."""
        sources: tuple[Callable[[Cluster], list[str]], ...] = (
            self._grades,
            self._roles,
            self._places,
            self._id_tails,
            self._emails,
        )
        by_age = sorted(people, key=lambda person: (person.created, person.pk))
        labels: dict[UUID, list[str]] = {person.pk: [] for person in people}
        clusters = [by_age]
        for source in sources:
            split = (part for cluster in clusters for part in _split(cluster, source(cluster), labels))
            clusters = [part for part in split if len(part) > 1 or not labels[part[0].pk]]
        for cluster in clusters:
            for number, person in enumerate(cluster if len(cluster) > 1 else by_age, start=1):
                if person in cluster:
                    labels[person.pk].append(str(number))
        return labels

    @cached_property
    def _ties(self) -> dict[UUID, Tie]:
        """What each is at school: an advisory is more specific than another group, and that than a school."""
        ties = (
            Tie.objects.unscoped("tell people of one name apart, whom the viewer already sees")
            .filter(active_at(timezone.now()), person__in=self.people)
            .exclude(role=Role.GUARDIAN)
            .select_related("to_group__school", "to_school")
            .order_by("created", "pk")
        )
        first: dict[UUID, Tie] = {}
        for tie in sorted(ties, key=_distance):
            first.setdefault(tie.person_id, tie)
        return first

    def _grades(self, people: Cluster) -> list[str]:
        return [
            _("grade %(grade)s") % {"grade": grade_label(person.grade)} if person.grade else ""
            for person in people
        ]

    def _roles(self, people: Cluster) -> list[str]:
        ties = (self._ties.get(person.pk) for person in people)
        return [str(Role(tie.role).label) if tie else "" for tie in ties]

    def _places(self, people: Cluster) -> list[str]:
        """The group of each; their schools where somebody is in no group, as the others are at a school too."""
        ties = [self._ties.get(person.pk) for person in people]
        groups = [tie.to_group.title if tie and tie.to_group else "" for tie in ties]
        if all(groups):
            return groups
        return [_school_name(tie) if tie else "" for tie in ties]

    def _id_tails(self, people: Cluster) -> list[str]:
        """The last digits of each student ID, as many as differ, two at least."""
        ids = [person.identifier for person in people if person.identifier]
        longest = max(map(len, ids), default=0)
        size = next(
            (n for n in range(2, longest + 1) if len({person_id[-n:] for person_id in ids}) == len(set(ids))),
            longest,
        )
        return [
            _("ID …%(digits)s") % {"digits": person.identifier[-size:]} if person.identifier else ""
            for person in people
        ]

    def _emails(self, people: Cluster) -> list[str]:
        """Adults' addresses; a child's is nobody's to read in a list."""
        return ["" if person.grade or person.identifier else person.email for person in people]


def _school_name(tie: Tie) -> str:
    school = tie.to_group.school if tie.to_group else tie.to_school
    return school.name if school else ""


def _distance(tie: Tie) -> tuple[bool, bool, bool]:
    is_advisory = tie.to_group is not None and tie.to_group.kind == Group.Kind.ADVISORY
    return not is_advisory, tie.to_group is None, tie.to_school is None


def _split(cluster: Cluster, details: list[str], labels: dict[UUID, list[str]]) -> list[Cluster]:
    """Divide people by a detail, and note it, where it differs; who is alone already takes the first that there is."""
    if len(cluster) > 1 and len(set(details)) == 1:
        return [cluster]
    parts: dict[str, Cluster] = defaultdict(list)
    for person, detail in zip(cluster, details, strict=True):
        parts[detail].append(person)
        if detail:
            labels[person.pk].append(detail)
    return list(parts.values())
