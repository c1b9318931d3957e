"""Students, staff and families, as staff find them: by any part of a name, within the viewer's ties."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.grades import grade_label
from trellis.core.community.models import Group, Person, Role, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.core.foundation.search import (
    SearchableName,
    SearchLink,
    SearchQuery,
    SearchResult,
    name_rows,
    searchable_names,
)
from trellis.design.blueprint.wording import Wording, wording_of

from ..people.directory import colleague_ties

NAME_COLUMNS = ("given_name", "preferred_name", "middle_name", "family_name")
_NAMES = PreparedQuery(Person, lambda people: name_rows(people, *NAME_COLUMNS))
_PEOPLE = PreparedQuery(Person)
_PLACES = PreparedQuery(
    Tie, lambda ties: ties.order_by("starts").values_list("person", "to_school", "to_group__title")
)
_FAMILY_NAMES = PreparedQuery(
    Tie, lambda ties: name_rows(ties, *(f"person__{name}" for name in NAME_COLUMNS), key="person")
)
_FAMILY_TIES = PreparedQuery(
    Tie, lambda ties: ties.select_related("person", "to_person").order_by("starts", "pk")
)


def best_people(viewer: Viewer, query: SearchQuery, condition: Q, limit: int) -> list[Person]:
    """Return the people whose names match best, those of one name with what distinguishes them. Two queries."""
    names = dict(searchable_names(_NAMES.seen_by(viewer, condition)))
    best, namesakes = _best_with_namesakes(query, names, limit)
    people = _PEOPLE.seen_by(viewer, condition, pk__in=namesakes) if best else []
    rows = {person.pk: person for person in add_distinctions(people)}
    return [rows[pk] for pk in best if pk in rows]


def _best_with_namesakes(
    query: SearchQuery, names: dict[str, SearchableName], limit: int
) -> tuple[list[UUID], list[UUID]]:
    """The best matches, and everybody who has the name of one of them, also beyond the limit."""
    best = query.best(names.items(), limit)
    shown = {names[key].inside for key in best}
    namesakes = (key for key, name in names.items() if name.inside in shown)
    return [UUID(key) for key in best], [UUID(key) for key in namesakes]


def find_students(viewer: Viewer, query: SearchQuery, limit: int) -> list[SearchResult]:
    """Return students, each with their plan, supports, internship and family. Three queries."""
    students = best_people(viewer, query, viewer.in_care(), limit)
    if not students:
        return []
    schools, groups = _places_of_students(viewer, students)
    return [
        SearchResult(
            student.name,
            reverse("student", args=[student.pk]),
            format_list(filter(None, (_grade(student), *groups.get(student.pk, ())))),
            student.initials,
            _links_of_student(student, _words(viewer, schools.get(student.pk))),
        )
        for student in students
    ]


def _grade(student: Person) -> str:
    return _("Grade %(grade)s") % {"grade": grade_label(student.grade)} if student.grade else ""


def _places_of_students(
    viewer: Viewer, students: Iterable[Person]
) -> tuple[dict[UUID, UUID], dict[UUID, list[str]]]:
    """By student, their school, and their advisory as its title."""
    ties = _PLACES.seen_by(
        viewer,
        active_at(viewer.now),
        Q(to_school__isnull=False) | Q(to_group__kind=Group.Kind.ADVISORY),
        role=Role.STUDENT,
        person__in=[student.pk for student in students],
    )
    schools: dict[UUID, UUID] = {}
    groups: dict[UUID, list[str]] = {}
    for person, school, title in ties:
        if school:
            schools[person] = school
        else:
            groups.setdefault(person, []).append(title)
    return schools, groups


def _words(viewer: Viewer, school: UUID | None) -> Wording:
    """The words of a school, asked once a request."""
    key = ("words", school)
    if key not in viewer.cache:
        viewer.cache[key] = wording_of(school)
    return viewer.cache[key]


def _links_of_student(student: Person, words: Wording) -> tuple[SearchLink, ...]:
    links = [
        (words.has("plan"), words.one["learning_plan"], "plan"),
        (True, _("Supports"), "student-supports"),
        (words.has("internship"), words.one["internship"], "placement-search"),
        (True, _("Contact with family"), "family"),
    ]
    return tuple(
        SearchLink(str(capfirst(str(label))), reverse(url_name, args=[student.pk]))
        for is_offered, label, url_name in links
        if is_offered
    )


def find_staff(viewer: Viewer, query: SearchQuery, limit: int) -> list[SearchResult]:
    """Return adults who work at the viewer's schools; for network staff, those who lead, coach or oversee schools of
    the network. Four queries."""
    ties = colleague_ties(viewer)
    adults = set(ties.values_list("person", flat=True))
    people = best_people(viewer, query, Q(pk__in=adults), limit)
    if not people:
        return []
    ties_by_adult: dict[UUID, list[Tie]] = {}
    places = ("to_school", "to_group__school", "to_district", "to_network")
    for tie in ties.filter(person__in=people).select_related(*places).order_by("starts"):
        ties_by_adult.setdefault(tie.person_id, []).append(tie)
    return [_staff_result(person, ties_by_adult.get(person.pk, [])) for person in people]


def _staff_result(person: Person, ties: list[Tie]) -> SearchResult:
    """An adult with their roles and places; opens their page."""
    roles = dict.fromkeys(capfirst(str(Role(tie.role).label)) for tie in ties)
    targets = (tie.to_group or tie.to_school or tie.to_district or tie.to_network for tie in ties)
    places = dict.fromkeys(str(place) for place in targets if place)
    detail = format_list([*roles, *list(places)[:2]])
    return SearchResult(person.name, reverse("staff-member", args=[person.pk]), detail, person.initials)


def find_families(viewer: Viewer, query: SearchQuery, limit: int) -> list[SearchResult]:
    """Return the families of the viewer's students; each opens the contact with the family. Two queries."""
    in_care = active_at(viewer.now) & viewer.in_care("to_person") & Q(role=Role.GUARDIAN)
    names = dict(searchable_names(_FAMILY_NAMES.seen_by(viewer, in_care)))
    best, namesakes = _best_with_namesakes(query, names, limit)
    if not best:
        return []
    ties_by_adult: dict[UUID, list[Tie]] = {}
    for tie in _FAMILY_TIES.seen_by(viewer, in_care, person__in=namesakes):
        ties_by_adult.setdefault(tie.person_id, []).append(tie)
    add_distinctions([tie.person for rows in ties_by_adult.values() for tie in rows])
    return [_family_result(ties_by_adult[pk]) for pk in best if pk in ties_by_adult]


def _family_result(ties: list[Tie]) -> SearchResult:
    """An adult at home, by their ties to their children."""
    adult, children = ties[0].person, [tie.to_person for tie in ties if tie.to_person]
    names = format_list(child.name for child in children)
    url = reverse("family", args=[children[0].pk])
    return SearchResult(adult.name, url, _("Family of %(names)s") % {"names": names}, adult.initials)
