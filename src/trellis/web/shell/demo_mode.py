"""Demonstrations: where one may look as somebody else, because nobody is real."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from trellis.core.community.models import Account, Network
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.errors import ActionError

USERNAME_PREFIX = "demo-"
ROLE_ORDER = (
    "network",
    "leader",
    "counselor",
    "coach",
    "advisor",
    "teacher",
    "student",
    "guardian",
    "mentor",
)


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


def _demo_accounts() -> Any:
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


def demo_people(viewer: Viewer | None) -> list[dict[str, Any]]:
    """Return the people one can be: {"username", "name", "role", "current"}, from the network down."""
    from trellis.core.community.models import Person

    accounts = sorted(_demo_accounts(), key=_sort_key)
    people_by_id = Person.objects.unscoped("list the made-up people of the demo").in_bulk(
        [a.person_id for a in accounts]
    )
    mine = viewer.person_id if viewer else None
    return [
        {
            "username": a.username,
            "name": people_by_id[a.person_id].name,
            "role": _role_name(a.username),
            "current": a.person_id == mine,
        }
        for a in accounts
    ]


def get_demo_account(username: str) -> Account:
    """Return the demonstration account to sign in as; raises ActionError when it is none."""
    account = (
        _demo_accounts().filter(username=username).first() if username.startswith(USERNAME_PREFIX) else None
    )
    if account is None:
        raise ActionError(_("No one in this demo has that name. Choose a name from the list."))
    return account
