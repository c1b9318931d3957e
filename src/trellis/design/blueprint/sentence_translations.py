"""A network's translations of its models, for every page that shows a model: which there are, and one by one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext

from trellis.core.community.links import LINK_NETWORK
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.core.foundation.requests import Request

from .models import SentenceTranslations

REASON = "read how a model is translated, which names no person"
_SAVED = PreparedQuery(
    SentenceTranslations, lambda rows: rows.order_by("pk").values_list("pk", "revision", "modified")
)


class SavedTranslations(NamedTuple):
    """What networks have translated into a language. `version`: another one once somebody saves."""

    version: tuple[tuple[UUID, int, datetime], ...]
    words: Mapping[str, str]

    def translate(self, sentence: str) -> str:
        """A sentence of a model: the network's translation, else the catalog's, else as it was written."""
        return self.words.get(sentence) or gettext(sentence)


NO_TRANSLATIONS = SavedTranslations((), {})


def saved_translations(language: str, **networks: object) -> SavedTranslations:
    """What some networks have translated into a language. The words are read once in a process for each saving."""
    version = tuple(_SAVED.unscoped(REASON, language=language, deleted_at__isnull=True, **networks))
    words: dict[str, str] = {}
    for saved in version:
        words |= _words_of(*saved)
    return SavedTranslations(version, words) if version else NO_TRANSLATIONS


@lru_cache(maxsize=256)
def _words_of(pk: UUID, _revision: int, _modified: datetime) -> Mapping[str, str]:
    return SentenceTranslations.objects.values_list("words", flat=True).get(pk=pk)


class RequestSentences:
    """Looks the sentences of a model up for whoever opens a page: as their network has them. One query a language.

    None for English, in which Trellis' own models are written: the busiest pages need not ask.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._saved: dict[str, SavedTranslations] = {}

    def __call__(self, language: str, sentence: str) -> str:
        if language == settings.LANGUAGE_CODE:
            return ""
        if language not in self._saved:
            networks = self._networks()
            self._saved[language] = (
                saved_translations(language, network__in=networks) if networks else NO_TRANSLATIONS
            )
        return self._saved[language].words.get(sentence, "")

    def _networks(self) -> list[UUID]:
        """Of the holder of a link, or else of the viewer."""
        if by_link := getattr(self._request, LINK_NETWORK, None):
            return [by_link]
        return list(self._request.viewer.home_networks) if self._request.viewer else []
