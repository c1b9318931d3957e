"""The list of a school's staff: their roles and groups, and whether they have signed up."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Account, Group, Person, Role, School, Tie
from trellis.core.community.viewer import SCHOOL_ROLES, Viewer, active_at
from trellis.core.foundation.search import SearchableName, fold_name, searchable_name

from ..directory import staff_ties_at
from ..filters import FilterForm

ROLE_CHOICES = [(str(role.value), role.label) for role in SCHOOL_ROLES]
ACCESS_CHOICES = [("no", _("Has not signed up yet"))]


@dataclass
class StaffRow:
    """An adult who works at the school, in which roles and groups."""

    person: Person
    roles: list[str] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)
    has_account: bool = False
    may_be_invited: bool = False

    @property
    def role_labels(self) -> list[str]:
        """Their roles in words."""
        return [str(capfirst(str(Role(role).label))) for role in self.roles]


def staff_rows(viewer: Viewer, school: School, filters: FilterForm, with_accounts: bool) -> list[StaffRow]:
    """The staff whom the filters leave, by last name. Nine queries at most: a school's staff is some dozens."""
    rows = _all_staff(viewer, school)
    if with_accounts:
        accounts = Account.objects.filter(person__in=list(rows))
        for pk in accounts.values_list("person_id", flat=True):
            rows[pk].has_account = True
        for pk in people_to_invite(viewer, school).values_list("pk", flat=True):
            rows[pk].may_be_invited = True
    add_distinctions([row.person for row in rows.values()])
    role, access = filters.value("role"), filters.value("access")
    listed = [
        row
        for row in rows.values()
        if (not role or role in row.roles)
        and (not access or not row.has_account)
        and filters.query.rank(_name(row.person)) is not None
    ]
    return sorted(
        listed,
        key=lambda row: (fold_name(row.person.family_name), fold_name(row.person.first_name), row.person.pk),
    )


def people_to_invite(viewer: Viewer, school: School) -> QuerySet[Person]:
    """Those whom the school's leader may give a sign-up code: staff without an account, and with no tie beyond this
    school. A code opens all that its holder may see, so for others it is the network that gives one."""
    adults = set(staff_ties_at(viewer, school).values_list("person", flat=True))
    adults -= set(Account.objects.filter(person__in=adults).values_list("person_id", flat=True))
    ties = Tie.objects.unscoped("check that a code opens nothing beyond the school").filter(
        active_at(viewer.now), person__in=adults
    )
    at_school = staff_ties_at(viewer, school).filter(person__in=adults).values_list("pk", flat=True)
    beyond = set(ties.exclude(pk__in=set(at_school)).values_list("person", flat=True))
    return Person.objects.seen_by(viewer).filter(pk__in=adults - beyond)


def _name(person: Person) -> SearchableName:
    return searchable_name(person.given_name, person.preferred_name, person.middle_name, person.family_name)


def _all_staff(viewer: Viewer, school: School) -> dict[UUID, StaffRow]:
    ties = staff_ties_at(viewer, school).order_by("starts", "pk")
    people = Person.objects.seen_by(viewer).filter(pk__in=ties.order_by().values("person"))
    rows = {person.pk: StaffRow(person) for person in people}
    order = {role: number for number, role in enumerate(SCHOOL_ROLES)}
    by_weight: list[Tie] = sorted(ties.select_related("to_group"), key=lambda tie: order[Role(tie.role)])
    for tie in by_weight:
        row = rows.get(tie.person_id)
        if row is None:
            continue
        if tie.role not in row.roles:
            row.roles.append(tie.role)
        if tie.to_group and tie.to_group not in row.groups:
            row.groups.append(tie.to_group)
    return rows
