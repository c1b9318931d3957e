"""One-time codes that can be read aloud: fern-4827-otter-19-maple."""

import math
import secrets
import unicodedata
from datetime import datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from trellis.core.community.models import JoinCode

from .words import WORDS

BATCH_SIZE = 500  # people in one statement
CODE_BITS = 3 * math.log2(len(WORDS)) + math.log2(10_000 * 100)
"""How hard a code is to guess: three words, a number of four digits and one of two."""


def new_code() -> str:
    """A fresh code, chosen evenly from 2**BITS."""
    first, second, third = (secrets.choice(WORDS) for _ in range(3))
    return f"{first}-{secrets.randbelow(10_000):04}-{second}-{secrets.randbelow(100):02}-{third}"


def expire_codes(people: list[UUID], now: datetime) -> None:
    """End the codes of these people that were not used yet, because they get new ones."""
    for first in range(0, len(people), BATCH_SIZE):
        JoinCode.objects.unscoped("end the earlier codes of the people who get new ones").filter(
            person__in=people[first : first + BATCH_SIZE], used_at=None, expires__gt=now
        ).update(expires=now, modified=now)


def code_digest(code: str) -> str:
    """What is stored of a code: 64 hex digits of an HMAC-SHA256 under this installation's secret.

    Capitals, spaces and dashes do not count, so a code survives being read aloud and typed on a phone.
    Keyed, because a plain hash of a code this short could be searched by whoever steals the database.
    """
    bare = "".join(c for c in unicodedata.normalize("NFKC", code).lower() if c.isalnum())
    digest = salted_hmac("trellis.join-code", bare, algorithm="sha256")  # ty: ignore[unknown-argument] the stubs leave it out
    return digest.hexdigest()
