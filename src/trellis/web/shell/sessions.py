"""Sessions in the database, as Django's, read by a prepared query: every page begins with one."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.core.foundation.query_forms import VaryingText

_SESSIONS = PreparedQuery(Session)


class SessionStore(db.SessionStore):
    """The session of a browser."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        sessions = _SESSIONS.unscoped(
            "find the session of a browser",
            session_key=VaryingText(self.session_key),
            expire_date__gt=timezone.now(),
        )
        if not sessions:
            self._session_key = None
            return None
        return sessions[0]
