"""Every sentence that pages, code and models have, in English or the model's own language.

Pure Python, so that a test can ask on any machine: Babel reads the Python, Django lays a template out as calls.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from gettext import GNUTranslations, NullTranslations, translation
from pathlib import Path
from typing import NamedTuple

import allauth
import django
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize

from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.texts import translatable_texts
from trellis.design.blueprint.package.words import DEFAULT_TERMS
from trellis.engines import labor, published
from trellis.learning.languages import scales

ROOT = Path(__file__).resolve().parents[3]
GETTEXT_KEYWORDS = ("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy")
STRING_LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
GETTEXT_CALL = re.compile(
    rf"(?<!\w)(gettext|pgettext|ngettext|npgettext|_)\(\s*({STRING_LITERAL}(?:,\s*{STRING_LITERAL})*)"
)
# What of the libraries a person meets: forms, days and months, passwords, and the pages of an account.
ALLAUTH_CODE = ("account/*.py", "mfa/**/*.py", "core/*.py")
ALLAUTH_TEMPLATES = tuple(f"templates/{name}/**/*.html" for name in ("account", "mfa", "allauth"))
LIBRARIES = (
    (Path(django.__file__).parent, "conf/locale", ("forms/*.py", "utils/date*.py", "core/validators.py")),
    (Path(django.__file__).parent, "contrib/auth/locale", ("contrib/auth/password_validation.py",)),
    (Path(allauth.__file__).parent, "locale", (*ALLAUTH_CODE, *ALLAUTH_TEMPLATES)),
)


class SourceSentence(NamedTuple):
    """One sentence to translate: `plural` is "" for one that has no number; `place` is the file it is in."""

    text: str
    plural: str
    context: str
    place: str

    @property
    def id(self) -> tuple[str, str]:
        return self.context, self.text


@cache
def trellis_sentences() -> list[SourceSentence]:
    """The sentences of Trellis' own pages and code."""
    terms = (
        SourceSentence(singular, plural, "term", "design/blueprint/package/words.py")
        for singular, plural in DEFAULT_TERMS.values()
    )
    return list(
        _without_duplicates(
            (*terms, *_engine_sentences(), *_sentences_in_files(ROOT, ("**/*.py", "**/*.html", "**/*.txt")))
        )
    )


def _engine_sentences() -> Iterator[SourceSentence]:
    """What pages show of the engines' data: dangerous work by law, and the notes beside published figures."""
    figures = published.new_york_english_learners()
    for text in (figures.source, *figures.caveats):
        yield SourceSentence(text, "", "", "engines/published.py")
    for scale in scales.available_scales().values():
        for level in scale.levels:
            yield SourceSentence(level, "", "", "languages/scales")
    for task in labor.hazardous_tasks():
        yield SourceSentence(task.title, "", "", "engines/labor/packs")
        if " and " in task.order:
            yield SourceSentence(task.order, "", "", "engines/labor/packs")


def package_sentences(package: Package) -> list[SourceSentence]:
    """The sentences of a network's model."""
    return list(
        _without_duplicates(
            SourceSentence(text, "", "", package.slug) for text in translatable_texts(package)
        )
    )


def library_sentences(language: str) -> list[SourceSentence]:
    """What Django and allauth show and have no words for in this language (a locale name: "zh_Hans")."""
    sentences: list[SourceSentence] = []
    for home, locale, patterns in LIBRARIES:
        translations = translation(
            "django", home / locale, [language, language.partition("_")[0]], fallback=True
        )
        sentences += [
            sentence
            for sentence in _sentences_of_library(home, patterns)
            if not _is_translated(translations, sentence)
        ]
    return list(_without_duplicates(sentences))


@cache
def _sentences_of_library(home: Path, patterns: tuple[str, ...]) -> tuple[SourceSentence, ...]:
    return tuple(_sentences_in_files(home, patterns))


def _is_translated(translations: GNUTranslations | NullTranslations, sentence: SourceSentence) -> bool:
    catalog = getattr(translations, "_catalog", {})
    text = f"{sentence.context}\x04{sentence.text}" if sentence.context else sentence.text
    return bool(catalog.get(text) or catalog.get((text, 0)))


def _without_duplicates(sentences: Iterable[SourceSentence]) -> Iterator[SourceSentence]:
    seen: dict[tuple[str, str], SourceSentence] = {}
    for sentence in sentences:
        if sentence.id not in seen or (sentence.plural and not seen[sentence.id].plural):
            seen[sentence.id] = sentence
    yield from seen.values()


def _sentences_in_files(home: Path, patterns: tuple[str, ...]) -> Iterator[SourceSentence]:
    for pattern in patterns:
        for path in sorted(home.glob(pattern)):
            if "tests" not in path.parts and "migrations" not in path.parts:
                yield from (_sentences_in_python if path.suffix == ".py" else _sentences_in_template)(
                    path, str(path.relative_to(home))
                )


def _sentences_in_python(path: Path, place: str) -> Iterator[SourceSentence]:
    with path.open("rb") as file:
        for _line, name, message, _notes in extract_python(file, dict.fromkeys(GETTEXT_KEYWORDS), (), {}):
            yield from _build_sentence(
                str(name), tuple(message) if isinstance(message, list | tuple) else (message,), place
            )


def _sentences_in_template(path: Path, place: str) -> Iterator[SourceSentence]:
    source = path.read_text()
    if "{%" in source or "{{" in source:
        for name, arguments in GETTEXT_CALL.findall(templatize(source)):
            yield from _build_sentence(name, tuple(ast.literal_eval(f"[{arguments}]")), place)


def _build_sentence(name: str, strings: tuple[str | None, ...], place: str) -> Iterator[SourceSentence]:
    context = ""
    if "pgettext" in name and strings:
        context, strings = strings[0] or "", strings[1:]
    if strings and strings[0]:
        plural = (strings[1] or "") if name.lstrip("p").startswith(("n",)) and len(strings) > 1 else ""
        yield SourceSentence(strings[0], plural, context, place)
