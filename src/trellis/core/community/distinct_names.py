"""Details that distinguish people of the same name wherever one is chosen from a list.

`add_distinctions` adds to such people, and to nobody else, what differs: a grade, the last digits of the student ID,
a role and group, or an adult's email. `Person.name` then says it: "José Álvarez (ID …01)".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TypeVar
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.text_folding import fold_text

from .grades import grade_label
from .models import Person, Role, Tie
from .viewer import active_at

People = TypeVar("People", bound=Iterable[Person])
Details = dict[UUID, str]


def add_distinctions(people: People) -> People:
    """Set `distinction` on people in a list who have the same name. Return the list."""
    named: dict[str, dict[UUID, list[Person]]] = defaultdict(lambda: defaultdict(list))
    for person in people:
        person.distinction = ""
        name = " ".join(fold_text(person.name).split()) or person.name
        named[name][person.pk].append(person)
    for rows in named.values():
        if len(rows) > 1:
            details = _details([same[0] for same in rows.values()])
            for pk, same in rows.items():
                for person in same:
                    person.distinction = details[pk]
    return people


def _details(people: list[Person]) -> Details:
    """The details that distinguish these people, as few as possible."""
    sources: tuple[Callable[[list[Person]], Details], ...] = (
        _grade_details,
        _id_tails,
        _role_details,
        _email_details,
    )
    details_of_all: list[Details] = []
    for source in sources:
        details = source(people)
        if _are_distinct(details):
            return details
        if any(details.values()):
            details_of_all.append(details)
        joined = {
            person.pk: format_list(filter(None, (each[person.pk] for each in details_of_all)))
            for person in people
        }
        if _are_distinct(joined):
            return joined
    by_age = sorted(people, key=lambda person: (person.created, person.pk))
    joined = {person.pk: [each[person.pk] for each in details_of_all] for person in people}
    return {
        person.pk: format_list(filter(None, [*joined[person.pk], str(number)]))
        for number, person in enumerate(by_age, 1)
    }


def _are_distinct(details: Details) -> bool:
    """Whether everybody has something of their own to go by."""
    return all(details.values()) and len(set(details.values())) == len(details)


def _grade_details(people: list[Person]) -> Details:
    return {
        person.pk: _("grade %(grade)s") % {"grade": grade_label(person.grade)} if person.grade else ""
        for person in people
    }


def _id_tails(people: list[Person]) -> Details:
    """The last digits of each student ID, as many as differ, two at least."""
    ids = [person.identifier for person in people if person.identifier]
    longest = max(map(len, ids), default=0)
    size = next(
        (n for n in range(2, longest + 1) if len({person_id[-n:] for person_id in ids}) == len(set(ids))),
        longest,
    )
    return {
        person.pk: _("ID …%(digits)s") % {"digits": person.identifier[-size:]} if person.identifier else ""
        for person in people
    }


def _role_details(people: list[Person]) -> Details:
    """The role and place of each: a group is more specific than a school."""
    ties = (
        Tie.objects.unscoped("tell people of one name apart, whom the viewer already sees")
        .filter(active_at(timezone.now()), person__in=people)
        .exclude(role=Role.GUARDIAN)
        .select_related("to_group", "to_school")
        .order_by("created", "pk")
    )
    details: Details = {person.pk: "" for person in people}
    for tie in sorted(ties, key=lambda tie: (tie.to_group is None, tie.to_school is None)):
        place = tie.to_group or tie.to_school
        if place and not details[tie.person_id]:
            details[tie.person_id] = format_list([Role(tie.role).label, place])
    return details


def _email_details(people: list[Person]) -> Details:
    """Adults' addresses; a child's is nobody's to read in a list."""
    return {person.pk: "" if person.grade or person.identifier else person.email for person in people}
