"""TRELLIS_DATABASE, read into Django's settings."""

from __future__ import annotations

from importlib.util import find_spec
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

EXAMPLE = "Write it like postgresql://user:password@localhost:5432/trellis, or leave it empty for SQLite."


def database_settings(url: str) -> dj_database_url.DBConfig:
    """The settings of one database. Raises ImproperlyConfigured with a sentence, which never repeats a password."""
    scheme = urlsplit(url).scheme
    if scheme not in ("sqlite", "postgres", "postgresql"):
        raise ImproperlyConfigured(
            f"TRELLIS_DATABASE is not a kind of database that Trellis supports. {EXAMPLE}"
        )
    if scheme != "sqlite" and not find_spec("psycopg"):
        raise ImproperlyConfigured(
            "PostgreSQL needs the package psycopg. Install it: pip install 'trellis-schools[postgres]'"
        )
    try:
        parsed = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    except (ValueError, dj_database_url.ParseError, dj_database_url.UnknownSchemeError):
        raise ImproperlyConfigured(f"TRELLIS_DATABASE can't be read. {EXAMPLE}") from None
    if scheme != "sqlite" and not parsed.get("NAME"):
        raise ImproperlyConfigured(f"TRELLIS_DATABASE has no database name. {EXAMPLE}")
    return parsed
