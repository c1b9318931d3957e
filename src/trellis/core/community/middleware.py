"""Puts `request.viewer` on every request, the signed-in person's ties or None, and sets the clock of their school."""

from collections.abc import Callable

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.core.foundation.requests import Request

from .clock import zone_of_viewer
from .models import Account, Person
from .viewer import Viewer

_PEOPLE = PreparedQuery(Person)


def _find_viewer(request: Request) -> Viewer | None:
    account = request.user
    if not isinstance(account, Account) or account.person_id is None:
        return None
    reason = "find the person of the signed-in account: access itself"
    people = _PEOPLE.unscoped(reason, pk=account.person_id, deleted_at__isnull=True)
    return Viewer.of(people[0]) if people else None


class ViewerMiddleware:
    """After sign-in, before everything that reads."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        lazy_viewer = SimpleLazyObject(lambda: _find_viewer(request))
        request.viewer = lazy_viewer  # ty: ignore[invalid-assignment] the stubs do not say that it stands for a Viewer
        return self.get_response(request)


class TimeZoneMiddleware:
    """Set the time zone of the viewer's school, so that "today" and every time shown are local to the school.

    A view about one school of several time zones overrides it with `timezone.override`.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if not request.viewer:
            return self.get_response(request)
        with timezone.override(zone_of_viewer(request.viewer)):
            return self.get_response(request)
