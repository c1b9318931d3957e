"""TRELLIS_MAIL, read into Django's settings."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

EXAMPLE = (
    "Write it like smtp://user:password@mail.example.org:587, or leave it empty to write email to files."
)
TIMEOUT = 20  # seconds: a mail server that hangs must not hold a page or the daily tasks


def mail_settings(url: str) -> dict[str, object]:
    """Return the EMAIL_ settings of a mail server; an empty dict where none is named.

    `smtps` or port 465: encrypted from the first byte. Port 587: encrypted by STARTTLS. Any other port, for a relay
    on this machine or network: not encrypted. Raises ImproperlyConfigured with a sentence that repeats no password.
    """
    if not url.strip():
        return {}
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"TRELLIS_MAIL can't be read. {EXAMPLE}") from None
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ImproperlyConfigured(f"TRELLIS_MAIL has no mail server. {EXAMPLE}")
    port = port or (465 if parts.scheme == "smtps" else 587)
    implicit = parts.scheme == "smtps" or port == 465
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": implicit,
        "EMAIL_USE_TLS": port == 587 and not implicit,
        "EMAIL_TIMEOUT": TIMEOUT,
    }
