"""Reading pages in tests without caring how their templates are laid out."""

from __future__ import annotations

import re


def compact(html: str) -> str:
    """The page on one line, without whitespace beside tags: `<b>4.0</b>` however its template breaks lines."""
    return re.sub(r"\s*(<[^>]*>)\s*", r"\1", " ".join(html.split()))


def shown_link(html: str) -> str:
    """The address in the field from which a page's new link is copied."""
    field = re.search(r"<input[^>]*data-address[^>]*>", html)[0]
    return re.search(r'value="([^"]+)"', field)[1]
