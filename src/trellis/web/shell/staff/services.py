"""Adding people to a network's staff, and ending what they do."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community import tie_endings
from trellis.core.community.models import Account, District, Network, Person, Role, School, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError

from ..joining.services import make_join_code
from .roles import STAFF_ROLES


def add_staff(
    network: Network,
    role_key: str,
    targets: Iterable[Network | School | District],
    by: UUID | None,
    person: Person | None = None,
    given_name: str = "",
    family_name: str = "",
    email: str = "",
) -> tuple[Person, str]:
    """Tie somebody to these targets in a role; gives them and a one-time code, "" for who has an account already.

    person: somebody who is in Trellis already; else a new person is made of the names.
    """
    role = STAFF_ROLES[role_key]
    with ledger.act("add staff", by=by, about=network.pk, role=role_key):
        if person is None:
            person = Person.objects.create(
                network=network, given_name=given_name, family_name=family_name, email=email
            )
        for target in targets:
            where = {"person": person, "role": role.role, f"to_{role.to}": target}
            if (
                not Tie.objects.unscoped("check whether the person already has the role")
                .filter(active_at(timezone.now()), **where)
                .exists()
            ):
                Tie.objects.create(**where)
        if Account.objects.filter(person=person).exists():
            return person, ""
        return person, make_join_code(person, by)


def end_staff(network: Network, ties: Iterable[Tie], by: UUID) -> int:
    """End what somebody does for the network, at once. Raises ActionError for the last of the network's own staff."""
    keys = [tie.pk for tie in ties]
    now = timezone.now()
    with ledger.act("end a staff role", by=by, about=network.pk):
        staff_ties = Tie.objects.unscoped("change the staff of the network").filter(
            active_at(now), role=Role.NETWORK_STAFF, to_network=network
        )
        if staff_ties.filter(pk__in=keys).exists() and not staff_ties.exclude(pk__in=keys).exists():
            raise ActionError(_("A network needs at least one person to run it. Add another person first."))
        return tie_endings.end_ties(
            Tie.objects.unscoped("end a person's work for the network").filter(active_at(now), pk__in=keys),
            now,
        )
