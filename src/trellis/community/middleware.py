"""Puts `request.viewer` on every request: the signed-in person's ties, or None."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from .models import Person
from .viewer import Viewer


def _find(request: HttpRequest) -> Viewer | None:
    account = request.user
    if not account.is_authenticated or account.person_id is None:
        return None
    person = Person.objects.unscoped("the signed-in person").filter(pk=account.person_id).first()
    return Viewer.of(person) if person and not person.deleted_at else None


class ViewerMiddleware:
    """After sign-in, before everything that reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.viewer = SimpleLazyObject(lambda: _find(request))
        return self.get_response(request)
