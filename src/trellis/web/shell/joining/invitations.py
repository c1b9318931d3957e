"""Codes for many people at once, to be printed and handed out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Account, JoinCode, Network, Role, School, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation import bulk, ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.ids import new_id

from .codes import code_digest, expire_codes, new_code

REASON = "give join codes to people of a network, for an operator"


@dataclass(frozen=True)
class InvitedPerson:
    """Somebody, what they are and where, and their code, which is stored nowhere else.

    detail: what distinguishes them from another of the same name.
    """

    given_name: str
    family_name: str
    role: str
    place: str
    code: str
    detail: str = ""


def invite_people(
    network: Network, roles: Iterable[str], school: str = "", again: bool = False, days: int = 14
) -> list[InvitedPerson]:
    """Give a code to everybody with one of these roles who has no account yet, by place and name.

    school: only of this school. again: also those who have an account, who can sign in again with it.
    Codes given before and not used yet stop working. Call within the act that also hands the codes out.
    """
    tie_by_person = _ties_by_person(network, roles, school, again)
    if not tie_by_person:
        return []
    now = timezone.now()
    codes = {person: new_code() for person in tie_by_person}
    with ledger.act("give join codes", about=network.pk, people=len(tie_by_person), days=days):
        expire_codes(list(tie_by_person), now)
        bulk.insert_rows(
            JoinCode,
            ["sourced_id", "person_id", "digest", "expires", "attempts"],
            ((new_id(), pk, code_digest(code), now + timedelta(days=days), 0) for pk, code in codes.items()),
        )
    return _sort_invited(_invited_person(tie, codes[pk]) for pk, tie in tie_by_person.items())


def preview_invitations(
    network: Network, roles: Iterable[str], school: str = "", again: bool = False
) -> list[InvitedPerson]:
    """Whom `invite_people` would give a code, without one. Changes nothing."""
    return _sort_invited(
        _invited_person(tie, "") for tie in _ties_by_person(network, roles, school, again).values()
    )


def _sort_invited(invited: Iterable[InvitedPerson]) -> list[InvitedPerson]:
    return sorted(
        invited, key=lambda person: (person.place, person.family_name, person.given_name, person.detail)
    )


def _ties_by_person(network: Network, roles: Iterable[str], school: str, again: bool) -> dict[UUID, Tie]:
    """One tie of everybody who is invited. People of one name get what distinguishes them."""
    ties = _matching_ties(network, list(roles), school)
    if not again:
        ties = ties.exclude(person__in=Account.objects.exclude(person=None).values("person"))
    tie_by_person: dict[UUID, Tie] = {}
    for tie in ties.select_related(
        "person", "to_group", "to_school", "to_person", "to_network", "to_district"
    ):
        tie_by_person.setdefault(tie.person_id, tie)
    add_distinctions([tie.person for tie in tie_by_person.values()])
    return tie_by_person


def _matching_ties(network: Network, roles: list[str], school: str) -> QuerySet[Tie]:
    where = (
        Q(to_group__school__network=network)
        | Q(to_school__network=network)
        | Q(to_network=network)
        | Q(to_district__network=network)
        | Q(to_person__network=network)
    )
    if school:
        name = school.strip()
        schools = School.objects.unscoped(REASON).filter(network=network, name__iexact=name, deleted_at=None)
        if len(schools) != 1:
            raise ActionError(
                f"{network.name} has {len(schools) or 'no'} schools named “{name}”. No codes were created."
            )
        of_school = Tie.objects.unscoped(REASON).filter(role=Role.STUDENT, to_school=schools[0])
        where = (
            Q(to_school=schools[0])
            | Q(to_group__school=schools[0])
            | Q(to_person__in=of_school.values("person"))
        )
    ties = Tie.objects.unscoped(REASON).filter(active_at(timezone.now()), where, role__in=roles)
    # A group says more than a school: it comes first, so that it stands beside the name.
    return ties.filter(person__deleted_at=None).order_by(F("to_group_id").asc(nulls_last=True), "pk")


def _invited_person(tie: Tie, code: str) -> InvitedPerson:
    place = tie.to_school or tie.to_district or tie.to_network or tie.to_person
    person = tie.person
    place_name = tie.to_group.title if tie.to_group else place.name if place else ""
    role = str(Role(tie.role).label)
    return InvitedPerson(person.first_name, person.family_name, role, place_name, code, person.distinction)
