"""Which organizations are current."""

from __future__ import annotations

from typing import Self

from trellis.core.foundation.guard import GuardedQuerySet


class OrganizationQuerySet(GuardedQuerySet):
    """Organizations."""

    def current(self) -> Self:
        """Those that are not part of another by a merge."""
        return self.filter(merged_into=None, deleted_at=None)
