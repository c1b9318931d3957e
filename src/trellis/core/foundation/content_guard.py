"""Stops words about immigration status before they are kept. No field asks for it; free text must not hold it either.

A school never needs it (Plyler v. Doe), and what is written down can be demanded. Words about a person are stopped
wherever they stand; words that are also a subject of study (asylum, deportation) only where a text is about a person
and not about their work. The lists know the languages of the screen and the usual ways of getting by them (letters set
apart, look-alike letters, digits for letters). They cannot know every way of saying it, and now and then stop a
sentence about something else: the page and the refusal say both.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from django.utils.translation import gettext as _

from .errors import ActionError
from .status_phrases import PAPERS, PHRASES
from .status_words import EXCEPTION_PATTERNS, PERSON_PATTERNS, SUBJECT_PATTERNS

LETTER_VARIANTS = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ـ": "", "đ": "d", "ı": "i"}
)


LOOKALIKES = str.maketrans(
    "абвгдезиіїјклмнорстухсѕԁѵԛԝαβγδεικνορτυχωϲ" + "ɑɡıℓ",
    "a6brgesuiijklmhopctyxcsdvqwabydeiknoptuxwc" + "agil",
)
"""Letters of other alphabets that look like Latin ones; read so in a word that also has Latin letters."""
DIGITS_AS_LETTERS = str.maketrans("013457@$!", "oieasta" + "si")
SPELLED_OUT = re.compile(r"\b\w(?: \w){2,}\b")
"""Three or more single letters in a row: "I.C.E.", "u n d o c u m e n t e d"."""


def _normalize(text: str) -> str:
    """Lower case, without marks and invisible signs, words apart by one space: "Indocumentádo" is "indocumentado"."""
    letters = []
    for letter in unicodedata.normalize("NFKD", text.casefold()):
        kind = unicodedata.category(letter)
        if kind not in ("Mn", "Cf"):
            letters.append(letter if kind[0] in "LMN" else " ")
    return " ".join(_replace_lookalikes(word) for word in "".join(letters).translate(LETTER_VARIANTS).split())


def _replace_lookalikes(word: str) -> str:
    """A word that mixes Latin letters with others that look like them, in Latin letters alone."""
    if word.isascii() or not re.search("[a-z]", word):
        return word
    return word.translate(LOOKALIKES)


def _spelling_variants(text: str) -> list[str]:
    """The text as it may be read: as it stands, with spelled-out words put together, and with digits as letters."""
    plain = _normalize(text)
    joined = SPELLED_OUT.sub(lambda letters: letters[0].replace(" ", ""), plain)
    lettered = re.sub(
        r"[^\W\d_]+[013457@$!][\w@$!]*[^\W\d_]", lambda w: w[0].translate(DIGITS_AS_LETTERS), text.casefold()
    )
    return list(dict.fromkeys([plain, joined, _normalize(lettered)]))


@cache
def _compile_patterns(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """Any of them: between words where words stand apart, anywhere in scripts that write them together.

    Compiled when a text is first checked: that takes a tenth of a second, which no command should wait for.
    """
    parts = []
    for pattern in patterns:
        plain = "".join(
            letter
            for letter in unicodedata.normalize("NFKD", pattern)
            if unicodedata.category(letter) != "Mn"
        )
        latin = plain.isascii()
        parts.append(rf"\b(?:{plain})\b" if latin else rf"(?:{plain})")
    return re.compile("|".join(parts))


OF_A_PERSON = PERSON_PATTERNS + PAPERS
ANYWHERE = PERSON_PATTERNS + PHRASES + SUBJECT_PATTERNS
NOT_AFTER_CAPS = r"(?<![A-Z] )(?<![A-Z][,;:] )"
AGENCY_PATTERN = re.compile(
    rf"{NOT_AFTER_CAPS}\b(?:ICE|I\.C\.E\.?)(?![\w-])(?! [A-Z]{{2}})(?!:)(?! in (?:her|his|their|the|my) phone)(?! ?/)"
    r"(?! (?:emergency |phone )?(?:contacts?|numbers?|cards?|info|information|names?|phone|form|list|person|cream|skat|"
    r"hockey|cubes?|packs?|rink|tea|water|breakers?|age|bath))"
)
"""In capitals among small letters it is the agency, and not what one skates on, or an emergency contact."""
DREAMER_PATTERN = re.compile(
    r"\bDREAMers?\b|\bDREAM(?:er)? (?:student|kid|status)|(?:is|are|am|'s|’s|'re|’re) (?:a )?Dreamers?\b"
)
"""A Dreamer with a capital is somebody under the DREAM Act; a dreamer is anybody."""


def mentions_immigration_status(text: str, about_work: bool = False) -> bool:
    """Whether a text mentions immigration status. `about_work`: only where it says so of a person."""
    rules = _compile_patterns(OF_A_PERSON if about_work else ANYWHERE)
    exceptions = _compile_patterns(EXCEPTION_PATTERNS)
    if any(rules.search(exceptions.sub(" _ ", reading)) for reading in _spelling_variants(text)):
        return True
    return not about_work and bool(
        DREAMER_PATTERN.search(text) or (not text.isupper() and AGENCY_PATTERN.search(text))
    )


def reject_immigration_status(text: str, about_work: bool = False) -> str:
    """Return the text unchanged. Raises ActionError when it mentions immigration status."""
    if mentions_immigration_status(text, about_work):
        raise ActionError(
            _(
                "Please leave out immigration status. We never store it here, so that no family has to "
                "be afraid. Write what the student needs instead. This check only knows common words. If "
                "it stopped you by mistake, say it another way."
            )
        )
    return text


def reject_immigration_status_from_family(text: str) -> str:
    """Return a family's text unchanged. Raises ActionError when it mentions immigration status."""
    if mentions_immigration_status(text):
        raise ActionError(
            _(
                "Thank you for your trust. To keep you safe, we do not store anything about immigration "
                "status here. Please tell someone you trust at the school, and write here only what your "
                "child needs."
            )
        )
    return text
