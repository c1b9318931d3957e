"""Demonstrations: where one may look as somebody else, because nobody is real."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from trellis.core.community.models import Account, Network
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.refusal import ActionError

PREFIX = "demo-"
ORDER = ("network", "leader", "counselor", "coach", "advisor", "teacher", "student", "guardian", "mentor")


def is_demo() -> bool:
    """True only when the school's settings ask for it AND there are networks AND all of them are invented."""
    if not settings.TRELLIS_DEMO:
        return False
    kinds = set(
        Network.objects.unscoped("is any network real")
        .order_by()
        .values_list("invented", flat=True)
        .distinct()
    )
    return kinds == {True}


def _accounts() -> Any:
    return Account.objects.filter(
        username__startswith=PREFIX, is_active=True, person__isnull=False, person__deleted_at__isnull=True
    )


def _place(account: Account) -> tuple[int, str]:
    kind = account.username.removeprefix(PREFIX).split("-")[0]
    return (ORDER.index(kind) if kind in ORDER else len(ORDER), account.username)


def _word(username: str) -> str:
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
    return words.get(username.removeprefix(PREFIX).split("-")[0], "")


def people(viewer: Viewer | None) -> list[dict[str, Any]]:
    """Whom one can look as: {"username", "name", "role", "current"}, from the network down."""
    from trellis.core.community.models import Person

    accounts = sorted(_accounts(), key=_place)
    people_by_id = Person.objects.unscoped("the invented people of a demonstration").in_bulk(
        [a.person_id for a in accounts]
    )
    mine = viewer.person_id if viewer else None
    return [
        {
            "username": a.username,
            "name": people_by_id[a.person_id].name,
            "role": _word(a.username),
            "current": a.person_id == mine,
        }
        for a in accounts
    ]


def account_named(username: str) -> Account:
    """The demonstration account to look as; raises ActionError when it is none."""
    account = _accounts().filter(username=username).first() if username.startswith(PREFIX) else None
    if account is None:
        raise ActionError(_("No one in this demo has that name. Choose a name from the list."))
    return account
