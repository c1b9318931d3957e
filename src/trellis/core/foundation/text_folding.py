"""Text to compare and search by: without case, accents and punctuation, in any language."""

from __future__ import annotations

import re
import unicodedata

DIACRITICS = re.compile(
    r"[\u0300-\u036f\u064b-\u0652\u0640]"
)  # accents; Arabic's short vowels and its long line


class _WordCharacters(dict):
    """By character, itself where it belongs to a word, and a space where it does not."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        self[code] = letter if unicodedata.category(letter)[0] in "LNM" else " "
        return self[code]


_word_characters = _WordCharacters()


def fold_text(text: str) -> str:
    """The text without case, accents and punctuation."""
    bare = DIACRITICS.sub("", unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold()))
    return unicodedata.normalize("NFC", bare).translate(_word_characters)
