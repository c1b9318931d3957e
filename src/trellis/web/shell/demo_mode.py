"""Demonstrations: where a visitor may view pages as somebody else, because nobody is real."""

from typing import NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from trellis.core.community.models import Account, Network, Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.errors import ActionError

USERNAME_PREFIX = "demo-"
ROLE_ORDER = (
    "network",
    "district",
    "leader",
    "counselor",
    "coach",
    "advisor",
    "teacher",
    "student",
    "guardian",
    "mentor",
)


class DemoPerson(NamedTuple):
    """A person whom a visitor can be. `current`: whom they are now."""

    username: str
    name: str
    role: str
    current: bool


def is_demo() -> bool:
    """True only when the school's settings ask for it AND there are networks AND all of them are invented."""
    if not settings.TRELLIS_DEMO:
        return False
    kinds = set(
        Network.objects.unscoped("tell whether the installation has a real network")
        .order_by()
        .values_list("invented", flat=True)
        .distinct()
    )
    return kinds == {True}


def _demo_accounts() -> QuerySet[Account]:
    return Account.objects.filter(
        username__startswith=USERNAME_PREFIX,
        is_active=True,
        person__isnull=False,
        person__deleted_at__isnull=True,
    )


def _sort_key(account: Account) -> tuple[int, str]:
    kind = account.username.removeprefix(USERNAME_PREFIX).split("-")[0]
    return (ROLE_ORDER.index(kind) if kind in ROLE_ORDER else len(ROLE_ORDER), account.username)


def _role_name(username: str) -> str:
    words = {
        "network": _("network staff"),
        "district": _("superintendent"),
        "leader": _("principal"),
        "counselor": _("counselor"),
        "coach": _("coach"),
        "advisor": _("advisor"),
        "teacher": _("teacher"),
        "student": _("student"),
        "guardian": _("family"),
        "mentor": _("mentor"),
    }
    return words.get(username.removeprefix(USERNAME_PREFIX).split("-")[0], "")


def demo_people(viewer: Viewer | None) -> list[DemoPerson]:
    """Return the people whom a visitor can be, from the network down."""
    accounts = sorted(_demo_accounts(), key=_sort_key)
    people_by_id = Person.objects.unscoped("list the made-up people of the demo").in_bulk(
        [account.person_id for account in accounts]
    )
    mine = viewer.person_id if viewer else None
    return [
        DemoPerson(
            account.username,
            people_by_id[account.person_id].name,
            _role_name(account.username),
            account.person_id == mine,
        )
        for account in accounts
    ]


def get_demo_account(username: str) -> Account:
    """Return the demonstration account to sign in as; raises ActionError when it is none."""
    account = (
        _demo_accounts().filter(username=username).first() if username.startswith(USERNAME_PREFIX) else None
    )
    if account is None:
        raise ActionError(_("No one in this demo has that name. Choose a name from the list."))
    return account
