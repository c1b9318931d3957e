"""Stops words about immigration status before they are kept. No field asks for it; free text must not hold it either.

A school never needs it (Plyler v. Doe), and what is written down can be demanded. Words about a person are stopped
wherever they stand; words that are also a subject of study (asylum, deportation) only where a text is about a person
and not about their work. The lists know the languages of the screen; they cannot know every way of saying it.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from .refusal import Refusal
from .status_words import A_SUBJECT_TOO, NOT_IT, OF_A_PERSON

ALIKE = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": "", "đ": "d", "ı": "i"}
)


def _plain(text: str) -> str:
    """Lower case, without marks and invisible signs, words apart by one space: "Indocumentádo" is "indocumentado"."""
    kept = []
    for one in unicodedata.normalize("NFKD", text.casefold()):
        kind = unicodedata.category(one)
        if kind not in ("Mn", "Cf"):
            kept.append(one if kind[0] in "LMN" else " ")
    return " ".join("".join(kept).translate(ALIKE).split())


def _whole(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Any of them: between words where words stand apart, anywhere in scripts that write them together."""
    parts = []
    for pattern in patterns:
        plain = "".join(
            one for one in unicodedata.normalize("NFKD", pattern) if unicodedata.category(one) != "Mn"
        )
        latin = plain.isascii()
        parts.append(rf"\b(?:{plain})\b" if latin else rf"(?:{plain})")
    return re.compile("|".join(parts))


PERSON, ANY, OTHER = _whole(OF_A_PERSON), _whole(OF_A_PERSON + A_SUBJECT_TOO), _whole(NOT_IT)
AGENCY = re.compile(r"\bICE\b(?! (?:contact|number|card))")
"""In capitals among small letters it is the agency, and not what one skates on."""


def names_status(text: str, about_work: bool = False) -> bool:
    """Whether a text says something of immigration status. `about_work`: only what says it of a person."""
    plain = OTHER.sub(" _ ", _plain(text))
    if (PERSON if about_work else ANY).search(plain):
        return True
    return not about_work and not text.isupper() and bool(AGENCY.search(text))


def without_status(text: str, about_work: bool = False) -> str:
    """The text as it came. Raises Refusal, kindly, when it says something of immigration status."""
    if names_status(text, about_work):
        raise Refusal(
            _(
                "Please leave out what is about immigration status: it is never kept here, so that no family has to "
                "fear it. Say what the student needs instead."
            )
        )
    return text


def families_own(text: str) -> str:
    """A family's own words. Raises Refusal that asks them to say it to a person, where nothing is written down."""
    if names_status(text):
        raise Refusal(
            _(
                "Thank you for your trust. Words about immigration status are not kept here, to keep you safe. Please "
                "tell it to somebody you trust at the school, and write here only what your child needs."
            )
        )
    return text
