"""Pages show the sentences of a model as the viewer's network has translated them."""

from collections.abc import Callable

from django.http import HttpResponse

from trellis.core.foundation.languages import sentence_lookup
from trellis.core.foundation.requests import Request

from .sentence_translations import RequestSentences


class SentenceTranslationsMiddleware:
    """After the viewer and the language. Rows of frameworks and measures have no network at hand; the request has."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        with sentence_lookup(RequestSentences(request)):
            return self.get_response(request)
