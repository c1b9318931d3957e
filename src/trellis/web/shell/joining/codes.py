"""One-time codes that can be read aloud: fern-4827-otter-19-maple."""

import math
import secrets
import unicodedata

from django.utils.crypto import salted_hmac

from .words import WORDS

CODE_BITS = 3 * math.log2(len(WORDS)) + math.log2(10_000 * 100)
"""How hard a code is to guess: three words, a number of four digits and one of two."""


def new_code() -> str:
    """A fresh code, chosen evenly from 2**BITS."""
    first, second, third = (secrets.choice(WORDS) for _ in range(3))
    return f"{first}-{secrets.randbelow(10_000):04}-{second}-{secrets.randbelow(100):02}-{third}"


def code_digest(code: str) -> str:
    """What is kept of a code: 64 hex digits of an HMAC-SHA256 under this installation's secret.

    Capitals, spaces and dashes do not count, so a code survives being read aloud and typed on a phone.
    Keyed, because a plain hash of a code this short could be searched by whoever steals the database.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKC", code).lower() if c.isalnum())
    return salted_hmac("trellis.join-code", bare, algorithm="sha256").hexdigest()
