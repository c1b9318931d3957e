"""Conditions on the rows of support, each in one place."""

from __future__ import annotations

from datetime import datetime

from trellis.core.foundation.guard import GuardedQuerySet


class NeedQuerySet(GuardedQuerySet):
    """Needs of students."""

    def open(self) -> NeedQuerySet:
        """Those that are not met yet."""
        return self.filter(met_at=None, deleted_at=None)


class ConsentQuerySet(GuardedQuerySet):
    """What families are asked about partners."""

    def unanswered(self) -> ConsentQuerySet:
        """Those that the family has neither agreed to nor refused, and that nobody withdrew."""
        return self.filter(given_at=None, refused_at=None, withdrawn_at=None, deleted_at=None)


class ReferralQuerySet(GuardedQuerySet):
    """Requests to partners."""

    def open(self) -> ReferralQuerySet:
        """Those that a partner has neither declined nor closed, and that the school has not withdrawn."""
        return self.filter(declined_at=None, closed_at=None, withdrawn_at=None, deleted_at=None)


class GlassBreakQuerySet(GuardedQuerySet):
    """Openings of confidential notes."""

    def open_at(self, now: datetime) -> GlassBreakQuerySet:
        """Those that still show the notes."""
        return self.filter(until__gt=now, deleted_at=None)
