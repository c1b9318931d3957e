"""words.toml: what schools of this network call things, with plural forms and translations."""

from functools import cache
from typing import Annotated

from babel import Locale, UnknownLocaleError
from pydantic import Field

from .base import Entry, Language, Part, Table, Term, Title

PluralForm = Annotated[Title, Field(max_length=60)]

# Trellis' own words, used where a package has none. Templates ask for these terms and no others.
DEFAULT_TERMS: dict[str, tuple[str, str]] = {
    "network": ("network", "networks"),
    "district": ("district", "districts"),
    "school": ("school", "schools"),
    "student": ("student", "students"),
    "family": ("family", "families"),
    "guardian": ("parent or guardian", "parents and guardians"),
    "advisor": ("advisor", "advisors"),
    "teacher": ("teacher", "teachers"),
    "mentor": ("mentor", "mentors"),
    "counselor": ("counselor", "counselors"),
    "leader": ("principal", "principals"),
    "coach": ("coach", "coaches"),
    "partner": ("partner", "partners"),
    "advisory": ("advisory", "advisories"),
    "team": ("team", "teams"),
    "class": ("class", "classes"),
    "year": ("school year", "school years"),
    "term": ("term", "terms"),
    "interest": ("interest", "interests"),
    "internship": ("internship", "internships"),
    "internship_day": ("internship day", "internship days"),
    "site": ("internship site", "internship sites"),
    "learning_plan": ("learning plan", "learning plans"),
    "plan_meeting": ("learning plan meeting", "learning plan meetings"),
    "project": ("project", "projects"),
    "driving_question": ("driving question", "driving questions"),
    "need_to_know": ("need-to-know", "need-to-knows"),
    "benchmark": ("benchmark", "benchmarks"),
    "exhibition": ("exhibition", "exhibitions"),
    "panel": ("panel", "panels"),
    "panelist": ("panelist", "panelists"),
    "outcome": ("outcome", "outcomes"),
    "rubric": ("rubric", "rubrics"),
    "level": ("level", "levels"),
    "work": ("piece of work", "pieces of work"),
    "reading": ("score", "scores"),
    "portfolio": ("portfolio", "portfolios"),
    "credit": ("credit", "credits"),
    "practice": ("practice", "practices"),
    "review": ("school review", "school reviews"),
}


class Word(Table):
    """Plural forms by CLDR category. Which a language needs is for the language to say (`plural_categories`)."""

    other: PluralForm
    one: PluralForm | None = None
    zero: PluralForm | None = None
    two: PluralForm | None = None
    few: PluralForm | None = None
    many: PluralForm | None = None
    long: Title | None = None  # the name in full, for the first mention of an abbreviation


class OwnWord(Word, Entry):
    """A word in the package's own language; it may be held or local by itself."""


class Words(Part):
    """`terms` by Trellis' own name for the thing; `translations` by language, then by term."""

    terms: dict[Term, OwnWord]
    translations: dict[Language, dict[Term, Word]] = {}


@cache
def _plural_rule(language: str):
    try:
        return Locale.parse(language, sep="-").plural_form
    except (UnknownLocaleError, ValueError):
        return Locale("en").plural_form  # a language Babel does not know (Haitian Creole) gets one and other


def plural_form(word: Word, language: str, count: int) -> str:
    """The form of `word` that `language` uses beside the number `count`."""
    return getattr(word, _plural_rule(language)(count)) or word.other


@cache
def plural_categories(language: str) -> tuple[str, ...]:
    """Plural categories that counts from 0 to 200 meet in this language; `other` is always among them."""
    met = {_plural_rule(language)(n) for n in range(201)} | {"other"}
    return tuple(c for c in ("zero", "one", "two", "few", "many", "other") if c in met)


def language_fallbacks(language: str) -> list[str]:
    """The tags to try for a reader's language: "es-MX" gives ["es-MX", "es"]."""
    tags = language.replace("_", "-").split("-")
    return ["-".join(tags[:n]) for n in range(len(tags), 0, -1)]
