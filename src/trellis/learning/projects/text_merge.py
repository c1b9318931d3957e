"""Two people wrote at the same time: their words together where that can be, and both where it cannot."""

from __future__ import annotations

import re

from merge3 import Merge3

TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


def merge_texts(base: str, now: str, sent: str) -> str | None:
    """Merge the text as it is now with what somebody changed who had seen `base`; None where the two conflict.

    Word by word: a change to one sentence and a change to another go together; two changes of the same words do not.
    """
    if sent in (now, base):
        return now
    if now == base:
        return sent
    groups = Merge3(TOKEN.findall(base), TOKEN.findall(now), TOKEN.findall(sent)).merge_groups()
    tokens: list[str] = []
    for group in groups:
        if group[0] == "conflict":
            return None
        tokens += group[1]
    return "".join(tokens)
