"""What people wrote into the world of the tests, and whether it runs in its own direction on a page."""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser
from uuid import UUID

from django.apps import apps
from django.db import models
from django.utils import translation

from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.texts import translatable_texts
from walk import pseudo
from world import MODEL

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Directions(HTMLParser):
    """Every text of a page with whether its direction is its own."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.own: list[bool] = [False]
        self.tags: list[str] = [""]
        self.texts: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        alone = (
            tag in ("bdi", "textarea", "option", "title", "script", "style")
            or dict(attrs).get("dir") == "auto"
        )
        self.tags.append(tag)
        self.own.append(self.own[-1] or alone)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.tags:
            while self.tags.pop() != tag:
                self.own.pop()
            self.own.pop()

    def handle_data(self, data: str) -> None:
        self.texts.append((" ".join(data.split()), self.own[-1]))


@cache
def sentences_of_people(network_id: UUID) -> re.Pattern[str]:
    """Names, titles and sentences of more than one word that people wrote into the world."""
    translated = pseudo.names_of_languages() | pseudo.names_of_places() | set(strings(MODEL))
    texts = {" ".join(text.split()) for text in written(network_id) - translated}
    longest_first = sorted((text for text in texts if " " in text), key=len, reverse=True)
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in longest_first))


def without_direction(html: str, sentences: re.Pattern[str]) -> set[str]:
    """What people wrote and what runs in the page's direction instead of its own."""
    texts = {text for text, has_own_direction in Directions(html).texts if not has_own_direction}
    return {sentence for text in texts for sentence in sentences_within(text, sentences)}


@cache
def sentences_within(text: str, sentences: re.Pattern[str]) -> list[str]:
    """Which sentences a text has. Kept: most texts stand on many pages, and there are a thousand sentences."""
    return sentences.findall(text)


@cache
def written(_network_id: UUID) -> frozenset[str]:
    """Everything that people wrote into the world, its model's sentences aside: those are translated.

    Read once for a network: most tests stand on the same recorded world.
    """
    written_texts: set[str] = set()
    with translation.override(None):
        for model in apps.get_models():
            names = [
                field.attname
                for field in model._meta.concrete_fields
                if isinstance(field, (models.CharField, models.TextField, models.JSONField, models.FileField))
            ]
            rows = (
                model.objects.unscoped("the test")
                if getattr(model, "guarded", False)
                else model._base_manager
            )
            if names and hasattr(rows, "values_list"):
                for row in rows.values_list(*names):
                    written_texts |= set(strings(row))
    package = Package.model_validate(MODEL)
    written_texts |= words_of_model()
    return frozenset(
        (written_texts - set(translatable_texts(package)))
        | pseudo.names_of_languages()
        | pseudo.names_of_places()
        | pseudo.names_of_models()
    )


def words_of_model() -> set[str]:
    """What the world's model calls things, such as its learning plans."""
    terms = Package.model_validate(MODEL).words.terms.values()
    return {form for word in terms for form in (word.one, word.other, word.long) if form}


def strings(value: object):
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from strings(part)
