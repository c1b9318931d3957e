"""Which of the screen's languages a person reads, and sentences of a model in it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.translation import get_supported_language_variant, gettext


def spoken(*wanted: str | None) -> str:
    """The first of these languages that the screen has, by its nearest variant ("pt" is read as "pt-br").

    Then the language in force, then the default: there always is one.
    """
    return theirs(*wanted, translation.get_language())


def theirs(*wanted: str | None) -> str:
    """As `spoken`, for somebody who is not at this screen: never the language of whoever is, or of their browser."""
    for tag in wanted:
        if tag:
            try:
                return get_supported_language_variant(tag.replace("_", "-").lower())
            except LookupError:
                continue
    return settings.LANGUAGE_CODE


class _Said:
    """A column whose words are a model's: read in the reader's language, kept as the model has them.

    Rows of such a table are never saved again once they are laid out, so no translation is ever written.
    """

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Any:
        return gettext(value) if value else value


class SaidCharField(_Said, models.CharField):
    """A line of a model's own words."""


class SaidTextField(_Said, models.TextField):
    """A sentence of a model's own words."""
