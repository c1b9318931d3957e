"""The list of families: the adults at home with their children, how to reach them, and whether they have access."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Account, Link, Person, Role, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.foundation.search import SearchableName, fold_name, searchable_name
from trellis.web.families.services import LINK_PURPOSE

from ..filters import FilterForm

NAME_COLUMNS = ("given_name", "preferred_name", "middle_name", "family_name")
ACCESS_CHOICES = [("yes", _("Has access")), ("no", _("No access yet"))]


class LightAdult(NamedTuple):
    """What an adult at home is filtered and sorted by. names: their own and their children's."""

    pk: UUID
    names: list[SearchableName]
    order: tuple[str, str]
    language: str


@dataclass
class FamilyRow:
    """An adult at home: their children here, and how they get in. link_until: of the newest link that still works."""

    adult: Person
    children: list[Person] = field(default_factory=list)
    has_account: bool = False
    link_until: datetime | None = None

    @property
    def language(self) -> str:
        """What they read: their own choice, else what is spoken most at a child's home."""
        homes = (child.home_languages for child in self.children if child.home_languages)
        return self.adult.language or next((languages[0] for languages in homes), "")


def _family_ties(viewer: Viewer, students: QuerySet[Person]) -> QuerySet[Tie]:
    return Tie.objects.seen_by(viewer).filter(
        active_at(viewer.now), role=Role.GUARDIAN, to_person__in=students.order_by().values("pk")
    )


def light_adults(viewer: Viewer, students: QuerySet[Person]) -> list[LightAdult]:
    """Every adult at home with one of these students, by last name. One query."""
    columns = [f"{side}__{name}" for side in ("person", "to_person") for name in NAME_COLUMNS]
    rows = _family_ties(viewer, students).values_list(
        "person", *columns, "person__language", "to_person__home_languages"
    )
    adults: dict[UUID, LightAdult] = {}
    for pk, *names, language, home_languages in rows:
        adult_name, child_name = names[:4], names[4:]
        order = fold_name(adult_name[3]), fold_name(adult_name[1] or adult_name[0])
        spoken = language or next(iter(home_languages), "")
        adult = adults.setdefault(pk, LightAdult(pk, [searchable_name(*adult_name)], order, spoken))
        adult.names.append(searchable_name(*child_name))
    return sorted(adults.values(), key=lambda adult: (adult.order, adult.pk))


def filter_adults(adults: list[LightAdult], filters: FilterForm, viewer: Viewer) -> list[UUID]:
    """The keys of the adults whom the filters leave. A name matches the adult's or a child's."""
    language, access = filters.value("language"), filters.value("access")
    with_access = adults_with_access(viewer, [adult.pk for adult in adults]) if access else set()
    return [
        adult.pk
        for adult in adults
        if (not language or adult.language == language)
        and (not access or (adult.pk in with_access) == (access == "yes"))
        and any(filters.query.rank(name) is not None for name in adult.names)
    ]


def adults_with_access(viewer: Viewer, keys: list[UUID]) -> set[UUID]:
    """Those who have an account, or a link that still works."""
    accounts = Account.objects.filter(person__in=keys, is_active=True).values_list("person_id", flat=True)
    return {*accounts, *_links(viewer, keys).values_list("person_id", flat=True)}


def _links(viewer: Viewer, keys: list[UUID]) -> QuerySet[Link]:
    """The links to a family's page that still work, of adults whom the viewer sees. Not the tokens: nobody has them."""
    return Link.objects.unscoped("say whether the families of the viewer's students have a link").filter(
        purpose=LINK_PURPOSE, person__in=keys, revoked_at=None, used_at=None, expires__gt=viewer.now
    )


def family_rows(viewer: Viewer, students: QuerySet[Person], keys: list[UUID]) -> list[FamilyRow]:
    """All that one page of the list shows, in the order of `keys`. Four queries."""
    people = Person.objects.seen_by(viewer).in_bulk(keys)
    add_distinctions(list(people.values()))
    rows = {pk: FamilyRow(people[pk]) for pk in keys if pk in people}
    ties = _family_ties(viewer, students).filter(person__in=keys).select_related("to_person")
    for tie in ties.order_by("starts", "pk"):
        if tie.to_person:
            rows[tie.person_id].children.append(tie.to_person)
    for pk in Account.objects.filter(person__in=keys, is_active=True).values_list("person_id", flat=True):
        rows[pk].has_account = True
    for pk, expires in _links(viewer, keys).order_by("expires").values_list("person_id", "expires"):
        rows[pk].link_until = expires
    return list(rows.values())
