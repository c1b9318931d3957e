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
KEYWORDS = ("_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy")
LITERAL = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
CALL = re.compile(rf"(?<!\w)(gettext|pgettext|ngettext|npgettext|_)\(\s*({LITERAL}(?:,\s*{LITERAL})*)")
# What of the libraries a person meets: forms, days and months, passwords, and the pages of an account.
ACCOUNT = ("account/*.py", "mfa/**/*.py", "core/*.py")
PAGES = tuple(f"templates/{name}/**/*.html" for name in ("account", "mfa", "allauth"))
LIBRARIES = (
    (Path(django.__file__).parent, "conf/locale", ("forms/*.py", "utils/date*.py", "core/validators.py")),
    (Path(django.__file__).parent, "contrib/auth/locale", ("contrib/auth/password_validation.py",)),
    (Path(allauth.__file__).parent, "locale", (*ACCOUNT, *PAGES)),
)


class Sentence(NamedTuple):
    """One sentence to translate: `plural` is "" for one that has no number; `place` says where it stands."""

    text: str
    plural: str
    context: str
    place: str

    @property
    def id(self) -> tuple[str, str]:
        return self.context, self.text


@cache
def of_trellis() -> list[Sentence]:
    """What Trellis' own pages and code say."""
    terms = (
        Sentence(singular, plural, "term", "design/blueprint/package/words.py")
        for singular, plural in DEFAULT_TERMS.values()
    )
    return list(_once((*terms, *_of_engines(), *_in_files(ROOT, ("**/*.py", "**/*.html", "**/*.txt")))))


def _of_engines() -> Iterator[Sentence]:
    """What pages show of the engines' data: dangerous work by law, and the notes beside published figures."""
    figures = published.new_york_english_learners()
    for text in (figures.source, *figures.caveats):
        yield Sentence(text, "", "", "engines/published.py")
    for scale in scales.available_scales().values():
        for level in scale.levels:
            yield Sentence(level, "", "", "languages/scales")
    for task in labor.tasks():
        yield Sentence(task.title, "", "", "engines/labor/packs")
        if " and " in task.order:
            yield Sentence(task.order, "", "", "engines/labor/packs")


def of_model(package: Package) -> list[Sentence]:
    """What a network's model says."""
    return list(_once(Sentence(text, "", "", package.slug) for text in translatable_texts(package)))


def of_libraries(language: str) -> list[Sentence]:
    """What Django and allauth show and have no words for in this language (a locale name: "zh_Hans")."""
    sentences: list[Sentence] = []
    for home, locale, patterns in LIBRARIES:
        translations = translation(
            "django", home / locale, [language, language.partition("_")[0]], fallback=True
        )
        sentences += [
            sentence for sentence in _of_library(home, patterns) if not _said(translations, sentence)
        ]
    return list(_once(sentences))


@cache
def _of_library(home: Path, patterns: tuple[str, ...]) -> tuple[Sentence, ...]:
    return tuple(_in_files(home, patterns))


def _said(translations: GNUTranslations | NullTranslations, sentence: Sentence) -> bool:
    catalog = getattr(translations, "_catalog", {})
    text = f"{sentence.context}\x04{sentence.text}" if sentence.context else sentence.text
    return bool(catalog.get(text) or catalog.get((text, 0)))


def _once(sentences: Iterable[Sentence]) -> Iterator[Sentence]:
    seen: dict[tuple[str, str], Sentence] = {}
    for sentence in sentences:
        if sentence.id not in seen or (sentence.plural and not seen[sentence.id].plural):
            seen[sentence.id] = sentence
    yield from seen.values()


def _in_files(home: Path, patterns: tuple[str, ...]) -> Iterator[Sentence]:
    for pattern in patterns:
        for path in sorted(home.glob(pattern)):
            if "tests" not in path.parts and "migrations" not in path.parts:
                yield from (_python if path.suffix == ".py" else _template)(path, str(path.relative_to(home)))


def _python(path: Path, place: str) -> Iterator[Sentence]:
    with path.open("rb") as file:
        for _line, name, message, _notes in extract_python(file, KEYWORDS, (), {}):
            yield from _sentence(str(name), message if isinstance(message, tuple) else (message,), place)


def _template(path: Path, place: str) -> Iterator[Sentence]:
    source = path.read_text()
    if "{%" in source or "{{" in source:
        for name, arguments in CALL.findall(templatize(source)):
            yield from _sentence(name, tuple(ast.literal_eval(f"[{arguments}]")), place)


def _sentence(name: str, strings: tuple[str | None, ...], place: str) -> Iterator[Sentence]:
    context = ""
    if "pgettext" in name and strings:
        context, strings = strings[0] or "", strings[1:]
    if strings and strings[0]:
        plural = (strings[1] or "") if name.lstrip("p").startswith(("n",)) and len(strings) > 1 else ""
        yield Sentence(strings[0], plural, context, place)
