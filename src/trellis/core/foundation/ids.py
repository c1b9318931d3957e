"""Identifiers: time-ordered UUIDs (version 7, RFC 9562), so that rows written together stand together."""

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def new_id() -> UUID:
    """A fresh UUIDv7; ids of one process sort by the moment they were made."""
    return _uuid7()
